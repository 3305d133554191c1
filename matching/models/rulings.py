from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Need
from listings.models import Language, reader_language
from matching.querysets import RulingQuerySet
from startups.models import Startup
from taxonomy import codes

from .matches import Band, RealField


class RulingVerb(models.TextChoices):
    PIN = "pin", _("Placed first")
    VETO = "veto", _("Taken out")


# The code list of a curator's reasons.
RULING_REASONS = {RulingVerb.PIN: "reason_pin", RulingVerb.VETO: "reason_veto"}


class Reasoned(models.Model):
    """Why a curator ruled so, in words that every reader of the pair can read: a code, and what was added to it."""

    reason = models.CharField(_("reason"), max_length=40, blank=True)
    words = models.JSONField(
        _("in the curator's words"), default=dict, blank=True, help_text=_("By language: en, zh, he.")
    )

    class Meta:
        abstract = True

    @property
    def words_shown(self) -> str:
        return self.words.get(reader_language()) or self.words.get(Language.ENGLISH, "")


class Ruling(Reasoned):
    """What a curator rules on a pair, for both sides: placed first in both lists, or taken out of both.

    It points at need and startup, never at a match. An empty `verb` is a ruling taken back. Score, band, parts and
    versions are those of the pair: a placed one that no search finds stands in the lists with them (matching/pins.py).
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="rulings", verbose_name=_("need"))
    startup = models.ForeignKey(Startup, models.CASCADE, related_name="rulings", verbose_name=_("startup"))
    verb = models.CharField(_("ruling"), max_length=10, choices=RulingVerb, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("ruled by")
    )
    at = models.DateTimeField(_("ruled"), default=timezone.now)
    score = RealField(_("score"), default=0)
    band = models.PositiveSmallIntegerField(_("band"), choices=Band, default=Band.HIDDEN)
    parts = ArrayField(RealField(), verbose_name=_("parts"), default=list)
    weights_version = models.CharField(_("weights"), max_length=40, blank=True)
    snapshot_version = models.CharField(_("corpus snapshot"), max_length=40, blank=True)

    objects = RulingQuerySet.as_manager()

    class Meta:
        verbose_name = _("curator's ruling")
        verbose_name_plural = _("curators' rulings")
        ordering = ["-at", "-pk"]
        constraints = [
            # Two clicks, or two curators, at once.
            models.UniqueConstraint(fields=["need", "startup"], name="ruling_once_a_pair"),
            models.CheckConstraint(
                condition=Q(verb="", reason="") | ~Q(verb="") & ~Q(reason=""), name="ruling_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} · {self.startup_id}: {self.verb}"

    @property
    def reason_label(self) -> str:
        return codes.label(RULING_REASONS[RulingVerb(self.verb)], self.reason) if self.verb else ""


class RulingChange(Reasoned):
    """One change of a ruling: the audit trail, and what an undo goes back to."""

    ruling = models.ForeignKey(Ruling, models.CASCADE, related_name="changes", verbose_name=_("ruling"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    was = models.CharField(_("from"), max_length=10, choices=RulingVerb, blank=True)
    became = models.CharField(_("to"), max_length=10, choices=RulingVerb, blank=True)
    is_undo = models.BooleanField(_("undo"), default=False)

    class Meta:
        verbose_name = _("change of a ruling")
        verbose_name_plural = _("changes of rulings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.was} > {self.became}"

    @property
    def reason_label(self) -> str:
        return codes.label(RULING_REASONS[RulingVerb(self.became)], self.reason) if self.became else ""
