"""Pairs that one side excluded: never ranked, whatever their score.

Each object carries marks (its topics, its city, its technologies) and refuses marks of the other side.
"""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .facts import NeedFacts, StartupFacts

Marks = frozenset[str]


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
    needs: tuple[Sequence[Marks], Sequence[Marks]], startups: tuple[Sequence[Marks], Sequence[Marks]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(starts, startups): the startups excluded for need row i are ``startups[starts[i]:starts[i+1]]``, ascending.

    ``needs`` and ``startups`` are (what each row carries, what each row refuses).
    """
    refusing, carrying = _rows_by_mark(startups[1]), _rows_by_mark(startups[0])
    found = [
        sorted(
            {row for mark in carries for row in refusing[mark]} | {row for mark in refuses for row in carrying[mark]}
        )
        for carries, refuses in zip(*needs, strict=True)
    ]
    starts = np.cumsum([0, *map(len, found)], dtype=np.int64)
    return starts, np.array([row for rows in found for row in rows], np.int64)


def _rows_by_mark(marks: Sequence[Marks]) -> defaultdict[str, list[int]]:
    rows = defaultdict(list)
    for row, own in enumerate(marks):
        for mark in own:
            rows[mark].append(row)
    return rows
