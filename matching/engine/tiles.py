"""Tiles of the one product: words added, excluded pairs removed and the best collected while the cells are in cache."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .best import ROOM, Collector, keep, make_room
from .exclusions import Exclusions
from .facts import Floats
from .tables import Postings, SparseRows

# Rows and columns taken together: a band of rows of a tile stays in the second-level cache until both sides have looked
# at it, and that many cells are compared at once. No list gains more than that before its room is looked at again.
STEP = ROOM
TO_COMPLETE, FOR_NEEDS, FOR_STARTUPS = 0, 1, 2


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
    at = np.array([0, TO_COMPLETE, 0, 0])
    while _finish(tile, corner, words, barred, alive, best_startups.state, best_needs.state, at):
        (best_startups if at[1] == FOR_NEEDS else best_needs).grow()


@njit(cache=True, nogil=True)
def _finish(  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    tile, corner, words, barred, alive, best_startups, best_needs, at
):
    """Whether a list ran out of room. ``at``: first row of the band, what is to be done with it, row and column."""
    for begin in range(at[0], len(tile), STEP):
        band = tile[begin : begin + STEP]
        at[0], top, first = begin, corner[0] + begin, corner[1]
        if at[1] == TO_COMPLETE:
            _complete(band, top, first, words, barred, alive[0])
            at[1], at[2], at[3] = FOR_NEEDS, 0, 0
        if at[1] == FOR_NEEDS:
            if not _collect_rows(band, top, first, alive[1], best_startups, at):
                return True
            at[1], at[3] = FOR_STARTUPS, 0
        if not _collect_columns(band, top, best_needs, at):
            return True
        at[1] = TO_COMPLETE
    return False


@njit(cache=True, nogil=True)
def _complete(band, top, first, words, barred, alive):  # type: ignore[no-untyped-def]
    starts, columns, weights, begins, rows, held = words
    barred_starts, groups, group_begins, barred_rows = barred
    for i in range(len(band)):
        need, cells = top + i, band[i]
        if not alive[need]:
            cells[:] = -np.inf
            continue
        begin, end = starts[need], starts[need + 1]
        _add_words(cells, columns[begin:end], weights[begin:end], begins, rows, held)
        for group in groups[barred_starts[need] : barred_starts[need + 1]]:
            _remove(cells, first, barred_rows[group_begins[group] : group_begins[group + 1]])


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
def _collect_rows(band, top, first, alive, collector, at):  # type: ignore[no-untyped-def]
    """The best startups of the band's needs; False when a list has no room, and ``at`` says where."""
    k, least, counts, scores, others = collector
    for i in range(at[2], len(band)):
        need, cells = top + i, band[i]
        for begin in range(at[3], len(cells), STEP):
            end = min(begin + STEP, len(cells))
            if end - begin == STEP and not _any_reaches(cells[begin:end], least[need]):
                continue
            if not make_room(k, least, counts, scores, others, need):
                at[2], at[3] = i, begin
                return False
            for j in range(begin, end):
                if cells[j] >= least[need] and alive[j]:
                    keep(counts, scores, others, need, cells[j], first + j)
        at[3] = 0
    return True


@njit(cache=True, nogil=True)
def _collect_columns(band, top, collector, at):  # type: ignore[no-untyped-def]
    """The best needs of all startups among the band's; False when a list has no room, and ``at`` says where.

    Column by column, so that the ends of few lists are written to at a time and stay in the first-level cache.
    """
    k, least, counts, scores, others = collector
    for begin in range(at[3], band.shape[1], STEP):
        end = min(begin + STEP, band.shape[1])
        for j in range(begin, end):
            if not make_room(k, least, counts, scores, others, j):
                at[3] = begin
                return False
        for i in range(len(band)):
            cells = band[i, begin:end]
            if end - begin == STEP and not _any_reaches_its_own(cells, least[begin:end]):
                continue
            for j in range(begin, end):
                if band[i, j] >= least[j]:
                    keep(counts, scores, others, j, band[i, j], top + i)
    return True


@njit(cache=True, nogil=True)
def _any_reaches(cells, least):  # type: ignore[no-untyped-def]
    hits = np.int32(0)
    for j in range(STEP):  # a fixed count, so that they are compared in vector registers
        hits |= np.int32(cells[j] >= least)
    return hits


@njit(cache=True, nogil=True)
def _any_reaches_its_own(cells, least):  # type: ignore[no-untyped-def]
    hits = np.int32(0)
    for j in range(STEP):
        hits |= np.int32(cells[j] >= least[j])
    return hits
