"""The exact parts of given pairs: the same inner products as the ranking, one factor at a time.

Computed pair by pair in double precision and in a fixed order, so that the numbers of a pair never depend on what
else is computed with it.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .factors import DENSE_FACTORS, FACTORS, PARTS, SPARSE_FACTORS
from .reasons import Reason
from .tables import NeedTable, SparseRows, StartupTable
from .views import PairView
from .weights import CURRENT, Weights

DECIMALS = 4  # of stored parts and scores
UNITS = 10.0**DECIMALS
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
    return exact_scores(needs, startups, need, startup, weights)[0]


def exact_scores(
    needs: NeedTable,
    startups: StartupTable,
    need: NDArray[np.integer],
    startup: NDArray[np.integer],
    weights: Weights = CURRENT,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """``explain_pairs`` and the ``total`` of each pair's parts (m,), computed together."""
    if needs.version != startups.version:
        raise ValueError(f"Tables of different versions: needs {needs.version}, startups {startups.version}.")
    need, startup = np.asarray(need, np.int64), np.asarray(startup, np.int64)
    parts, score = np.zeros((len(need), len(PARTS))), np.zeros(len(need))
    if len(need):
        places = [(needs.maps[f.code], startups.blocks[f.block].start) for f in DENSE_FACTORS]
        spans = np.array([(own.start, other, own.stop - own.start) for own, other in places])
        words = (*_arrays(needs.sparse), need), (*_arrays(startups.sparse), startup)
        # The side whose rows repeat comes first: it is spread over all columns once for the pairs that follow.
        if np.count_nonzero(np.diff(need)) > np.count_nonzero(np.diff(startup)):
            words = words[::-1]
        _add_words(*words[0], *words[1], needs.edges, SPARSE_PLACES, parts)
        _add_dense(needs.dense, startups.dense, need, startup, spans, DENSE_PLACES, parts)
        own = [weights.factors[code] for code in PARTS]
        usual, scales = np.array([factor.usual for factor in own]), np.array([factor.scale for factor in own])
        _scale(parts, usual, scales, score)
    return parts, score


def _arrays(rows: SparseRows) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32]]:
    return rows.starts, rows.columns, rows.weights


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
    return exact_scores(needs, startups, need, startup, weights)[1]


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
def _add_dense(left, right, rows, other_rows, spans, places, parts):  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    """``spans``: (first column on the left, first on the right, how many) of each factor."""
    for pair in range(len(rows)):
        own, met = left[rows[pair]], right[other_rows[pair]]
        for factor in range(len(spans)):
            first, other, width = spans[factor]
            parts[pair, places[factor]] = _product(own[first : first + width], met[other : other + width])


# reassoc lets the sum run in vector registers: one order for one width, whatever else is computed.
@njit(cache=True, nogil=True, fastmath={"reassoc"})
def _product(own, met):  # type: ignore[no-untyped-def]
    product = 0.0
    for column in range(len(own)):
        product += np.float64(own[column]) * np.float64(met[column])
    return product


@njit(cache=True, nogil=True)
def _add_words(  # type: ignore[no-untyped-def]
    starts, columns, weights, rows, other_starts, other_columns, other_weights, other_rows, edges, places, parts
):
    spread, at = np.zeros(edges[-1], np.float32), -1
    for pair in range(len(rows)):
        if rows[pair] != at:
            if at >= 0:
                spread[columns[starts[at] : starts[at + 1]]] = 0
            at = rows[pair]
            for place in range(starts[at], starts[at + 1]):
                spread[columns[place]] = weights[place]
        begin, end = other_starts[other_rows[pair]], other_starts[other_rows[pair] + 1]
        for factor in range(len(places)):
            until = begin + np.searchsorted(other_columns[begin:end], edges[factor + 1])
            parts[pair, places[factor]] = _met(other_columns[begin:until], other_weights[begin:until], spread)
            begin = until


# Column by column, so that the sum is the same whichever side is spread: the other one's columns add nothing.
@njit(cache=True, nogil=True)
def _met(columns, weights, spread):  # type: ignore[no-untyped-def]
    product = 0.0
    for place in range(len(columns)):
        product += np.float64(spread[columns[place]]) * np.float64(weights[place])
    return product


@njit(cache=True, nogil=True)
def _scale(parts, usual, scales, score):  # type: ignore[no-untyped-def]
    for pair in range(len(parts)):
        total = 0.0
        for part in range(parts.shape[1]):
            parts[pair, part] = np.rint((parts[pair, part] - usual[part]) * scales[part] * UNITS) / UNITS
            total += parts[pair, part]
        score[pair] = np.rint(total * UNITS) / UNITS
