"""What the desk remembers of its own."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.querysets import PostponementQuerySet


class Postponement(models.Model):
    """An item that is not for today, for nobody: it comes back by itself on its day."""

    key = models.CharField(_("item"), max_length=80, unique=True)
    until = models.DateField(_("until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("put off by")
    )
    at = models.DateTimeField(_("put off"), default=timezone.now, editable=False)

    objects = PostponementQuerySet.as_manager()

    class Meta:
        verbose_name = _("item put off")
        verbose_name_plural = _("items put off")

    def __str__(self):
        return f"{self.key} {self.until}"
