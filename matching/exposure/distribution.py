"""How unequally first pages are shared out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_SHOWN = 10


@dataclass(frozen=True)
class Distribution:
    """Of ``places`` on first pages among ``startups`` that stand in the lists at all.

    ``gini``: 0 when all have the same, 1 when one has everything. ``ten_most``: share of the ten most shown.
    ``favoured``: share of the new and small ones. ``most_heads``: how many needs have the most present of all among
    their first three.
    """

    startups: int
    places: int
    gini: float
    ten_most: float
    favoured: float
    most_heads: int


def distribution(
    pages: NDArray[np.int64], heads: NDArray[np.int64], favoured: NDArray[np.bool_], chosen: NDArray[np.bool_]
) -> Distribution:
    """Of the ``chosen`` startups: how many first pages and heads of lists each has, and which are new or small."""
    own = pages[chosen]
    places = int(own.sum())
    return Distribution(
        startups=len(own),
        places=places,
        gini=gini(own),
        ten_most=float(np.sort(own)[::-1][:MOST_SHOWN].sum() / max(places, 1)),
        favoured=float(own[favoured[chosen]].sum() / max(places, 1)),
        most_heads=int(heads[chosen].max(initial=0)),
    )


def gini(values: Sequence[int] | NDArray[np.int64]) -> float:
    """Gini's coefficient of what each has; 0 where nobody has anything."""
    ascending = np.sort(values).astype(np.float64)
    if not ascending.sum():
        return 0.0
    places = np.arange(1, len(ascending) + 1)
    return float((2 * places - len(ascending) - 1) @ ascending / (len(ascending) * ascending.sum()))
