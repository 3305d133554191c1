"""Excel and WPS workbooks (.xlsx) of strangers. Only cells are read: no formula is computed, no macro looked at."""

import re
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from desk.importing.archives import damaged, opened
from desk.importing.tables import Row, Table, Unreadable, row_of, table_of

MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
Ranges = list[tuple[int, int, int, int]]


def read_workbook(file: IO[bytes], fills_merged: bool) -> Table:
    """The first sheet with something in it. Merged cells are filled with what they show, or refused.

    Raises Unreadable with a sentence.
    """
    archive = opened(file, "xl/workbook.xml")
    try:
        workbook = load_workbook(file, read_only=True, keep_links=False)
    except Exception as error:
        raise damaged() from error
    try:
        return _read(workbook, archive, fills_merged)
    except Unreadable:
        raise
    except Exception as error:
        raise damaged() from error
    finally:
        workbook.close()


def _read(workbook: Any, archive: zipfile.ZipFile, fills_merged: bool) -> Table:
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible" and (table := _of_sheet(sheet, archive, fills_merged)).rows:
            return table
    raise Unreadable(_("No table was found in it."))


def _of_sheet(sheet: Any, archive: zipfile.ZipFile, fills_merged: bool) -> Table:
    # Programs write wrong dimensions, and those who mean harm too.
    sheet.reset_dimensions()
    ranges = _merged(archive, sheet._worksheet_path)
    if ranges and not fills_merged:
        said = _("The sheet has merged cells (in row %(number)s). Undo them: every row needs its own values.")
        raise Unreadable(said % {"number": min(first_row for _column, first_row, *_last in ranges)})
    rows = list(_rows(sheet))
    return table_of(fill_merged(rows, ranges) if ranges else rows, "XLSX") if rows else Table([], "XLSX")


def _rows(sheet: Any) -> Iterator[Row]:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        formulas = [column for column, cell in enumerate(cells) if cell.data_type == "f"]
        row = row_of(number, (cell.value for cell in cells), formulas)
        if not row.is_empty:
            yield row


def _merged(archive: zipfile.ZipFile, path: str) -> Ranges:
    """(first column, first row, last column, last row) of all merged cells, counted from 1."""
    with archive.open(path) as part:
        return [range_boundaries(found.decode()) for found in MERGED.findall(part.read())]


def fill_merged(rows: list[Row], ranges: Ranges) -> list[Row]:
    """Every row of a merged cell says what the cell shows; across columns it is said once, at its first."""
    by_number = {row.number: row for row in rows}
    for first_column, first_row, last_column, last_row in ranges:
        top = by_number.get(first_row)
        column = first_column - 1
        if top is None or column >= len(top.cells) or last_column - first_column > len(top.cells):
            continue
        for number in range(first_row + 1, min(last_row, rows[-1].number) + 1):
            if row := by_number.get(number):
                row.cells.extend([""] * (first_column - len(row.cells)))
                row.cells[column] = row.cells[column] or top.cells[column]
    return rows
