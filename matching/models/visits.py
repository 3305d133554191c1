from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Need
from startups.models import Startup


class Visit(models.Model):
    """What one person has been shown of one list, so that what is new since their last visit can be marked.

    `known` are the ids on the other side that earlier visits showed, `shown` those of this visit.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    need = models.ForeignKey(Need, models.CASCADE, null=True, related_name="+", verbose_name=_("need"))
    startup = models.ForeignKey(Startup, models.CASCADE, null=True, related_name="+", verbose_name=_("startup"))
    known = ArrayField(models.BigIntegerField(), verbose_name=_("known before this visit"), default=list)
    shown = ArrayField(models.BigIntegerField(), verbose_name=_("shown"), default=list)
    at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        verbose_name = _("visit of a list")
        verbose_name_plural = _("visits of lists")
        constraints = [
            models.UniqueConstraint(fields=["user", "need"], name="visit_of_a_need_once"),
            models.UniqueConstraint(fields=["user", "startup"], name="visit_of_a_startup_once"),
            models.CheckConstraint(
                condition=Q(need__isnull=True) ^ Q(startup__isnull=True), name="visit_of_a_need_or_of_a_startup"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.need_id or self.startup_id}"
