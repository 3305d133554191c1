from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WeightSet(models.Model):
    """The engine's weights with those of some factors multiplied. Every stored match names the one it was scored with.

    The experts' set multiplies nothing. A learned one starts at the engine's weights of version `base`, and is of no
    use any more when the engine's are of another.
    """

    version = models.CharField(_("version"), max_length=40, unique=True)
    base = models.CharField(_("engine's weights"), max_length=40)
    multipliers = models.JSONField(_("multipliers"), default=dict)
    learned_from = models.JSONField(_("learned from"), default=dict)
    evidence = models.CharField(_("hash of what it was learned from"), max_length=64, blank=True)
    comparison = models.JSONField(_("compared with the set before"), default=dict)
    loses = models.BooleanField(_("loses against the set before"), default=False)
    is_current = models.BooleanField(_("current"), default=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("set of weights")
        verbose_name_plural = _("sets of weights")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint("is_current", condition=Q(is_current=True), name="one_current_weight_set"),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def is_learned(self) -> bool:
        return self.version != self.base


class WeightChoice(models.Model):
    """Which set of weights is to be used from the next run on; the last choice counts.

    Without `by` it was the nightly learning. A held choice is kept until a curator lets learning go on.
    """

    weights = models.ForeignKey(WeightSet, models.PROTECT, related_name="choices", verbose_name=_("weights"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("chosen by")
    )
    is_held = models.BooleanField(_("held"), default=False)
    at = models.DateTimeField(_("chosen"), default=timezone.now)

    class Meta:
        verbose_name = _("choice of weights")
        verbose_name_plural = _("choices of weights")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.weights_id} · {self.at:%Y-%m-%d}"
