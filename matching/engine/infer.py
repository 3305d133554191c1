"""From text to taxonomy: how much an object is about each technology or topic."""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .facts import Floats

TEMPERATURE = 0.06
HIT_BONUS = 0.05  # what one keyword found in the text adds to the cosine
PRIMARY = 2.0  # a primary code weighs as much as two others


def infer(vector: Floats, hits: NDArray[np.int64], entries: Floats) -> Floats:
    """Distribution over entries: softmax of (cosine + bonus x keyword hits) / temperature.

    ``vector`` (d,) of unit length, ``hits`` (m,), ``entries`` (m, d) of unit length; (m,) summing to 1, or all zero
    for a zero vector without hits (nothing is known of an object without text).
    """
    if not vector.any() and not hits.any():
        return np.zeros(len(entries), np.float32)
    logits = (_cosines(vector, entries) + HIT_BONUS * hits) / TEMPERATURE
    shares = np.exp(logits - logits.max())
    return np.asarray(shares / shares.sum(), np.float32)


def declared(codes: Sequence[str], positions: dict[str, int]) -> Floats:
    """Distribution over entries for declared ``codes``, the primary one first; raises KeyError on an unknown code."""
    shares = np.zeros(len(positions), np.float32)
    for place, code in enumerate(codes):
        shares[positions[code]] += PRIMARY if place == 0 else 1.0
    return np.asarray(shares / shares.sum(), np.float32)


# Not a library product: its rounding depends on how many objects are computed together, and an edit has to give
# the same numbers as a full run.
@njit(cache=True, nogil=True)
def _cosines(vector, entries):  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    found = np.empty(entries.shape[0], np.float64)
    for row in range(entries.shape[0]):
        total = 0.0
        for column in range(entries.shape[1]):
            total += vector[column] * entries[row, column]
        found[row] = total
    return found
