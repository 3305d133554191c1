from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportJobQuerySet(models.QuerySet):
    def at_work(self):
        """Those that a worker has something to do for."""
        return self.filter(state__in=ImportJob.AT_WORK)


class ImportJob(models.Model):
    """One file or paste on its way: read, checked row by row, looked at by its curator, written row by row."""

    class Kind(models.TextChoices):
        STARTUPS = "startups", _("Startups")
        NEEDS = "needs", _("Needs")
        SCENARIOS = "scenarios", _("Scenario list")

    class State(models.TextChoices):
        MATCHING = "matching", _("Columns to be confirmed")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked, nothing written yet")
        WRITING = "writing", _("Being written")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")
        FAILED = "failed", _("Failed")

    AT_WORK = (State.CHECKING, State.WRITING)

    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKING)
    name = models.CharField(_("file"), max_length=200)
    read_as = models.CharField(_("read as"), max_length=40)
    # A column of the sheet -> its place in the document, or what it means in a scenario list ("" for nothing).
    columns = models.JSONField(_("columns"), default=list)
    headings = models.JSONField(_("headings"), default=list)
    heading_row = models.PositiveIntegerField(_("row of the headings"), default=1)
    # Whose drafts the scenarios become: division code of the city, kind and name of the department.
    place = models.JSONField(_("department"), default=dict)
    language = models.CharField(_("language of the sentences"), max_length=10, choices=settings.LANGUAGES)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("imported by")
    )
    began_at = models.DateTimeField(_("began"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    error = models.TextField(_("error"), blank=True)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-began_at"]

    def __str__(self):
        return self.name

    @property
    def is_at_work(self) -> bool:
        return self.state in self.AT_WORK

    def waiting(self):
        """The rows that this state has still to go through, in their order."""
        rows = self.rows.order_by("number")
        if self.state == self.State.CHECKING:
            return rows.filter(outcome="")
        return rows.filter(outcome__in=ImportRow.TO_WRITE, is_written=False)

    def counts(self) -> dict[str, int]:
        """How many rows there are of each outcome, how many in all, how many were gone through, how many written."""
        outcomes = {outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in ImportRow.Outcome.values}
        return self.rows.aggregate(
            all=Count("pk"),
            checked=Count("pk", filter=~Q(outcome="")),
            to_write=Count("pk", filter=Q(outcome__in=ImportRow.TO_WRITE)),
            written=Count("pk", filter=Q(is_written=True)),
            **outcomes,
        )


class ImportRow(models.Model):
    """One row of the sheet. Its outcome is first what would happen, then what has happened."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        WRONG = "wrong", _("wrong")

    TO_WRITE = (Outcome.NEW, Outcome.CHANGED)

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row of the sheet"))
    cells = models.JSONField(_("cells"), default=list)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    is_written = models.BooleanField(_("written"), default=False)
    # [column of the sheet or null for the whole row, sentence in the language of the job]
    problems = models.JSONField(_("problems"), default=list)
    title = models.CharField(_("what it is about"), max_length=200, blank=True)
    listing = models.PositiveBigIntegerField(_("listing"), null=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="import_row_once")]

    def __str__(self):
        return f"{self.job} {self.number}"
