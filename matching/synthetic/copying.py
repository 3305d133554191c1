"""Rows of any model into its table by COPY from plain columns, as text: `matching.copying` takes equal lengths only."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.utils import timezone

from .choices import Column

_SPECIAL = re.compile(r"[\\\n\r\t]")
_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def copy_rows(model: type[Model], columns: Mapping[str, Sequence[Any] | Column]) -> None:
    """Insert one row for each place of ``columns`` (name of a column -> values).

    What is None, and columns that are not given, get the default of the model's field. No signal is sent and nothing
    validated. Values: text, numbers, days, lists of codes, or whatever the column's type reads from text.
    """
    fields = {
        str(field.column): field
        for field in model._meta.concrete_fields
        if field.column in columns or not _is_serial(field)
    }
    count = len(next(iter(columns.values()), ()))
    cells = [_cells(field, columns.get(column, repeat(None, count))) for column, field in fields.items()]
    lines = io.StringIO("".join("\t".join(row) + "\n" for row in zip(*cells, strict=True)))
    names = ", ".join(f'"{column}"' for column in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', lines)


def _cells(field: "Field[Any, Any]", values: Iterable[Any]) -> Iterator[str]:
    default = _cell(timezone.now() if getattr(field, "auto_now", False) else field.get_default())
    return (default if value is None else _cell(value) for value in values)


def _is_serial(field: "Field[Any, Any]") -> bool:
    return bool(field.primary_key) and "Auto" in field.get_internal_type()


def _cell(value: Any) -> str:
    match value:
        case None:
            return "\\N"
        case str():
            return value.translate(_ESCAPED) if _SPECIAL.search(value) else value
        case bool():
            return "t" if value else "f"
        case date() | datetime():
            return value.isoformat()
        case list() | tuple():
            return f"{{{','.join(map(str, value))}}}"
    return str(value)


def new_ids(model: type[Model], count: int) -> list[int]:
    """Ids that no other row has or gets."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]
