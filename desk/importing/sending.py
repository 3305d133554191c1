"""From a table to an import: which column is which, and which rows name the same thing twice."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from desk.importing import services
from desk.importing.models import ImportJob
from desk.importing.resources import RESOURCES
from desk.importing.scenario_resource import ScenarioResource
from desk.importing.scenarios import heading_row, is_entry, meanings_of
from desk.importing.tables import Row, Table, Unreadable

Kind, State = ImportJob.Kind, ImportJob.State


def begin_listings(kind: str, name: str, table: Table, by: User) -> ImportJob:
    """Startups or needs by the columns of the template. Raises Unreadable for headings that it does not have."""
    head, *rows = table.rows
    if not rows:
        raise Unreadable(_("Below the names of the columns there is no row."))
    job = ImportJob(kind=kind, name=name, by=by, columns=_known(head, kind), heading_row=head.number)
    job.headings = job.columns
    resource = RESOURCES[kind](job)
    mark_repeated(rows, lambda row: resource.key_of(resource.said_in(row.cells)))
    return services.begin(job, Table(rows, table.read_as))


def _known(head: Row, kind: str) -> list[str]:
    resource = RESOURCES[kind](ImportJob())
    known = {field.column_name for field in resource.fields.values()}
    names = [cell.strip() for cell in head.cells]
    unknown = [name for name in names if name and name not in known]
    if unknown:
        said = _("The template has no column “%(unknown)s”. Row %(number)s must hold the names of the columns.")
        raise Unreadable(said % {"unknown": ", ".join(unknown[:5]), "number": head.number})
    if resource.key_column not in names:
        said = _("The column “%(key)s” is missing: by it a row finds its entry.")
        raise Unreadable(said % {"key": resource.key_column})
    if twice := next((name for name in names if name and names.count(name) > 1), ""):
        raise Unreadable(_("The column “%(name)s” stands there twice.") % {"name": twice})
    return names


def mark_repeated(rows: Sequence[Row], key_of: Callable[[Row], str]) -> None:
    """Of rows that name the same thing the first counts; the others say so."""
    first: dict[str, int] = {}
    for row in rows:
        key = key_of(row)
        if key and first.setdefault(key, row.number) != row.number:
            row.problems.append([None, _("Row %(number)s is about the same one.") % {"number": first[key]}])


def begin_scenarios(name: str, table: Table, place: dict[str, str], by: User) -> ImportJob:
    """A scenario list whose columns are proposed; it waits for a curator who confirms them.

    `place`: division code of the city, kind and name of the department whose drafts they become.
    """
    job = ImportJob(kind=Kind.SCENARIOS, name=name, by=by, place=place, state=State.MATCHING)
    propose(job, table.rows, heading_row(table.rows))
    return services.begin(job, table)


def propose(job: ImportJob, rows: Sequence[Row], number: int) -> None:
    """Take this row as the heading, and what its words mean as the meanings of the columns. Unsaved."""
    width = max(len(row.cells) for row in rows)
    head = next(row for row in rows if row.number == number)
    job.heading_row, job.headings = number, [*head.cells, *[""] * (width - len(head.cells))]
    job.columns = meanings_of(job.headings)


def confirm(job: ImportJob, meanings: Sequence[str]) -> bool:
    """Check the rows by these meanings of their columns. False if that was said already."""
    job.columns = list(meanings)
    rows = [Row(row.number, row.cells) for row in job.rows.all()]
    left_out = {row.number for row in rows if row.number <= job.heading_row or not is_entry(row.cells, job.headings)}
    entries = [row for row in rows if row.number not in left_out]
    resource = ScenarioResource(job)
    mark_repeated(entries, lambda row: resource.key_of(resource.said_in(row.cells)))
    return services.confirm_columns(job, left_out, {row.number: row.problems for row in entries if row.problems})
