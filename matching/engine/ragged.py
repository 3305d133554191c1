"""Rows of unequal length in flat arrays: row i is what lies from ``starts[i]`` to ``starts[i + 1]``."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def taken(starts: Integers, rows: NDArray[np.integer]) -> tuple[Integers, Integers]:
    """(starts of these ``rows`` alone, the places of their values in the flat arrays)."""
    lengths = np.diff(starts)[rows]
    own = np.concatenate([[0], np.cumsum(lengths)])
    return own, np.repeat(starts[rows] - own[:-1], lengths) + np.arange(own[-1])


def joined(starts: Sequence[Integers]) -> Integers:
    """Starts of the rows of several, one behind the other."""
    return np.concatenate([[0], np.cumsum(np.concatenate([np.diff(own) for own in starts]))]).astype(np.int64)
