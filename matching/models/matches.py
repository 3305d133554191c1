from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import Need
from matching.querysets import MatchQuerySet
from startups.models import Startup

# Kept for each need and each startup; shown are fewer, so that a withdrawal leaves no gap that needs a refill.
KEPT = 80
SHOWN = 50


class Band(models.IntegerChoices):
    """What a score means, in words. Edges and observed rates: matching/engine/bands.py."""

    # Only a pair that a curator placed is ever stored with it.
    HIDDEN = 0, _("Below the floor")
    SAME_FIELD = 1, _("Same field")
    WORTH_A_LOOK = 2, _("Worth a look")
    STRONG = 3, _("Strong")


# The two top bands: candidates that can be defended.
GOOD = (Band.WORTH_A_LOOK, Band.STRONG)


class RealField(models.FloatField):
    """A four-byte float: parts are shown with two digits."""

    def db_type(self, connection: Any) -> str:
        return "real"


class Match(models.Model):
    """One suggested pair. Can be thrown away and rebuilt, so nothing points here.

    The ranks are the place in the need's list of startups and in the startup's list of needs; a pair may be in only
    one of the two. `parts` follow the order of the engine's factors and add up to the score.
    """

    # Without constraints in the database: every read joins what is listed, so a pair that outlived its subject is never
    # seen and goes with the next run; with them a run could not exchange the table without locking both sides' tables.
    # Without indexes of their own: those below begin with each of the two.
    need = models.ForeignKey(
        Need, models.CASCADE, related_name="matches", verbose_name=_("need"), db_constraint=False, db_index=False
    )
    startup = models.ForeignKey(
        Startup, models.CASCADE, related_name="matches", verbose_name=_("startup"), db_constraint=False, db_index=False
    )
    need_rank = models.PositiveSmallIntegerField(_("rank for the need"), null=True)
    startup_rank = models.PositiveSmallIntegerField(_("rank for the startup"), null=True)
    score = RealField(_("score"))
    band = models.PositiveSmallIntegerField(_("band"), choices=Band)
    parts = ArrayField(RealField(), verbose_name=_("parts"))
    weights_version = models.CharField(_("weights"), max_length=40)
    snapshot_version = models.CharField(_("corpus snapshot"), max_length=40)
    scored_at = models.DateTimeField(_("scored"), default=timezone.now)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["need", "need_rank"]
        constraints = [
            # Two rematches at once must not double a list.
            models.UniqueConstraint(fields=["need", "startup"], name="match_once"),
        ]
        indexes = [
            # A need is in many more startups' lists than it has places in its own.
            models.Index("need", "need_rank", condition=Q(need_rank__isnull=False), name="match_of_need"),
            models.Index("startup", "startup_rank", name="match_of_startup"),
        ]

    def __str__(self) -> str:
        return f"{self.need_id} · {self.startup_id}"


class Nudge(models.Model):
    """What the last run's lists made of a startup's exposure (matching/exposure): it moves among near-equals only.

    In units of the score, added for the order of needs' lists and for nothing else; most startups have none.
    """

    startup = models.OneToOneField(
        # Without a constraint, as the matches are: a run must not fail over a startup that was just deleted.
        Startup,
        models.CASCADE,
        primary_key=True,
        db_constraint=False,
        verbose_name=_("startup"),
    )
    size = models.FloatField(_("size"))

    class Meta:
        verbose_name = _("nudge")
        verbose_name_plural = _("nudges")

    def __str__(self) -> str:
        return f"{self.startup_id} {self.size:+.3f}"
