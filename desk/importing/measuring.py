"""How long a large import takes, and whether it does what it promises: every good row in, every bad one explained, a
second run changing nothing. The rows are those of a published startup under other names."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from desk.importing import services
from desk.importing.entries import Entry
from desk.importing.models import ImportJob, ImportRow
from desk.importing.resources import StartupResource
from desk.importing.sending import begin_listings
from desk.importing.tables import Row, Table
from startups.models import Startup

# In turn, what is wrong with a bad row: the column, and what stands in it.
FAULTS = (
    ("technologies", "NO-SUCH-CODE"),
    ("trl", "12"),
    ("texts.zh.headline", ""),
    ("website", "http://127.0.0.1/"),
    ("name.en", ""),
    ("pilot.weeks", "soon"),
    ("contact.email", "nobody"),
    ("visibility", "secret"),
    ("certificates.1.valid_to", "next year"),
)


PREFIX = "measured-"


@dataclass(frozen=True)
class Measured:
    """Rows by outcome of both runs, and the seconds of each part."""

    first: dict[str, int]
    second: dict[str, int]
    explained: int
    written_again: int
    seconds: dict[str, float]


def measure(pattern: Startup, rows: int, bad: int, by: User) -> Measured:
    """Import `rows` rows after the `pattern`, `bad` of them with a fault, twice. `forget` takes them away again."""
    seconds: dict[str, float] = {}
    table = sheet(pattern, rows, bad, by)
    first = _timed(seconds, "read", lambda: begin_listings("startups", f"{PREFIX}first", table, by))
    _timed(seconds, "check", lambda: _worked(first))
    services.write(first)
    _timed(seconds, "write", lambda: _worked(first))
    before = _revisions()
    second = _timed(seconds, "second_read", lambda: begin_listings("startups", f"{PREFIX}second", table, by))
    _timed(seconds, "second_check", lambda: _worked(second))
    services.write(second)
    _worked(second)
    wrong = first.rows.filter(outcome=ImportRow.Outcome.WRONG)
    return Measured(
        _outcomes(first), _outcomes(second), wrong.exclude(problems=[]).count(),
        len(before ^ _revisions()), seconds,
    )  # fmt: skip


def forget() -> None:
    Startup.objects.filter(slug__startswith=PREFIX).delete()
    ImportJob.objects.filter(name__startswith=PREFIX).delete()


def sheet(pattern: Startup, rows: int, bad: int, by: User) -> Table:
    """The rows as they were read; the bad ones are spread over the whole sheet."""
    resource = StartupResource(ImportJob(by=by))
    entry = Entry(pattern, resource.live(pattern))
    cells = {
        column.name: column.widget.render(resource.fields[column.path].get_value(entry)) for column in resource.columns
    }
    return Table([Row(1, list(cells)), *_lines(cells, rows, bad)], "CSV")


def _lines(cells: dict[str, str], rows: int, bad: int) -> Iterator[Row]:
    for number in range(rows):
        own = cells | {"slug": f"{PREFIX}{number}", "name.en": f"Measured {number}"}
        # The bad one among every rows / bad.
        count = (number + 1) * bad // rows
        if count > number * bad // rows:
            own |= dict([FAULTS[count % len(FAULTS)]])
        yield Row(number + 2, list(own.values()))


def _worked(job: ImportJob) -> None:
    while services.work(job.pk):
        pass
    job.refresh_from_db()


def _timed(seconds: dict[str, float], name: str, part: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = part()
    seconds[name] = round(time.perf_counter() - began, 1)
    return result


def _outcomes(job: ImportJob) -> dict[str, int]:
    counts = job.counts()
    return {str(outcome): counts[outcome] for outcome in ImportRow.Outcome.values if counts[outcome]}


def _revisions() -> set[tuple[Any, ...]]:
    return set(Startup.objects.values_list("pk", "revision", "updated_at"))
