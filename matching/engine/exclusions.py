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
    def inverted(self) -> tuple[NDArray[np.bytes_], NDArray[np.int64], NDArray[np.int32]]:
        """(marks, starts, rows): mark i, ascending, is held by ``rows[starts[i]:starts[i+1]]``, ascending."""
        marks, of_mark = np.unique(self.marks, return_inverse=True)
        rows = np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))
        counts = np.bincount(of_mark, minlength=len(marks))
        return marks, np.cumsum([0, *counts]), rows[np.argsort(of_mark, kind="stable")]


@dataclass(frozen=True, eq=False)
class Exclusions:
    """Whom each need may not meet: need row i meets the groups ``groups[starts[i]:starts[i+1]]`` of startups.

    Group j is the startup rows ``rows[begins[j]:begins[j+1]]``, ascending; a startup may stand in several.
    """

    starts: NDArray[np.int64]
    groups: NDArray[np.int64]
    begins: NDArray[np.int64]
    rows: NDArray[np.int32]


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


def exclusions(needs: tuple[MarkRows, MarkRows], startups: tuple[MarkRows, MarkRows]) -> Exclusions:
    """``needs`` and ``startups`` are (what each row carries, what each row refuses)."""
    carried, refused = needs
    carrying, refusing = startups
    by_startup, by_need = _meeting(carried, refusing), _meeting(refused, carrying)
    _, begins, rows = refusing.inverted
    _, more_begins, more_rows = carrying.inverted
    needs_met = np.concatenate([by_startup[0], by_need[0]])
    groups = np.concatenate([by_startup[1], by_need[1] + len(begins) - 1])
    order = np.argsort(needs_met, kind="stable")
    return Exclusions(
        starts=np.searchsorted(needs_met[order], np.arange(len(carried) + 1)),
        groups=groups[order],
        begins=joined([begins, more_begins]),
        rows=np.concatenate([rows, more_rows]),
    )


def _meeting(needs: MarkRows, startups: MarkRows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(need rows, places in the startups' inverted marks) of every mark of a need that some startup holds."""
    marks, _, _ = startups.inverted
    place = np.searchsorted(marks, needs.marks)
    found = np.flatnonzero(place < len(marks))
    found = found[marks[place[found]] == needs.marks[found]]
    rows = np.repeat(np.arange(len(needs)), np.diff(needs.starts))
    return rows[found], place[found]
