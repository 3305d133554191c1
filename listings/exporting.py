"""Lists as files. What is in them decides the queryset they are made from; here they only become harmless cells.

XLSX holds every cell as text, so that no program takes one for a formula. CSV knows no types: there a cell that begins
as a formula does is marked with an apostrophe, which our own import takes off again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from import_export.resources import Resource

FORMATS = ("xlsx", "csv", "json")
# More would keep everybody else waiting; who needs all of them reads the API page by page.
MOST_ROWS = 5_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Rows = Iterable[Sequence[Any]]


def escaped(text: str) -> str:
    """A cell of CSV that no spreadsheet takes for a formula; +972-54-... stays readable and whole."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def text_in(value: Any) -> str:
    return "" if value is None else str(value)


def xlsx(sheets: Mapping[str, Rows], name: str) -> FileResponse:
    # Here, because openpyxl is a tenth of what every process loads at its start, and few ever write a workbook.
    from listings.workbooks import packed

    written = packed({title: (map(text_in, cells) for cells in rows) for title, rows in sheets.items()})
    return FileResponse(written, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def comma_separated(rows: Rows, name: str) -> StreamingHttpResponse:
    """With the mark by which Excel and WPS know UTF-8."""
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(rows: Rows) -> Iterator[str]:
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    yield "\ufeff"
    for cells in rows:
        writer.writerow([escaped(text_in(value)) for value in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def list_response(file_format: str, resource: Resource, rows: QuerySet, serializer: Any, name: str) -> Any:
    """The first MOST_ROWS of a list in one of FORMATS: for people as the resource says it, for programs as the API."""
    listed = rows[:MOST_ROWS]
    if file_format == "json":
        response = JsonResponse({"count": len(listed), "results": serializer(listed, many=True).data})
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return response
    sheet = resource.export(list(listed))
    return as_file(file_format, [sheet.headers, *sheet], name)


def as_file(file_format: str, rows: Rows, name: str) -> FileResponse | StreamingHttpResponse:
    """One sheet as XLSX or CSV."""
    return xlsx({name: rows}, name) if file_format == "xlsx" else comma_separated(rows, name)


def joined(parts: Iterable[Any], separator: str = "; ") -> str:
    """What is stated of several things, in one cell."""
    return separator.join(str(part) for part in parts if part)


def day(when: date | datetime | None) -> str:
    """A day as sheets sort it."""
    return "" if when is None else f"{timezone.localtime(when) if isinstance(when, datetime) else when:%Y-%m-%d}"
