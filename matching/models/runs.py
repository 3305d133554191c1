from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.querysets import RunQuerySet

from .corpus import Snapshot
from .weights import WeightSet


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
        STOPPED = "stopped", _("Stopped")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FULL)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.EMBEDDING)
    versions = models.JSONField(_("versions"), default=dict)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="runs", verbose_name=_("snapshot"))
    weights = models.ForeignKey(WeightSet, models.PROTECT, null=True, related_name="runs", verbose_name=_("weights"))
    texts_total = models.PositiveIntegerField(_("texts to read"), default=0)
    texts_done = models.PositiveIntegerField(_("texts read"), default=0)
    needs = models.PositiveIntegerField(_("needs"), default=0)
    startups = models.PositiveIntegerField(_("startups"), default=0)
    matches = models.PositiveIntegerField(_("matches"), default=0)
    changes = models.JSONField(_("changes"), default=dict, help_text=_("Of the stored lists: matching/comparing.py."))
    error = models.TextField(_("error"), blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("started by")
    )
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("stopped by")
    )
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
        return self.state in {self.State.DONE, self.State.FAILED, self.State.STOPPED}


class RunBlock(models.Model):
    """One segment of a run's startups, by its number: one Celery task.

    Its result waits here until the closing task merges all blocks; what the last place of each need's list has reached
    spares the blocks after it what cannot enter any more.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="blocks", verbose_name=_("run"))
    number = models.PositiveIntegerField(_("number"))
    reached = models.BinaryField(_("last places"), null=True)
    result = models.BinaryField(_("partial lists"), null=True)

    class Meta:
        verbose_name = _("block of a run")
        verbose_name_plural = _("blocks of runs")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="run_block_once")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"
