"""Rows of an import as a curator reads them: what is wrong and in which cell, what would change and how."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from cities.documents import NeedDocument
from desk.changes import Change, changes
from desk.importing.entries import ListingLoader
from desk.importing.models import ImportJob, ImportRow
from desk.importing.resources import RESOURCES
from desk.importing.rows import resource_for
from listings.models import Language

# Of a new listing the first fields are enough to see whether the columns stand right.
MOST_CHANGES = 12


@dataclass(frozen=True)
class Problem:
    """`place` is the column as spreadsheets call it, "" where the whole row is meant."""

    place: str
    heading: str
    cell: str
    sentence: str


@dataclass
class Shown:
    row: ImportRow
    title: str
    problems: list[Problem]
    changes: list[Change] = field(default_factory=list)
    is_more: bool = False


def shown(job: ImportJob, rows: Sequence[ImportRow]) -> list[Shown]:
    """The rows with their problems, and with what they would change as long as that is not written."""
    resource = resource_for(job)
    said = [resource.said_in(row.cells) for row in rows]
    loader = ListingLoader(resource, said)
    labels = resource.labels
    found = [
        Shown(row, row.title or resource.title_of(cells), list(problems_of(job, row, labels)))
        for row, cells in zip(rows, said, strict=True)
    ]
    for entry, cells in zip(found, said, strict=True):
        if entry.row.outcome in ImportRow.TO_WRITE and not entry.row.is_written:
            every = _changes(job, resource, loader, cells)
            entry.changes, entry.is_more = every[:MOST_CHANGES], len(every) > MOST_CHANGES
    return found


def problems_of(job: ImportJob, row: ImportRow, labels: Mapping[str, str]) -> Iterator[Problem]:
    """`labels`: what columns are called in the reader's language, where that is not what stands above them."""
    from openpyxl.utils import get_column_letter  # not at the start of every process, see listings.exporting

    for column, sentence in row.problems:
        if column is None:
            yield Problem("", "", "", sentence)
        else:
            cell = row.cells[column] if column < len(row.cells) else ""
            heading = job.headings[column] if column < len(job.headings) else ""
            yield Problem(get_column_letter(column + 1), labels.get(heading, heading), cell, sentence)


def _changes(job, resource, loader, cells) -> list[Change]:
    entry, _is_new = resource.get_or_init_instance(loader, cells)
    try:
        resource.import_instance(entry, cells)
    except ValidationError:
        # Something has changed since it was checked; writing it will say what.
        return []
    document = RESOURCES[job.kind].kind.document if job.kind in RESOURCES else NeedDocument
    # The language that a row leaves out is no change.
    live = {"source_language": Language.CHINESE, **entry.live} if job.kind not in RESOURCES else entry.live
    return changes(document(), live, entry.document)
