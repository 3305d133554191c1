"""Pairs that one side excluded: never ranked, whatever their score.

Each object carries marks (its topics, its city, its technologies) and refuses marks of the other side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .facts import NeedFacts, StartupFacts
from .ragged import joined, taken

Marks = frozenset[str]
# "technology ABC-DEFGH" and the like; as fixed bytes, so that marks of a million rows are one array.
MARK = np.dtype("S40")


@dataclass(frozen=True, eq=False)
class MarkRows:
    """The marks of n rows: row i holds ``marks[starts[i]:starts[i+1]]``."""

    starts: NDArray[np.int64]
    marks: NDArray[np.bytes_]

    @classmethod
    def of(cls, rows: Sequence[Marks]) -> "MarkRows":
        """ValueError on a mark that is longer than a code may be."""
        marks = [mark.encode() for own in rows for mark in sorted(own)]
        if any(len(mark) > MARK.itemsize for mark in marks):
            raise ValueError(f"A code is too long to be told apart: {max(marks, key=len).decode()}.")
        return cls(np.cumsum([0, *map(len, rows)], dtype=np.int64), np.array(marks, MARK))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def take(self, rows: NDArray[np.integer]) -> "MarkRows":
        """These rows alone, in this order."""
        starts, places = taken(self.starts, rows)
        return MarkRows(starts, self.marks[places])

    @classmethod
    def join(cls, several: Sequence["MarkRows"]) -> "MarkRows":
        """The rows of all, one behind the other."""
        return cls(joined([own.starts for own in several]), np.concatenate([own.marks for own in several]))

    @cached_property
    def rows_by_mark(self) -> dict[bytes, NDArray[np.int64]]:
        """Mark -> the rows that hold it, ascending."""
        if not len(self.marks):
            return {}
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        order = np.argsort(self.marks, kind="stable")
        marks, first = np.unique(self.marks[order], return_index=True)
        return dict(zip(marks.tolist(), np.split(rows[order], first[1:]), strict=True))


def need_carries(need: NeedFacts) -> Marks:
    """Its declared topics and its city."""
    return frozenset({f"topic {code}" for code in need.topics} | ({f"city {need.city}"} if need.city else set()))


def need_refuses(need: NeedFacts) -> Marks:
    """The technologies it does not want."""
    return frozenset(f"technology {code}" for code in need.excluded_technologies)


def startup_carries(startup: StartupFacts) -> Marks:
    """Its declared technologies."""
    return frozenset(f"technology {code}" for code in startup.technologies)


def startup_refuses(startup: StartupFacts) -> Marks:
    """The topics and cities it does not serve."""
    return frozenset(
        {f"topic {code}" for code in startup.excluded_topics} | {f"city {code}" for code in startup.excluded_cities}
    )


def is_excluded(need: NeedFacts, startup: StartupFacts) -> bool:
    """Whether either side refuses a mark of the other."""
    return bool(need_carries(need) & startup_refuses(startup) or startup_carries(startup) & need_refuses(need))


def excluded_pairs(
    needs: tuple[MarkRows, MarkRows], startups: tuple[MarkRows, MarkRows]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """(starts, startups): the startups excluded for need row i are ``startups[starts[i]:starts[i+1]]``, ascending.

    ``needs`` and ``startups`` are (what each row carries, what each row refuses).
    """
    carried, refused = needs
    carrying, refusing = startups
    pairs = np.unique(np.concatenate([_meeting(carried, refusing), _meeting(refused, carrying)]), axis=0)
    starts = np.searchsorted(pairs[:, 0], np.arange(len(carried) + 1))
    return starts.astype(np.int64), pairs[:, 1].astype(np.int32)


def _meeting(needs: MarkRows, startups: MarkRows) -> NDArray[np.int64]:
    """(m, 2) pairs of a need row and a startup row that hold a mark in common; a pair may stand twice."""
    found = [
        np.stack(np.meshgrid(needs.rows_by_mark[mark], startups.rows_by_mark[mark]), axis=-1).reshape(-1, 2)
        for mark in needs.rows_by_mark.keys() & startups.rows_by_mark.keys()
    ]
    return np.concatenate([np.zeros((0, 2), np.int64), *found])
