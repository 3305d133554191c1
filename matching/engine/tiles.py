"""Tiles of the one product: words added, excluded pairs removed and the best collected while a row is in cache."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .best import Collector, grown, put
from .facts import Floats
from .tables import Integers, Postings, SparseRows

STEP = 64  # cells looked at together: a fixed count, so that they are compared in vector registers


def finish(
    tile: Floats,
    corner: tuple[int, int],
    queries: SparseRows,
    postings: Postings,
    excluded: tuple[Integers, NDArray[np.int32]],
    alive: NDArray[np.bool_],
    best_startups: Collector,
    best_needs: Collector,
) -> None:
    """Complete the dense sums of ``tile`` and take them in.

    ``corner``: the need row and the startup row of its first cell. ``queries``: of all needs, weighted. ``postings``,
    ``alive`` and ``best_needs``: of this tile's startups alone. ``excluded``: as ``exclusions.excluded_pairs`` gives.
    """
    a, b = best_startups, best_needs
    a.scores, a.others, b.scores, b.others = _finish(
        tile, *corner, queries.starts, queries.columns, queries.weights, postings.starts, postings.rows,
        postings.weights, *excluded, alive, a.k, a.least, a.counts, a.scores, a.others, b.least, b.counts, b.scores,
        b.others,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _finish(  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    tile, top, first, starts, columns, weights, begins, rows, held, excluded_starts, excluded, alive,
    k, least, counts, scores, others, least_b, counts_b, scores_b, others_b,
):  # fmt: skip
    for i in range(tile.shape[0]):
        need, cells = top + i, tile[i]
        _add_words(
            cells,
            columns[starts[need] : starts[need + 1]],
            weights[starts[need] : starts[need + 1]],
            begins,
            rows,
            held,
        )
        _remove(cells, first, excluded[excluded_starts[need] : excluded_starts[need + 1]])
        begin = 0
        while begin < len(cells):
            end = min(begin + STEP, len(cells))
            if _reach(cells, begin, end, least[need], least_b):
                for j in range(begin, end):
                    if cells[j] >= least[need] and alive[j]:
                        while not put(k, least, counts, scores, others, need, cells[j], first + j):
                            scores, others = grown(scores, others)
                    if cells[j] >= least_b[j]:
                        while not put(k, least_b, counts_b, scores_b, others_b, j, cells[j], need):
                            scores_b, others_b = grown(scores_b, others_b)
            begin = end
    return scores, others, scores_b, others_b


@njit(cache=True, nogil=True)
def _add_words(cells, columns, weights, begins, rows, held):  # type: ignore[no-untyped-def]
    for place in range(len(columns)):
        if columns[place] >= len(begins) - 1:  # this column and all that follow stand in no startup
            break
        weight = weights[place]
        for posting in range(begins[columns[place]], begins[columns[place] + 1]):
            cells[rows[posting]] += weight * held[posting]


@njit(cache=True, nogil=True)
def _remove(cells, first, excluded):  # type: ignore[no-untyped-def]
    if len(excluded):
        for place in range(np.searchsorted(excluded, first), np.searchsorted(excluded, first + len(cells))):
            cells[excluded[place] - first] = -np.inf


@njit(cache=True, nogil=True)
def _reach(cells, begin, end, least, least_b):  # type: ignore[no-untyped-def]
    """Whether any cell is of interest to its need or to its startup."""
    hits = 0
    if end - begin == STEP:
        for j in range(STEP):
            cell = cells[begin + j]
            hits += (cell >= least) | (cell >= least_b[begin + j])
        return hits > 0
    return True
