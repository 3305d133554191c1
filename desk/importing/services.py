"""The verbs on an import. Rows are the truth: what has an outcome was checked, what `is_written` was written.

A worker takes a batch of rows in one transaction, their listings and their outcomes together. So a batch that is killed
has not happened, one that is delivered twice finds its rows gone through, and nothing is ever half saved.
"""

import logging
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from desk.importing.models import ImportJob, ImportRow
from desk.importing.rows import take
from desk.importing.tables import Problem, Row, Table
from matching.receivers import quietly

log = logging.getLogger(__name__)

State = ImportJob.State
# A batch takes a second or two: as long as somebody waits who edits one of its listings, or presses Stop.
BATCH = 50
# What was imported is in its listings by then, and what was wrong mended or given up.
KEPT_FOR = timedelta(days=30)


@transaction.atomic
def begin(job: ImportJob, table: Table) -> ImportJob:
    """Store the import with the rows of its table, to be checked or first to be looked at. No listing is written."""
    job.read_as, job.language = table.read_as, translation.get_language() or settings.LANGUAGE_CODE
    job.name = job.name[:200]
    job.save()
    ImportRow.objects.bulk_create(_row(job, row) for row in table.rows)
    return job


def _row(job: ImportJob, row: Row) -> ImportRow:
    outcome = ImportRow.Outcome.WRONG if row.problems else ""
    return ImportRow(job=job, number=row.number, cells=row.cells, problems=row.problems, outcome=outcome)


@transaction.atomic
def confirm_columns(job: ImportJob, left_out: Collection[int], wrong: dict[int, list[Problem]]) -> bool:
    """A curator has said what the columns of `job` mean: the rows are checked next. False if that was said already.

    `left_out`: numbers of rows that are no scenarios. `wrong`: what speaks against others, by their numbers.
    """
    if not go_on(job.pk, State.MATCHING, State.CHECKING, columns=job.columns):
        return False
    job.rows.filter(number__in=left_out).delete()
    for number, problems in wrong.items():
        job.rows.filter(number=number).update(outcome=ImportRow.Outcome.WRONG, problems=problems)
    return True


@transaction.atomic
def go_on(job_id: int, before: str, after: str, **columns: Any) -> bool:
    """From one state to the next, if it still stands there: of two clicks the second finds it gone, and is told."""
    changes = {"state": after, **columns}
    return bool(ImportJob.objects.filter(pk=job_id, state=before).update(**changes))


def write(job: ImportJob) -> bool:
    """Write the rows that were found to be new or changed. False if it was begun already."""
    return go_on(job.pk, State.CHECKED, State.WRITING)


def stop(job: ImportJob) -> bool:
    """Write no further row. What was written stays. False if nothing was at work."""
    ended = {"ended_at": timezone.now()}
    return any(go_on(job.pk, state, State.STOPPED, **ended) for state in ImportJob.AT_WORK)


@transaction.atomic
def discard(job: ImportJob) -> bool:
    """Throw the rows away. False while they are being written."""
    return bool(ImportJob.objects.exclude(state=State.WRITING).filter(pk=job.pk).delete()[0])


def fail(job_id: int, error: Exception) -> None:
    """An error that would come again ends the import, with its name for whoever asks."""
    log.error("Import %s failed", job_id, exc_info=error)
    ImportJob.objects.at_work().filter(pk=job_id).update(
        state=State.FAILED, error=type(error).__name__, ended_at=timezone.now()
    )


@transaction.atomic
def work(job_id: int) -> bool:
    """Go through the next rows; whether there is more to do.

    Another worker at the same job: this one leaves it alone, the rows wait for nobody.
    """
    job = ImportJob.objects.at_work().select_for_update(skip_locked=True, of=("self",)).filter(pk=job_id).first()
    if job is None:
        return False
    rows = list(job.waiting()[:BATCH])
    # One full run after the last row is cheaper than a message for each; the sweep of matching starts it.
    with translation.override(job.language), quietly():
        take(job, rows)
    for row in rows:
        # One by one: to compile one statement with a case for each row takes five times as long as to send fifty.
        row.save(update_fields=["outcome", "problems", "is_written", "title", "listing"])
    if not job.waiting().exists():
        _end(job)
    job.save(update_fields=["state", "ended_at"])
    return job.is_at_work


def _end(job: ImportJob) -> None:
    if job.state == State.CHECKING:
        job.state = State.CHECKED
        return
    job.state, job.ended_at = State.DONE, timezone.now()
    # What went well stands in its listing; contacts are not kept a second time.
    job.rows.exclude(outcome=ImportRow.Outcome.WRONG).update(cells=[])


def forget_old() -> None:
    """Throw away imports, and with them the rows that were wrong."""
    ImportJob.objects.filter(began_at__lt=timezone.now() - KEPT_FOR).delete()
