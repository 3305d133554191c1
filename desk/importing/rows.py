"""One batch of rows through the resource of their kind, and what came of each."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _
from import_export.results import RowResult

from desk.importing.entries import ListingLoader
from desk.importing.models import ImportJob, ImportRow
from desk.importing.resources import RESOURCES
from desk.importing.scenario_resource import ScenarioResource

log = logging.getLogger(__name__)

Outcome = ImportRow.Outcome
OUTCOMES = {
    RowResult.IMPORT_TYPE_NEW: Outcome.NEW,
    RowResult.IMPORT_TYPE_UPDATE: Outcome.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: Outcome.UNCHANGED,
    RowResult.IMPORT_TYPE_INVALID: Outcome.WRONG,
    RowResult.IMPORT_TYPE_ERROR: Outcome.WRONG,
}


def resource_for(job: ImportJob) -> Any:
    if job.kind == ImportJob.Kind.SCENARIOS:
        return ScenarioResource(job)
    return RESOURCES[job.kind](job)


def take(job: ImportJob, rows: Sequence[ImportRow]) -> None:
    """Check the rows, or write them, as the state of the job says; each keeps what came of it, unsaved."""
    resource, is_check = resource_for(job), job.state == ImportJob.State.CHECKING
    said = [resource.said_in(row.cells) for row in rows]
    loader = ListingLoader(resource, said, locked=not is_check)
    for row, cells in zip(rows, said, strict=True):
        result = resource.import_row(cells, loader, row_number=row.number, dry_run=is_check)
        row.outcome = OUTCOMES[result.import_type]
        row.problems = problems_of(result, job.columns, resource)
        row.title = resource.title_of(cells)[:200]
        row.is_written = not is_check
        row.listing = getattr(result.instance, "pk", None)


def problems_of(result: RowResult, columns: Sequence[str], resource: Any) -> list[list[Any]]:
    """[column of the sheet or None, sentence] of all that is wrong with a row."""
    for failure in result.errors:
        if isinstance(failure.error, OperationalError | InterfaceError):
            # The database is away or took another one's side: the whole batch is tried again.
            raise failure.error
        log.error("A row of an import failed", exc_info=failure.error)
        return [[None, _("It could not be stored; nothing of it was written. The operator's log has the reason.")]]
    if result.validation_error is None:
        return []
    found = [
        [_place(path, columns, resource), sentence]
        for path, sentences in by_path(result.validation_error).items()
        for sentence in sentences
    ]
    # From left to right, as one mends them; what is about the whole row first.
    return sorted(found, key=lambda problem: -1 if problem[0] is None else problem[0])


def by_path(error: ValidationError) -> Mapping[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}


def _place(path: str, columns: Sequence[str], resource: Any) -> int | None:
    """Which column of the sheet a sentence about this place of the document belongs to."""
    name = resource.column_name_at(path)
    return columns.index(name) if name in columns else None
