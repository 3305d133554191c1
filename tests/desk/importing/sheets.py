"""Sheets as curators send them, made from the documents of tests/listings.py."""

import csv
import io
from copy import deepcopy
from typing import Any

from openpyxl import Workbook

from desk.importing.columns import columns_of
from desk.importing.files import read_file
from desk.importing.models import ImportJob
from desk.importing.sending import begin_listings
from desk.importing.services import work, write
from desk.kinds import KINDS
from listings.paths import value_at
from tests.listings import NEED, PROFILE

# Days of a sheet are days of the calendar.
ROWS = {
    "startups": PROFILE | {"deployments": [PROFILE["deployments"][0] | {"since": 2023}]},
    "needs": NEED
    | {"kpis": [NEED["kpis"][0] | {"by": "2028-06-30"}], "reply_by": "2027-03-01", "expires": "2027-06-30"},
}


def row(kind: str, **changes: Any) -> dict[str, str]:
    """{column: text} of the usual startup or need; `changes` as `texts__en__headline="..."`, or `key="..."`."""
    document = deepcopy(ROWS[kind])
    columns = columns_of(KINDS[kind].document())
    cells = {column.name: column.widget.render(value_at(document, column.path)) for column in columns}
    cells |= {"key": "N-1"} if kind == "needs" else {}
    return cells | {name.replace("__", "."): text for name, text in changes.items()}


def as_csv(rows: list[dict[str, str]], encoding: str = "utf-8") -> io.BytesIO:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def as_xlsx(rows: list[list[Any]]) -> io.BytesIO:
    workbook, file = Workbook(), io.BytesIO()
    for cells in rows:
        workbook.active.append(cells)
    workbook.save(file)
    return file


def begun(kind: str, rows: list[dict[str, str]], by: Any) -> ImportJob:
    return begin_listings(kind, "list.csv", read_file(as_csv(rows), "list.csv"), by)


def checked(kind: str, rows: list[dict[str, str]], by: Any) -> ImportJob:
    return worked(begun(kind, rows, by))


def imported(kind: str, rows: list[dict[str, str]], by: Any) -> ImportJob:
    job = checked(kind, rows, by)
    assert write(job)
    return worked(job)


def worked(job: ImportJob) -> ImportJob:
    """Through the rows to the end, as workers do one batch after the other."""
    while work(job.pk):
        pass
    job.refresh_from_db()
    return job


def outcomes(job: ImportJob) -> list[tuple[int, str]]:
    return list(job.rows.values_list("number", "outcome"))
