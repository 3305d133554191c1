"""The k best of each row, gathered from tile after tile while it is in cache."""

import numpy as np
from numba import njit

from .facts import Floats
from .tables import Integers

MARGIN = 2e-3  # over the error of single precision and of rounded parts, together under 1e-3


class Collector:
    """Keeps, per row, whatever may still be among its k best. A buffer that overflows even so grows."""

    def __init__(self, rows: int, k: int, floor: float) -> None:
        self.k = k
        # What does not reach this is out. An excluded pair, minus infinity, never does.
        self.least = np.full(rows, max(floor - MARGIN, np.finfo(np.float32).min), np.float32)
        self.counts = np.zeros(rows, np.int64)
        self.scores = np.empty((rows, max(4 * k, 64)), np.float32)
        self.others = np.empty((rows, max(4 * k, 64)), np.int32)

    def collect(self, tile: Floats, row: int, other: int) -> None:
        """Take in ``tile``, whose corner is (row, other)."""
        done = _collect(tile, row, other, 0, self.k, self.least, self.counts, self.scores, self.others)
        while done < len(tile):
            self.scores = np.concatenate([self.scores, np.empty_like(self.scores)], axis=1)
            self.others = np.concatenate([self.others, np.empty_like(self.others)], axis=1)
            done = _collect(tile, row, other, done, self.k, self.least, self.counts, self.scores, self.others)

    def pairs(self) -> tuple[Integers, Integers]:
        """(rows, others) of all that is still kept."""
        held = np.arange(self.scores.shape[1]) < self.counts[:, None]
        held &= self.scores >= self.least[:, None]
        rows, places = np.nonzero(held)
        return rows, self.others[rows, places].astype(np.int64)


@njit(cache=True, nogil=True)
def _collect(tile, row, other, begin, k, least, counts, scores, others):  # type: ignore[no-untyped-def]
    """Returns the tile row whose buffer was too small (nothing of it kept), else the number of rows."""
    capacity = scores.shape[1]
    for i in range(begin, tile.shape[0]):
        r = row + i
        for j in range(tile.shape[1]):
            if tile[i, j] < least[r]:
                continue
            if counts[r] == capacity:
                _compact(r, k, least, counts, scores, others)
                if 4 * counts[r] > 3 * capacity:
                    while counts[r] and others[r, counts[r] - 1] >= other:
                        counts[r] -= 1
                    return i
                if tile[i, j] < least[r]:
                    continue
            scores[r, counts[r]] = tile[i, j]
            others[r, counts[r]] = other + j
            counts[r] += 1
    return tile.shape[0]


@njit(cache=True, nogil=True)
def _compact(r, k, least, counts, scores, others):  # type: ignore[no-untyped-def]
    """Drops from row r what can no longer be among the k best, in order."""
    count = counts[r]
    kth = np.partition(scores[r, :count].copy(), count - k)[count - k]
    least[r] = max(least[r], kth - np.float32(MARGIN))
    kept = 0
    for place in range(count):
        if scores[r, place] >= least[r]:
            scores[r, kept] = scores[r, place]
            others[r, kept] = others[r, place]
            kept += 1
    counts[r] = kept
