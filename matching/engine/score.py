"""All pairs at once: tiles of one matrix product, words added inside, the best kept while the tile is in cache.

The tiles work in single precision and only choose candidates, a margin wider than their error; ``explain_pairs``
then gives the exact score. So the result is the exact top k, and an edit and a full run agree to the last digit.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .best import Collector
from .exclusions import excluded_pairs
from .explain import explain_pairs, total
from .factors import FACTORS
from .facts import Floats
from .tables import Integers, NeedTable, SparseRows, StartupTable
from .weights import CURRENT, Weights

KEPT = 80  # per need and per startup; 50 are shown, so that a withdrawal needs no refill
NEED_TILE, STARTUP_TILE = 1024, 4096


@dataclass(frozen=True, eq=False)
class Pairs:
    """m scored pairs: rows in the tables, score, parts (m, len(PARTS)), and rank from 1 within its own list."""

    need: Integers
    startup: Integers
    score: NDArray[np.float64]
    parts: NDArray[np.float64]
    rank: Integers


@dataclass(frozen=True)
class Ranking:
    """``by_need``: the best startups of each need; ``by_startup``: the best needs of each startup."""

    by_need: Pairs
    by_startup: Pairs


def rank(
    needs: NeedTable,
    startups: StartupTable,
    k: int = KEPT,
    weights: Weights = CURRENT,
    floor: float | None = None,
) -> Ranking:
    """The ``k`` best of each need and of each startup, best first, none under ``floor`` (the weights' own by default).

    Ties go to the earlier publication, then to the lower id. Excluded pairs never appear. Raises ValueError when the
    tables were built with different vocabularies or snapshots.
    """
    floor = weights.floor if floor is None else floor
    per_need, per_startup = _candidates(needs, startups, k, weights, floor)
    return Ranking(
        by_need=_best(needs, startups, per_need, k, weights, floor, by_need=True),
        by_startup=_best(needs, startups, per_startup, k, weights, floor, by_need=False),
    )


def _best(
    needs: NeedTable,
    startups: StartupTable,
    candidates: tuple[Integers, Integers],
    k: int,
    weights: Weights,
    floor: float,
    *,
    by_need: bool,
) -> Pairs:
    """Exact scores of the candidates, ordered and cut."""
    order = np.argsort(candidates[0], kind="stable")
    need, startup = candidates[0][order], candidates[1][order]
    parts = explain_pairs(needs, startups, need, startup, weights)
    score = total(parts)
    subject, other, table = (need, startup, startups) if by_need else (startup, need, needs)
    order = np.lexsort((table.ids[other], table.published[other], -score, subject))
    order = order[score[order] >= floor]
    ranks = _ranks(subject[order])
    order, ranks = order[ranks <= k], ranks[ranks <= k]
    return Pairs(need[order], startup[order], score[order], parts[order], ranks)


def _ranks(subjects: Integers) -> Integers:
    """1, 2, 3 ... within each run of equal subjects."""
    places = np.arange(len(subjects))
    first = np.r_[True, subjects[1:] != subjects[:-1]] if len(subjects) else np.zeros(0, bool)
    return places - np.maximum.accumulate(np.where(first, places, 0)) + 1


# --- candidates -------------------------------------------------------------------------------------------------------


def _candidates(
    needs: NeedTable, startups: StartupTable, k: int, weights: Weights, floor: float
) -> tuple[tuple[Integers, Integers], tuple[Integers, Integers]]:
    """Pairs (need rows, startup rows) among which the k best of each need, and of each startup, surely are."""
    if not len(needs) or not len(startups):
        nothing = np.zeros(0, np.int64)
        return (nothing, nothing), (nothing, nothing)
    columns = _stacked(needs, startups, weights)
    postings = {name: _Postings.of(rows) for name, rows in startups.sparse.items()}
    excluded = excluded_pairs((needs.carries, needs.refuses), (startups.carries, startups.refuses))
    best_startups = Collector(len(needs), k, floor)
    best_needs = Collector(len(startups), k, floor)
    for first in range(0, len(startups), STARTUP_TILE):
        last = min(first + STARTUP_TILE, len(startups))
        held = {name: rows.within(first, last) for name, rows in postings.items()}
        for top in range(0, len(needs), NEED_TILE):
            tile = columns[top : top + NEED_TILE] @ startups.dense[first:last].T
            tile -= np.float32(weights.usual)
            for factor in FACTORS:
                if factor.query:
                    query, scale = needs.queries[factor.code], np.float32(weights.factors[factor.code].scale)
                    _add(tile, top, first, scale, query.starts, query.columns, query.weights, *held[factor.block])
            _remove(tile, top, first, *excluded)
            best_startups.collect(tile, top, first)
            best_needs.collect(tile.T, first, top)
    need, startup = best_startups.pairs()
    other_startup, other_need = best_needs.pairs()
    return (need, startup), (other_need, other_startup)


def _stacked(needs: NeedTable, startups: StartupTable, weights: Weights) -> Floats:
    """The needs' dense maps times their weights, laid side by side as the startups' blocks lie."""
    columns = np.zeros((len(needs), startups.dense.shape[1]), np.float32)
    for factor in FACTORS:
        if factor.map:
            columns[:, startups.blocks[factor.block]] += weights.factors[factor.code].scale * needs.maps[factor.code]
    return columns


@dataclass(frozen=True, eq=False)
class _Postings:
    """Column -> startups that hold it: column c has ``rows[starts[c]:starts[c+1]]``, ascending."""

    starts: Integers
    rows: NDArray[np.int32]
    weights: Floats

    @classmethod
    def of(cls, sparse: SparseRows) -> "_Postings":
        order = np.argsort(sparse.columns, kind="stable")
        rows = np.repeat(np.arange(len(sparse.starts) - 1, dtype=np.int32), np.diff(sparse.starts))
        starts = np.r_[0, np.cumsum(np.bincount(sparse.columns))].astype(np.int64)
        return cls(starts, rows[order], sparse.weights[order])

    def within(self, first: int, last: int) -> tuple[Integers, Integers, NDArray[np.int32], Floats]:
        """(begins, ends) per column of what lies in startup rows first to last, with the rows and their weights."""
        begins, ends = _bounds(self.starts, self.rows, first), _bounds(self.starts, self.rows, last)
        return begins, ends, self.rows, self.weights


@njit(cache=True, nogil=True)
def _bounds(starts, rows, limit):  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    found = np.empty(len(starts) - 1, np.int64)
    for column in range(len(starts) - 1):
        found[column] = starts[column] + np.searchsorted(rows[starts[column] : starts[column + 1]], limit)
    return found


@njit(cache=True, nogil=True)
def _add(tile, top, first, scale, starts, columns, weights, begins, ends, rows, held):  # type: ignore[no-untyped-def]
    for i in range(tile.shape[0]):
        for place in range(starts[top + i], starts[top + i + 1]):
            column = columns[place]
            if column < len(begins):  # columns of no startup have no postings
                weight = scale * weights[place]
                for posting in range(begins[column], ends[column]):
                    tile[i, rows[posting] - first] += weight * held[posting]


@njit(cache=True, nogil=True)
def _remove(tile, top, first, starts, excluded):  # type: ignore[no-untyped-def]
    for i in range(tile.shape[0]):
        for place in range(starts[top + i], starts[top + i + 1]):
            if first <= excluded[place] < first + tile.shape[1]:
                tile[i, excluded[place] - first] = -np.inf
