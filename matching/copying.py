"""Many rows between numpy and PostgreSQL by binary COPY: no Python object per row, no digits printed and read again.

A row of binary COPY is the number of its fields, then each field as its length in bytes and its value, all big-endian.
Where every row has the same lengths, all rows together are one numpy array of records.
"""

import io
from collections.abc import Iterator, Mapping

import numpy as np
from django.db import connection
from numpy.typing import NDArray

# One value for all rows; bytes are text. None: NULL in all rows.
Constant = bytes | np.generic | None
# Numbers, bytes of one width, or (m, n) single floats for an array of real.
Column = NDArray | Constant

_SIGNATURE = b"PGCOPY\n\xff\r\n\0"
_HEADER = _SIGNATURE + bytes(8)
_END = b"\xff\xff"
_REAL = 700  # PostgreSQL's number for the type of an array's items
_ROWS_AT_ONCE = 50_000  # so that what is sent takes no second copy of millions of rows
_READ_BYTES = 1 << 20


def copy_in(table: str, columns: Mapping[str, Column], rows: int) -> None:
    """Append ``rows`` rows to `table`; columns that are not named get their default."""
    fields = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        for first in range(0, rows, _ROWS_AT_ONCE):
            part = {name: _rows(column, first, first + _ROWS_AT_ONCE) for name, column in columns.items()}
            sent = io.BytesIO(b"".join((_HEADER, _records(part, min(_ROWS_AT_ONCE, rows - first)), _END)))
            cursor.copy_expert(f"COPY {table} ({fields}) FROM STDIN (FORMAT binary)", sent, _READ_BYTES)


def copy_out(query: str, parameters: Mapping[str, object], fields: Mapping[str, np.dtype | str]) -> NDArray:
    """The rows of `query` as records of `fields` (name -> type of the binary value, big-endian), none of them NULL.

    Raises ValueError where a value has another width than its field.
    """
    record = np.dtype([("count", ">i2"), *_with_lengths({name: np.dtype(type_) for name, type_ in fields.items()})])
    received = io.BytesIO()
    with connection.cursor() as cursor:
        select = cursor.mogrify(query, parameters).decode()
        cursor.copy_expert(f"COPY ({select}) TO STDOUT (FORMAT binary)", received)
    body = received.getbuffer()[len(_HEADER) : -len(_END)]
    if len(body) % record.itemsize:
        raise ValueError(f"Rows of another width than {record.itemsize} bytes")
    rows = np.frombuffer(body, record)
    if any((rows[f"{name} length"] != np.dtype(type_).itemsize).any() for name, type_ in fields.items()):
        raise ValueError("A value of another width than its field")
    return rows


def literal(values: NDArray[np.generic]) -> str:
    """A parameter that PostgreSQL reads as an array. psycopg2 would adapt each number of a list by itself."""
    return "{" + ",".join(map(str, values.ravel().tolist())) + "}"


def _rows(column: Column, first: int, last: int) -> Column:
    return column[first:last] if isinstance(column, np.ndarray) else column


def _records(columns: Mapping[str, Column], rows: int) -> bytes:
    encoded = {name: _encoded(column) for name, column in columns.items() if column is not None}
    types = {name: encoded[name].dtype if name in encoded else None for name in columns}
    records = np.empty(rows, np.dtype([("count", ">i2"), *_with_lengths(types)]))
    records["count"] = len(columns)
    for name, type_ in types.items():
        records[f"{name} length"] = -1 if type_ is None else type_.itemsize
    for name, values in encoded.items():
        records[name] = values
    return records.tobytes()


def _with_lengths(types: Mapping[str, np.dtype | None]) -> Iterator[tuple[str, np.dtype | str]]:
    for name, type_ in types.items():
        yield f"{name} length", ">i4"
        if type_ is not None:
            yield name, type_


def _encoded(column: NDArray | bytes | np.generic) -> NDArray:
    values = np.asarray(column)
    if values.ndim == 2:
        return _reals(values)
    return values.astype(values.dtype.newbyteorder(">"), copy=False)


def _reals(matrix: NDArray) -> NDArray:
    """Each row as PostgreSQL's array: dimensions, whether there are NULLs, type of the items, their number, the index
    of the first; then the items, each with its length."""
    item = np.dtype([("length", ">i4"), ("value", ">f4")])
    header = [(name, ">i4") for name in ("dimensions", "has_nulls", "type", "count", "first")]
    arrays = np.empty(len(matrix), np.dtype([*header, ("items", item, matrix.shape[1])]))
    arrays["dimensions"], arrays["has_nulls"], arrays["type"] = 1, 0, _REAL
    arrays["count"], arrays["first"] = matrix.shape[1], 1
    arrays["items"]["length"] = 4
    arrays["items"]["value"] = matrix
    return arrays
