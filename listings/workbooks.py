"""Excel and WPS workbooks (.xlsx): every cell is text, whatever it looks like, and the first row of a sheet is bold."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

LONGEST_CELL = 32_767
NARROWEST, WIDEST = 14, 60

Texts = Iterable[Iterable[str]]


def packed(sheets: Mapping[str, Texts]) -> io.BytesIO:
    """The file, to be read from its beginning."""
    workbook, file = Workbook(write_only=True), io.BytesIO()
    for title, rows in sheets.items():
        _write_sheet(workbook.create_sheet(title), rows)
    workbook.save(file)
    file.seek(0)
    return file


def _write_sheet(sheet: Any, rows: Texts) -> None:
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        texts = list(row)
        if number == 0:
            for column, heading in enumerate(texts, 1):
                width = min(max(len(heading) + 4, NARROWEST), WIDEST)
                sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.append([_cell(sheet, text, is_heading=number == 0) for text in texts])


def _cell(sheet: Any, text: str, is_heading: bool) -> Any:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL])
    cell.data_type, cell.number_format = "s", "@"
    cell.font, cell.alignment = Font(bold=is_heading), Alignment(vertical="top", wrap_text=True)
    return cell
