from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from cities.querysets import (
    DepartmentInvitationQuerySet,
    DepartmentQuerySet,
    JoinRequestQuerySet,
)
from listings.models import LineField, reader_language
from listings.verification import current
from taxonomy.models import DepartmentKind

from .places import City

if TYPE_CHECKING:
    from .verification import DepartmentVerification


class Department(models.Model):
    """A body of a city that logs needs: a bureau or a city-owned operator. Needs hang on it, not on a person."""

    city = models.ForeignKey(City, models.PROTECT, related_name="departments", verbose_name=_("city"))
    kind = models.ForeignKey(DepartmentKind, models.PROTECT, related_name="departments", verbose_name=_("kind"))
    name_zh = LineField(_("name on the door"), max_length=80)
    name_en = LineField(_("name in English"), max_length=120, blank=True)
    is_operator = models.BooleanField(_("city-owned operator"), default=False, help_text=_("Buys by its own rules."))

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["city", "name_zh"]
        constraints = [models.UniqueConstraint(fields=["city", "name_zh"], name="department_once_in_a_city")]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh if reader_language() == "zh" else self.name_en or self.name_zh

    @property
    def on_the_door(self) -> str:
        """What is verified: this name, in this city."""
        return f"{self.city_id} {self.name_zh}"

    @property
    def current_verifications(self) -> list["DepartmentVerification"]:
        """What was verified of it and still holds."""
        return current(self.verifications)

    @property
    def is_verified(self) -> bool:
        return bool(self.current_verifications)


class Official(models.Model):
    """A person who may act for the department."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="officials", verbose_name=_("department"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offices", verbose_name=_("user"))
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        constraints = [models.UniqueConstraint(fields=["department", "user"], name="official_once_in_a_department")]

    def __str__(self):
        return f"{self.user} · {self.department}"


class JoinRequest(models.Model):
    """Somebody who says that they work in a department that is here already, and waits to be let in."""

    department = models.ForeignKey(
        Department, models.CASCADE, related_name="join_requests", verbose_name=_("department")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests", verbose_name=_("user")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join a department")
        verbose_name_plural = _("requests to join departments")
        ordering = ["asked_at"]
        constraints = [models.UniqueConstraint(fields=["department", "user"], name="join_request_once")]

    def __str__(self):
        return f"{self.user} · {self.department}"


class DepartmentInvitation(models.Model):
    """Which department somebody joins by an invitation's code."""

    invitation = models.OneToOneField(
        Invitation, models.CASCADE, related_name="department_invitation", verbose_name=_("invitation")
    )
    department = models.ForeignKey(Department, models.CASCADE, related_name="invitations", verbose_name=_("department"))

    objects = DepartmentInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a department")
        verbose_name_plural = _("invitations to departments")

    def __str__(self):
        return f"{self.invitation} · {self.department}"
