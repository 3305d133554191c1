"""Rows into tables by COPY: as text from plain columns, vectors in PostgreSQL's binary format."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import repeat
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Field, Model
from django.utils import timezone
from numpy.typing import NDArray

from matching.models import TextVector

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


# --- binary -----------------------------------------------------------------------------------------------------------

_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"


def copy_vectors(
    subject: str, model: str, ids: Sequence[int], hashes: Sequence[str], vectors: NDArray[np.float32]
) -> None:
    """Insert ``TextVector`` rows."""
    for length, rows in _by_length(ids).items():
        copy_binary(
            TextVector._meta.db_table,
            {
                "subject": np.full(len(rows), subject.encode()),
                "key": np.array([ids[row] for row in rows], f"S{length}"),
                "model": np.full(len(rows), model.encode()),
                "text_hash": np.array([hashes[row] for row in rows], "S64"),
                "vector": vectors[rows],
            },
        )


def _by_length(ids: Sequence[int]) -> dict[int, list[int]]:
    """Number of digits -> rows: numpy's records are of one length."""
    rows: dict[int, list[int]] = {}
    for row, pk in enumerate(ids):
        rows.setdefault(len(str(pk)), []).append(row)
    return rows


def copy_binary(table: str, columns: Mapping[str, NDArray[Any]]) -> None:
    """Insert rows in PostgreSQL's binary format: vectors as text would take ten times as long.

    Columns: integers of the size of the table's, bytes of one length for text, (n, d) floats for a pgvector.
    """
    file = io.BytesIO(_SIGNATURE + _records(columns) + _END)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f'COPY "{table}" ({names}) FROM STDIN (FORMAT binary)', file)


def _records(columns: Mapping[str, NDArray[Any]]) -> bytes:
    """Each row: the number of fields, then each field behind its length in bytes; everything big-endian."""
    fields = {name: _vectors(column) if column.ndim == 2 else column for name, column in columns.items()}
    layout: list[Any] = [("fields", ">i2")]
    for name, column in fields.items():
        layout += [(f"{name}_length", ">i4"), (name, column.dtype.newbyteorder(">"))]
    records = np.zeros(len(next(iter(fields.values()))), layout)
    records["fields"] = len(fields)
    for name, column in fields.items():
        records[f"{name}_length"], records[name] = column.dtype.itemsize, column
    return records.tobytes()


def _vectors(rows: NDArray[np.float32]) -> NDArray[Any]:
    """Dimension, a reserved zero, the floats: what pgvector's `vector_recv` reads."""
    dimension = rows.shape[1]
    values = np.zeros(len(rows), [("dimension", ">i2"), ("reserved", ">i2"), ("floats", ">f4", dimension)])
    values["dimension"], values["floats"] = dimension, rows
    return values
