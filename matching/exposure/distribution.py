"""How unequally first pages are shared out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_SHOWN = 10


@dataclass(frozen=True)
class Distribution:
    """Of ``places`` on first pages, and of heads of lists, among ``startups`` that stand in the lists at all.

    ``gini``, ``head_gini``: 0 when all have the same, 1 when one has everything. ``ten_most``, ``head_ten_most``: share
    of the ten most shown. ``favoured``: share of the new and small ones; ``favoured_never``: how many of them are on no
    first page. ``most_heads``: how many needs have the most present of all among their first three.
    """

    startups: int
    places: int
    gini: float
    ten_most: float
    favoured: float
    favoured_never: float
    head_gini: float
    head_ten_most: float
    most_heads: int


def distribution(
    pages: NDArray[np.int64], heads: NDArray[np.int64], favoured: NDArray[np.bool_], chosen: NDArray[np.bool_]
) -> Distribution:
    """Of the ``chosen`` startups: how many first pages and heads of lists each has, and which are new or small."""
    own, own_heads, own_favoured = pages[chosen], heads[chosen], favoured[chosen]
    places = int(own.sum())
    return Distribution(
        startups=len(own),
        places=places,
        gini=gini(own),
        ten_most=_share_of_most(own),
        favoured=float(own[own_favoured].sum() / max(places, 1)),
        favoured_never=float((own[own_favoured] == 0).sum() / max(own_favoured.sum(), 1)),
        head_gini=gini(own_heads),
        head_ten_most=_share_of_most(own_heads),
        most_heads=int(own_heads.max(initial=0)),
    )


def _share_of_most(shown: NDArray[np.int64]) -> float:
    return float(np.sort(shown)[::-1][:MOST_SHOWN].sum() / max(shown.sum(), 1))


def gini(values: Sequence[int] | NDArray[np.int64]) -> float:
    """Gini's coefficient of what each has; 0 where nobody has anything."""
    ascending = np.sort(values).astype(np.float64)
    if not ascending.sum():
        return 0.0
    places = np.arange(1, len(ascending) + 1)
    return float((2 * places - len(ascending) - 1) @ ascending / (len(ascending) * ascending.sum()))
