from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from listings.verification import OPEN, Verification, VerificationQuerySet

from .departments import Department


def letter_place(row: "DepartmentVerification", name: str) -> str:
    """What somebody called a letter is no part of where it lies."""
    return f"letters/{uuid4().hex}.jpg"


class DepartmentVerification(Verification):
    class Method(models.TextChoices):
        CALL = "call", _("call to its published number")
        LETTER = "letter", _("letter with its stamp")
        WORK_MAIL = "work_mail", _("e-mail from its own address")
        EARLIER = "earlier", _("checked by a curator")

    BY_MAIL = (Method.WORK_MAIL,)
    # Only bodies of the state get a domain under this one.
    STATE_DOMAIN = ".gov.cn"
    usual_language = "zh-hans"

    department = models.ForeignKey(
        Department, models.CASCADE, related_name="verifications", verbose_name=_("department")
    )
    method = models.CharField(_("how"), max_length=20, choices=Method)
    letter = models.ImageField(_("letter"), upload_to=letter_place, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta(Verification.Meta):
        verbose_name = _("verification of a department")
        verbose_name_plural = _("verifications of departments")
        constraints = [
            models.UniqueConstraint(
                fields=["department", "method", "subject"],
                condition=Q(state__in=OPEN),
                name="department_verification_open_once",
            )
        ]

    def get_page_url(self) -> str:
        return reverse("cities:verification", args=[self.department_id])

    def subject_today(self) -> str | None:
        return self.department.on_the_door

    def is_enough_by_mail(self) -> bool:
        return self.contact.endswith(self.STATE_DOMAIN)
