from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from cities.models import Need
from matching.querysets import MatchQuerySet, RunQuerySet
from startups.models import Startup

# Kept for each need and each startup; shown are fewer, so that a withdrawal leaves no gap that needs a refill.
KEPT = 80
SHOWN = 50


class Band(models.IntegerChoices):
    """What a score means, in words. Edges and observed rates: matching/engine/bands.py."""

    SAME_FIELD = 1, _("Same field")
    WORTH_A_LOOK = 2, _("Worth a look")
    STRONG = 3, _("Strong")


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


class TextVector(models.Model):
    """The embedding of one text of one object, by model and hash: only changed text is embedded again."""

    class Subject(models.TextChoices):
        STARTUP = "startup", _("Startup")
        NEED = "need", _("Need")
        TECHNOLOGY = "technology", _("Technology")
        TOPIC = "topic", _("Topic")

    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    key = models.CharField(_("id or code"), max_length=20)
    model = models.CharField(_("encoder"), max_length=80)
    text_hash = models.CharField(_("hash of the text"), max_length=64)
    vector = VectorField()

    class Meta:
        verbose_name = _("text vector")
        verbose_name_plural = _("text vectors")
        constraints = [models.UniqueConstraint(fields=["subject", "key", "model"], name="text_vector_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.key}"


class Snapshot(models.Model):
    """Corpus statistics of one moment. Edits use the current one, only a nightly run makes a new one."""

    version = models.CharField(_("version"), max_length=40, unique=True)
    data = models.BinaryField(_("statistics"))
    startups = models.PositiveIntegerField(_("startups"), default=0)
    is_current = models.BooleanField(_("current"), default=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("corpus snapshot")
        verbose_name_plural = _("corpus snapshots")
        constraints = [
            models.UniqueConstraint("is_current", condition=Q(is_current=True), name="one_current_snapshot"),
        ]

    def __str__(self) -> str:
        return self.version


class Run(models.Model):
    """One full rematch: its inputs' versions, its blocks' progress, its outcome."""

    class Kind(models.TextChoices):
        FULL = "full", _("Full rematch")
        NIGHTLY = "nightly", _("Nightly rematch with new corpus statistics")

    class State(models.TextChoices):
        EMBEDDING = "embedding", _("Reading texts")
        SCORING = "scoring", _("Scoring")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FULL)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.EMBEDDING)
    versions = models.JSONField(_("versions"), default=dict)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="runs", verbose_name=_("snapshot"))
    texts_total = models.PositiveIntegerField(_("texts to read"), default=0)
    texts_done = models.PositiveIntegerField(_("texts read"), default=0)
    needs = models.PositiveIntegerField(_("needs"), default=0)
    startups = models.PositiveIntegerField(_("startups"), default=0)
    matches = models.PositiveIntegerField(_("matches"), default=0)
    error = models.TextField(_("error"), blank=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished"), null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("matching run")
        verbose_name_plural = _("matching runs")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED}


class RunBlock(models.Model):
    """Some of a run's startups: one Celery task. Its result waits here until the closing task merges all blocks."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="blocks", verbose_name=_("run"))
    number = models.PositiveIntegerField(_("number"))
    startups = models.JSONField(_("startup ids"))
    result = models.BinaryField(_("partial lists"), null=True)

    class Meta:
        verbose_name = _("block of a run")
        verbose_name_plural = _("blocks of runs")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="run_block_once")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"
