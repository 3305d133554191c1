"""The exact parts of given pairs: the same inner products as the ranking, one factor at a time.

Computed pair by pair in double precision and in a fixed order, so that the numbers of a pair never depend on what
else is computed with it.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .factors import DENSE_FACTORS, FACTORS, PARTS, SPARSE_FACTORS
from .reasons import Reason
from .tables import Integers, NeedTable, StartupTable
from .views import PairView
from .weights import CURRENT, Weights

DECIMALS = 4  # of stored parts and scores
DENSE_PLACES = np.array([PARTS.index(factor.code) for factor in DENSE_FACTORS])
SPARSE_PLACES = np.array([PARTS.index(factor.code) for factor in SPARSE_FACTORS])


def explain_pairs(
    needs: NeedTable, startups: StartupTable, need: Integers, startup: Integers, weights: Weights = CURRENT
) -> NDArray[np.float64]:
    """Parts (m, len(PARTS)) of the pairs (need row, startup row), rounded to four decimals.

    Fastest where pairs of one need, or of one startup, follow each other. Raises ValueError when the tables were built
    with different vocabularies or snapshots.
    """
    if needs.version != startups.version:
        raise ValueError(f"Tables of different versions: needs {needs.version}, startups {startups.version}.")
    need, startup = np.asarray(need, np.int64), np.asarray(startup, np.int64)
    raw = np.zeros((len(need), len(PARTS)))
    if len(need):
        places = [(needs.maps[f.code], startups.blocks[f.block].start) for f in DENSE_FACTORS]
        spans = np.array([(own.start, other, own.stop - own.start) for own, other in places])
        _dense_products(needs.dense, startups.dense, need, startup, spans, DENSE_PLACES, raw)
        _sparse_products(*_sides(needs, startups, need, startup), needs.edges, SPARSE_PLACES, raw)
    own = [weights.factors[code] for code in PARTS]
    parts = (raw - np.array([factor.usual for factor in own])) * np.array([factor.scale for factor in own])
    return np.round(parts, DECIMALS, out=parts)


def reasons(pair: PairView) -> dict[str, list[Reason]]:
    """Part code -> what that factor says of the pair; parts that say nothing are absent."""
    given = {factor.code: list(factor.reasons(pair)) for factor in FACTORS}
    return {code: said for code, said in given.items() if said}


def score_pairs(
    needs: NeedTable, startups: StartupTable, need: Integers, startup: Integers, weights: Weights = CURRENT
) -> NDArray[np.float64]:
    """Scores (m,) of the pairs: the sum of their parts."""
    return total(explain_pairs(needs, startups, need, startup, weights))


def total(parts: NDArray[np.floating]) -> NDArray[np.float64]:
    """Scores (m,) of parts (m, len(PARTS)), rounded like them: equal sums are equal numbers."""
    return np.asarray(np.round(parts.sum(axis=1, dtype=np.float64), DECIMALS))


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
def _dense_products(left, right, rows, other_rows, spans, places, found):  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    """``spans``: (first column on the left, first on the right, how many) of each factor."""
    for pair in range(len(rows)):
        for factor in range(len(spans)):
            first, other, width = spans[factor]
            own = left[rows[pair], first : first + width]
            met = right[other_rows[pair], other : other + width]
            product = 0.0
            for column in range(width):
                product += np.float64(own[column]) * np.float64(met[column])
            found[pair, places[factor]] = product


def _sides(needs: NeedTable, startups: StartupTable, need: Integers, startup: Integers) -> tuple[NDArray, ...]:
    """The side whose rows repeat first: its rows are spread once for all pairs that follow."""
    sides = [(needs.sparse, need), (startups.sparse, startup)]
    if np.count_nonzero(np.diff(need)) > np.count_nonzero(np.diff(startup)):
        sides.reverse()
    return tuple(array for rows, own in sides for array in (rows.starts, rows.columns, rows.weights, own))


@njit(cache=True, nogil=True)
def _sparse_products(  # type: ignore[no-untyped-def]
    starts, columns, weights, rows, other_starts, other_columns, other_weights, other_rows, edges, places, found
):
    """Columns ascend on both sides, so the sum has one order whichever side is spread."""
    spread, at = np.zeros(edges[-1], np.float32), -1
    marks = np.zeros((edges[-1] >> 3) + 1, np.uint8)  # one bit a column: small enough to stay in the nearest cache
    for pair in range(len(rows)):
        if rows[pair] != at:
            if at >= 0:
                for place in range(starts[at], starts[at + 1]):
                    marks[columns[place] >> 3] = 0
            at = rows[pair]
            for place in range(starts[at], starts[at + 1]):
                marks[columns[place] >> 3] |= np.uint8(1 << (columns[place] & 7))
                spread[columns[place]] = weights[place]
        factor, product = 0, 0.0
        for place in range(other_starts[other_rows[pair]], other_starts[other_rows[pair] + 1]):
            column = other_columns[place]
            if marks[column >> 3] & np.uint8(1 << (column & 7)):
                while column >= edges[factor + 1]:
                    found[pair, places[factor]] = product
                    factor, product = factor + 1, 0.0
                product += np.float64(spread[column]) * np.float64(other_weights[place])
        found[pair, places[factor]] = product
