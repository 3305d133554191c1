"""The k best of each row, gathered from tile after tile while it is in cache; then their exact order."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .facts import Floats
from .tables import Integers

MARGIN = 2e-3  # over the error of single precision and of rounded parts, together under 1e-3
ROOM = 64  # what a row may gain at once


class Collector:
    """Keeps, per row, whatever may still be among its k best. A buffer that overflows even so grows.

    ``least`` (rows,): what does not reach it is out. It only ever rises, so collectors of the same rows may share it.
    An excluded pair, minus infinity, never reaches it; nothing reaches plus infinity.
    """

    def __init__(self, least: Floats, k: int) -> None:
        self.k = k
        self.least = least
        self.counts = np.zeros(len(least), np.int64)
        self.scores = np.empty((len(least), 4 * max(k, ROOM)), np.float32)
        self.others = np.empty(self.scores.shape, np.int32)

    @property
    def state(self) -> tuple[int, Floats, Integers, Floats, NDArray[np.int32]]:
        """What ``make_room`` and ``keep`` work on."""
        return self.k, self.least, self.counts, self.scores, self.others

    def grow(self) -> None:
        """Twice the room for every row."""
        self.scores = np.concatenate([self.scores, np.empty_like(self.scores)], axis=1)
        self.others = np.concatenate([self.others, np.empty_like(self.others)], axis=1)

    def pairs(self) -> tuple[Integers, Integers]:
        """(rows, others) of all that may still be among the k best, ascending by row."""
        _compact_all(*self.state)
        return np.repeat(np.arange(len(self.counts)), self.counts), _first(self.counts, self.others)


def opening(scores: NDArray[np.floating]) -> Floats:
    """``least`` for collectors that shall miss nothing that reaches ``scores`` (rows,)."""
    return np.maximum(scores - MARGIN, np.finfo(np.float32).min).astype(np.float32)


@njit(cache=True, nogil=True)
def make_room(k, least, counts, scores, others, row):  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    """Whether ``row`` has room for ``ROOM`` more, after its worst are dropped if need be: grow, and try again."""
    if counts[row] + ROOM > scores.shape[1]:
        _compact(row, k, least, counts, scores, others)
        return 4 * counts[row] <= 3 * scores.shape[1]
    return True


@njit(cache=True, nogil=True)
def keep(counts, scores, others, row, score, other):  # type: ignore[no-untyped-def]
    scores[row, counts[row]] = score
    others[row, counts[row]] = other
    counts[row] += 1


@njit(cache=True, nogil=True)
def _compact_all(k, least, counts, scores, others):  # type: ignore[no-untyped-def]
    for row in range(len(counts)):
        if counts[row]:
            _compact(row, k, least, counts, scores, others)


@njit(cache=True, nogil=True)
def _first(counts, others):  # type: ignore[no-untyped-def]
    """Of each row the first ``counts`` of ``others``, one behind the other."""
    found, end = np.empty(counts.sum(), np.int64), 0
    for row in range(len(counts)):
        found[end : end + counts[row]] = others[row, : counts[row]]
        end += counts[row]
    return found


@njit(cache=True, nogil=True)
def _compact(row, k, least, counts, scores, others):  # type: ignore[no-untyped-def]
    """Drops from a row what can no longer be among its k best, in order."""
    count = counts[row]
    if count > k:
        least[row] = max(least[row], _highest(scores[row, :count].copy(), k) - np.float32(MARGIN))
    kept = 0
    for place in range(count):
        if scores[row, place] >= least[row]:
            scores[row, kept] = scores[row, place]
            others[row, kept] = others[row, place]
            kept += 1
    counts[row] = kept


# Hoare's selection. numpy's partition says the same, and takes numba five seconds longer to compile.
@njit(cache=True, nogil=True)
def _highest(values, k):  # type: ignore[no-untyped-def]
    """The ``k``-th highest of ``values``, whose order is lost."""
    low, high = 0, len(values) - 1
    while low < high:
        pivot = values[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while values[left] > pivot:
                left += 1
            while values[right] < pivot:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left, right = left + 1, right - 1
        if k - 1 <= right:
            high = right
        elif k - 1 >= left:
            low = left
        else:
            break
    return values[k - 1]


@njit(cache=True, nogil=True)
def best_places(starts, scores, published, ids, k, floors):  # type: ignore[no-untyped-def]
    """Of each list ``scores[starts[i]:starts[i + 1]]`` the places of the k best not under ``floors[i]``, best first.

    Ties go to the lower ``published``, then to the lower ``ids``. Returns (places, ranks from 1).
    """
    places, ranks = np.empty(len(scores), np.int64), np.empty(len(scores), np.int16)
    held = 0
    for i in range(len(starts) - 1):
        begin = starts[i]
        order = begin + np.argsort(-scores[begin : starts[i + 1]], kind="mergesort")
        _settle_ties(order, scores, published, ids)
        for place in range(min(k, len(order))):
            if scores[order[place]] < floors[i]:
                break
            places[held] = order[place]
            ranks[held] = place + 1
            held += 1
    return places[:held], ranks[:held]


@njit(cache=True, nogil=True)
def _settle_ties(order, scores, published, ids):  # type: ignore[no-untyped-def]
    """Insertion sort within runs of equal scores, which are short or already in order."""
    for place in range(1, len(order)):
        own, at = order[place], place
        while at and scores[order[at - 1]] == scores[own]:
            before = order[at - 1]
            if (published[before], ids[before]) <= (published[own], ids[own]):
                break
            order[at] = before
            at -= 1
        order[at] = own
