"""The exact parts of given pairs: the same inner products as the ranking, one factor at a time.

Computed pair by pair in double precision and in a fixed order, so that the numbers of a pair never depend on what
else is computed with it.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .factors import DENSE_FACTORS, FACTORS, PARTS, SPARSE_FACTORS
from .reasons import Reason
from .tables import NeedTable, StartupTable
from .views import PairView
from .weights import CURRENT, Weights

DECIMALS = 4  # of stored parts and scores
NEARBY = 128  # needs whose rows stay in the cache together
DENSE_PLACES = np.array([PARTS.index(factor.code) for factor in DENSE_FACTORS])
SPARSE_PLACES = np.array([PARTS.index(factor.code) for factor in SPARSE_FACTORS])


def explain_pairs(
    needs: NeedTable,
    startups: StartupTable,
    need: NDArray[np.integer],
    startup: NDArray[np.integer],
    weights: Weights = CURRENT,
) -> NDArray[np.float64]:
    """Parts (m, len(PARTS)) of the pairs (need row, startup row), rounded to four decimals.

    Raises ValueError when the tables were built with different vocabularies or snapshots.
    """
    if needs.version != startups.version:
        raise ValueError(f"Tables of different versions: needs {needs.version}, startups {startups.version}.")
    need, startup = np.asarray(need, np.int64), np.asarray(startup, np.int64)
    raw = np.zeros((len(need), len(PARTS)))
    if len(need):
        places = [(needs.maps[f.code], startups.blocks[f.block].start) for f in DENSE_FACTORS]
        spans = np.array([(own.start, other, own.stop - own.start) for own, other in places])
        nearby = ascending(need // NEARBY, len(needs) // NEARBY + 1)
        _dense_products(needs.dense, startups.dense, need, startup, nearby, spans, DENSE_PLACES, raw)
        left, right = needs.sparse, startups.sparse
        _sparse_products(
            left.starts, left.columns, left.weights, need, right.starts, right.columns, right.weights, startup,
            ascending(need, len(needs)), needs.edges, SPARSE_PLACES, raw,
        )  # fmt: skip
    own = [weights.factors[code] for code in PARTS]
    parts = (raw - np.array([factor.usual for factor in own])) * np.array([factor.scale for factor in own])
    return np.round(parts, DECIMALS, out=parts)


def reasons(pair: PairView) -> dict[str, list[Reason]]:
    """Part code -> what that factor says of the pair; parts that say nothing are absent."""
    given = {factor.code: list(factor.reasons(pair)) for factor in FACTORS}
    return {code: said for code, said in given.items() if said}


def score_pairs(
    needs: NeedTable,
    startups: StartupTable,
    need: NDArray[np.integer],
    startup: NDArray[np.integer],
    weights: Weights = CURRENT,
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


@njit(cache=True, nogil=True)
def ascending(keys, limit):  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    """The places of ``keys`` (0 to ``limit``), lowest key first: a counting sort, which keeps the order of equals."""
    free = np.zeros(limit + 1, np.int64)
    for key in keys:
        free[key + 1] += 1
    for key in range(limit):
        free[key + 1] += free[key]
    order = np.empty(len(keys), np.int64)
    for place in range(len(keys)):
        order[free[keys[place]]] = place
        free[keys[place]] += 1
    return order


@njit(cache=True, nogil=True)
def _dense_products(left, right, rows, other_rows, order, spans, places, found):  # type: ignore[no-untyped-def]
    """``spans``: (first column on the left, first on the right, how many) of each factor."""
    for pair in order:
        own, met = left[rows[pair]], right[other_rows[pair]]
        for factor in range(len(spans)):
            first, other, width = spans[factor]
            found[pair, places[factor]] = _product(own[first : first + width], met[other : other + width])


# reassoc lets the sum run in vector registers: one order for one width, whatever else is computed.
@njit(cache=True, nogil=True, fastmath={"reassoc"})
def _product(own, met):  # type: ignore[no-untyped-def]
    product = 0.0
    for column in range(len(own)):
        product += np.float64(own[column]) * np.float64(met[column])
    return product


@njit(cache=True, nogil=True)
def _sparse_products(  # type: ignore[no-untyped-def]
    starts, columns, weights, rows, other_starts, other_columns, other_weights, other_rows, order, edges, places, found
):
    """Pairs of one row follow each other in ``order``: it is spread over all columns once for all of them."""
    spread, at = np.zeros(edges[-1], np.float32), -1
    marks = np.zeros((edges[-1] >> 3) + 1, np.uint8)  # one bit a column: small enough to stay in the nearest cache
    for pair in order:
        if rows[pair] != at:
            if at >= 0:
                for column in columns[starts[at] : starts[at + 1]]:
                    marks[column >> 3] = 0
            at = rows[pair]
            for place in range(starts[at], starts[at + 1]):
                marks[columns[place] >> 3] |= np.uint8(1 << (columns[place] & 7))
                spread[columns[place]] = weights[place]
        begin, end = other_starts[other_rows[pair]], other_starts[other_rows[pair] + 1]
        _add_shared(other_columns[begin:end], other_weights[begin:end], marks, spread, edges, places, found[pair])


@njit(cache=True, nogil=True)
def _add_shared(columns, weights, marks, spread, edges, places, found):  # type: ignore[no-untyped-def]
    factor = 0
    for place in range(len(columns)):
        column = np.uint32(columns[place])
        if marks[column >> np.uint32(3)] & (np.uint32(1) << (column & np.uint32(7))):
            while column >= edges[factor + 1]:
                factor += 1
            found[places[factor]] += np.float64(spread[column]) * np.float64(weights[place])
