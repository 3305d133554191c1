"""Tiles of the one product: words added, excluded pairs removed and the best collected while a row is in cache."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .best import Collector, put
from .exclusions import Exclusions
from .facts import Floats
from .tables import Postings, SparseRows

STEP = 64  # cells looked at together: a fixed count, so that they are compared in vector registers
FOR_NEED, FOR_STARTUP = 0, 1


def finish(
    tile: Floats,
    corner: tuple[int, int],
    queries: SparseRows,
    postings: Postings,
    excluded: Exclusions,
    alive: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    best_startups: Collector,
    best_needs: Collector,
) -> None:
    """Complete the dense sums of ``tile`` and take them in.

    ``corner``: the need row and the startup row of its first cell. ``queries``: of all needs, weighted. ``postings``
    and ``best_needs``: of this tile's startups alone. ``excluded``: of all needs and startups. ``alive``: of all needs,
    and of this tile's startups.
    """
    words = queries.starts, queries.columns, queries.weights, postings.starts, postings.rows, postings.weights
    barred = excluded.starts, excluded.groups, excluded.begins, excluded.rows
    at = np.array([0, -1, FOR_NEED])
    while _finish(tile, *corner, *words, *barred, *alive, *best_startups.state, *best_needs.state, at):
        (best_startups if at[2] == FOR_NEED else best_needs).grow()


@njit(cache=True, nogil=True)
def _finish(  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    tile, top, first, starts, columns, weights, begins, rows, held,
    barred_starts, groups, group_begins, barred, need_alive, alive,
    k, least, counts, scores, others, k_b, least_b, counts_b, scores_b, others_b, at,
):  # fmt: skip
    """Whether a list ran out of room; ``at`` (tile row, column or -1 before the first, side) says where to go on."""
    found = np.empty(tile.shape[1], np.int64)
    for i in range(at[0], tile.shape[0]):
        need, cells = top + i, tile[i]
        if not need_alive[need]:
            continue
        if at[1] < 0:
            begin, end = starts[need], starts[need + 1]
            _add_words(cells, columns[begin:end], weights[begin:end], begins, rows, held)
            for group in groups[barred_starts[need] : barred_starts[need + 1]]:
                _remove(cells, first, barred[group_begins[group] : group_begins[group + 1]])
        for j in found[: _reaching(cells, least[need], least_b, found)]:
            if j < at[1]:
                continue
            of_interest = at[2] == FOR_NEED and cells[j] >= least[need] and alive[j]
            if of_interest and not put(k, least, counts, scores, others, need, cells[j], first + j):
                at[0], at[1], at[2] = i, j, FOR_NEED
                return True
            at[2] = FOR_NEED
            if cells[j] >= least_b[j] and not put(k_b, least_b, counts_b, scores_b, others_b, j, cells[j], need):
                at[0], at[1], at[2] = i, j, FOR_STARTUP
                return True
        at[1] = -1
    return False


@njit(cache=True, nogil=True)
def _add_words(cells, columns, weights, begins, rows, held):  # type: ignore[no-untyped-def]
    for place in range(len(columns)):
        if columns[place] >= len(begins) - 1:  # this column and all that follow stand in no startup
            break
        begin, end = begins[columns[place]], begins[columns[place] + 1]
        own_rows, own_held = rows[begin:end], held[begin:end]
        for posting in range(len(own_rows)):
            cells[own_rows[posting]] += weights[place] * own_held[posting]


@njit(cache=True, nogil=True)
def _remove(cells, first, barred):  # type: ignore[no-untyped-def]
    for place in range(np.searchsorted(barred, first), np.searchsorted(barred, first + len(cells))):
        cells[barred[place] - first] = -np.inf


@njit(cache=True, nogil=True)
def _reaching(cells, least, least_b, found):  # type: ignore[no-untyped-def]
    """How many places of cells that reach either bound were written to ``found``."""
    count = 0
    for begin in range(0, len(cells), STEP):
        end = min(begin + STEP, len(cells))
        if end - begin == STEP and not _any_reaches(cells[begin:end], least, least_b[begin:end]):
            continue
        for j in range(begin, end):
            if cells[j] >= least or cells[j] >= least_b[j]:
                found[count] = j
                count += 1
    return count


@njit(cache=True, nogil=True)
def _any_reaches(cells, least, least_b):  # type: ignore[no-untyped-def]
    hits = np.int32(0)
    for j in range(STEP):
        hits |= np.int32(cells[j] >= least) | np.int32(cells[j] >= least_b[j])
    return hits
