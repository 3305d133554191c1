from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Need
from listings.models import ProseField
from matching.querysets import DecisionQuerySet
from startups.models import Startup
from taxonomy import codes

from .matches import Band, RealField


class Side(models.TextChoices):
    """Each side decides on a pair for itself; neither learns what the other said."""

    CITY = "city", _("The city's department")
    STARTUP = "startup", _("The startup")


class Verb(models.TextChoices):
    SHORTLIST = "shortlist", _("Shortlist")
    NOT_NOW = "not_now", _("Not now")
    NO = "no", _("No")


# The code list of a side's reasons for a no. `acts_on_other_needs` marks those that are about the other side as such.
REASON_LISTS = {Side.CITY: "reason_no", Side.STARTUP: "reason_pass"}


def decision_key(side: str, need_id: int, startup_id: int) -> str:
    """What stands for the decision on a page: its anchor, and where htmx puts the answer."""
    return f"decision-{side}-{need_id}-{startup_id}"


class Decision(models.Model):
    """What one side says of a pair. It points at need and startup, never at a match: those come and go.

    An empty `verb` is a decision taken back; the row stays for its note and its history. Score, band, parts and version
    are those of the match when it was decided, empty for a pair that was in no list.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="decisions", verbose_name=_("need"))
    startup = models.ForeignKey(Startup, models.CASCADE, related_name="decisions", verbose_name=_("startup"))
    side = models.CharField(_("side"), max_length=10, choices=Side)
    verb = models.CharField(_("decision"), max_length=10, choices=Verb, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    words = ProseField(_("in their own words"), max_length=1_000)
    place = models.PositiveSmallIntegerField(_("place on the shortlist"), default=0)
    note = ProseField(_("private note"), max_length=2_000)
    note_version = models.PositiveIntegerField(_("version of the note"), default=0, editable=False)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    at = models.DateTimeField(_("decided"), default=timezone.now)
    score = RealField(_("score"), null=True)
    band = models.PositiveSmallIntegerField(_("band"), choices=Band, null=True)
    parts = ArrayField(RealField(), verbose_name=_("parts"), default=list)
    weights_version = models.CharField(_("weights"), max_length=40, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-at", "-pk"]
        constraints = [
            # Two clicks, or two people of one side, at once.
            models.UniqueConstraint(fields=["need", "startup", "side"], name="decision_once_a_side"),
            models.CheckConstraint(
                condition=Q(verb=Verb.NO) & ~Q(reason="") | ~Q(verb=Verb.NO) & Q(reason="", words=""),
                name="decision_no_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} · {self.startup_id} · {self.side}: {self.verb}"

    @property
    def reason_label(self) -> str:
        return codes.label(REASON_LISTS[Side(self.side)], self.reason)


class DecisionChange(models.Model):
    """One change of a decision: the audit trail, and what an undo goes back to."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="changes", verbose_name=_("decision"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    was = models.CharField(_("from"), max_length=10, choices=Verb, blank=True)
    became = models.CharField(_("to"), max_length=10, choices=Verb, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    words = ProseField(_("in their own words"), max_length=1_000)
    is_undo = models.BooleanField(_("undo"), default=False)

    class Meta:
        verbose_name = _("change of a decision")
        verbose_name_plural = _("changes of decisions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was} > {self.became}"
