"""The exact parts of given pairs: the same inner products as the ranking, one factor at a time.

Computed pair by pair in double precision and in a fixed order, so that the numbers of a pair never depend on what
else is computed with it.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .factors import FACTORS, PARTS
from .reasons import Reason
from .tables import Integers, NeedTable, StartupTable
from .views import PairView
from .weights import CURRENT, Weights

DECIMALS = 4  # of stored parts and scores


def explain_pairs(
    needs: NeedTable, startups: StartupTable, need: Integers, startup: Integers, weights: Weights = CURRENT
) -> NDArray[np.float64]:
    """Parts (m, len(PARTS)) of the pairs (need row, startup row), rounded to four decimals.

    Raises ValueError when the tables were built with different vocabularies or snapshots.
    """
    if needs.version != startups.version:
        raise ValueError(f"Tables of different versions: needs {needs.version}, startups {startups.version}.")
    need, startup = np.asarray(need, np.int64), np.asarray(startup, np.int64)
    parts = np.empty((len(need), len(PARTS)))
    for place, factor in enumerate(FACTORS):
        if factor.map:
            raw = _dense_products(
                needs.maps[factor.code], startups.dense, startups.blocks[factor.block].start, need, startup
            )
        else:
            query, rows = needs.queries[factor.code], startups.sparse[factor.block]
            raw = _sparse_products(
                query.starts, query.columns, query.weights, rows.starts, rows.columns, rows.weights, need, startup
            )
        own = weights.factors[factor.code]
        parts[:, place] = (raw - own.usual) * own.scale
    return np.round(parts, DECIMALS)


def reasons(pair: PairView) -> dict[str, list[Reason]]:
    """Part code -> what that factor says of the pair; parts that say nothing are absent."""
    given = {factor.code: list(factor.reasons(pair)) for factor in FACTORS}
    return {code: said for code, said in given.items() if said}


def score_pairs(
    needs: NeedTable, startups: StartupTable, need: Integers, startup: Integers, weights: Weights = CURRENT
) -> NDArray[np.float64]:
    """Scores (m,) of the pairs: the sum of their parts."""
    return total(explain_pairs(needs, startups, need, startup, weights))


def total(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores (m,) of parts (m, len(PARTS)), rounded like them: equal sums are equal numbers."""
    return np.asarray(np.round(parts.sum(axis=1), DECIMALS))


def shown_points(parts: NDArray[np.float64], weights: Weights = CURRENT) -> NDArray[np.int64]:
    """Whole points per part, (m, len(PARTS)), that add up to the points of the sum: largest remainder."""
    exact = parts * weights.points_per_unit
    shown = np.floor(exact).astype(np.int64)
    short = np.rint(total(parts) * weights.points_per_unit).astype(np.int64) - shown.sum(axis=1)
    order = np.argsort(shown - exact, axis=1, kind="stable")  # largest remainder first
    np.put_along_axis(
        shown, order, np.take_along_axis(shown, order, 1) + (np.arange(parts.shape[1]) < short[:, None]), 1
    )
    return shown


# reassoc lets the sum run in vector registers: one order for one width, whatever else is computed.
@njit(cache=True, nogil=True, fastmath={"reassoc"})
def _dense_products(maps, dense, first, need, startup):  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    found = np.empty(len(need))
    for pair in range(len(need)):
        left = maps[need[pair]]
        right = dense[startup[pair], first : first + len(left)]
        product = 0.0
        for column in range(len(left)):
            product += np.float64(left[column]) * np.float64(right[column])
        found[pair] = product
    return found


@njit(cache=True, nogil=True)
def _sparse_products(starts, columns, weights, other_starts, other_columns, other_weights, need, startup):  # type: ignore[no-untyped-def]
    found = np.empty(len(need))
    width = max(_width(columns), _width(other_columns))
    query = np.zeros(width)  # the query of one need, spread over all columns; fast where pairs come need by need
    spread = -1
    for pair in range(len(need)):
        if need[pair] != spread:
            if spread >= 0:
                for place in range(starts[spread], starts[spread + 1]):
                    query[columns[place]] = 0.0
            spread = need[pair]
            for place in range(starts[spread], starts[spread + 1]):
                query[columns[place]] = weights[place]
        product = 0.0
        for place in range(other_starts[startup[pair]], other_starts[startup[pair] + 1]):
            product += query[other_columns[place]] * np.float64(other_weights[place])
        found[pair] = product
    return found


@njit(cache=True, nogil=True)
def _width(columns):  # type: ignore[no-untyped-def]
    return columns.max() + 1 if len(columns) else 1
