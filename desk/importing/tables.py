"""A table as it was read, whatever it was read from: lines of plain text, each with its number in the sheet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 300, 20_000
# What neither a reader sees nor the database stores.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

Problem = list[Any]


@dataclass
class Row:
    """`number` counts as the program does that the sheet was made with. `problems`: [column, sentence]."""

    number: int
    cells: list[str]
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not any(self.cells) and not self.problems


@dataclass
class Table:
    rows: list[Row]
    read_as: str

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


class Unreadable(Exception):  # noqa: N818 - what it is, not a failure of ours
    """A file or paste that nothing is read from. The sentence tells its sender what to do."""


def row_of(number: int, values: Iterable[Any], formulas: Sequence[int] = ()) -> Row:
    """A row of plain text; what cannot be kept is left out of it and named. `formulas`: columns that hold one."""
    row = Row(number, [])
    for column, value in enumerate(values):
        text = "" if column in formulas else text_of(value)
        row.cells.append(UNSTORABLE.sub("", text)[:LONGEST_CELL])
        if sentence := _refused(text, column in formulas):
            row.problems.append([column, sentence])
    while row.cells and not row.cells[-1] and not any(place == len(row.cells) - 1 for place, _said in row.problems):
        row.cells.pop()
    return row


def text_of(value: Any) -> str:
    """As a person would have typed it: 12 for 12.0, 2026-12-31 for a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute, value.second) == (0, 0, 0) else str(value)
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _refused(text: str, is_formula: bool) -> str:
    if is_formula:
        return _("A formula. Copy the cell and paste it as a value.")
    if UNSTORABLE.search(text):
        return _("Signs that are no text (such as NUL). Type the cell anew.")
    if len(text) > LONGEST_CELL:
        return _("More than %(most)s signs in one cell.") % {"most": LONGEST_CELL}
    return ""


def table_of(rows: Iterable[Row], read_as: str) -> Table:
    """The rows that hold something. Raises Unreadable where there are none, or more than are taken at once."""
    kept: list[Row] = []
    for row in rows:
        if len(row.cells) > MOST_COLUMNS:
            raise Unreadable(_("Row %(number)s has more than %(most)s columns.") % {
                "number": row.number, "most": MOST_COLUMNS,
            })  # fmt: skip
        if not row.is_empty:
            kept.append(row)
        if len(kept) > MOST_ROWS:
            raise Unreadable(_("There are more than %(most)s rows. Cut the file in parts.") % {"most": MOST_ROWS})
    if not kept:
        raise Unreadable(_("No table was found in it."))
    return Table(kept, read_as)
