"""From the sum to what the reader sees: points, a band, and what caps the band."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from .facts import NeedFacts, StartupFacts, Vocabulary
from .gaps import Status, gaps, is_capped
from .tables import Integers, NeedTable, StartupTable
from .weights import CURRENT, Weights


class Band(IntEnum):
    """In ascending order, so that a cap is a minimum."""

    HIDDEN = 0
    SAME_FIELD = 1
    WORTH_A_LOOK = 2
    STRONG = 3


@dataclass(frozen=True)
class Observed:
    """Of ``pairs`` judged in a band, ``fitted`` could at least be piloted for the need (grade 2 or 3)."""

    pairs: int
    fitted: int

    @property
    def of_hundred(self) -> int:
        """How many of 100 such suggestions fitted."""
        return round(100 * self.fitted / self.pairs)


# Counted by `manage.py calibrate_bands` with these weights; a new version of the weights is counted again (a test), and
# every count has its number (docs/matching.md says what each was counted on).
OBSERVED_WITH = "1"
COUNT = 2
OBSERVED = {
    Band.SAME_FIELD: Observed(4920, 62),
    Band.WORTH_A_LOOK: Observed(1540, 158),
    Band.STRONG: Observed(349, 154),
}
OBSERVED_NEEDS = 56


def band(score: float, highest: Band = Band.STRONG, weights: Weights = CURRENT) -> Band:
    """The band of one score, not above ``highest`` (its cap)."""
    return Band(int(bands(np.array([score]), np.array([highest]), weights)[0]))


def bands(scores: NDArray[np.float64], highest: Integers, weights: Weights = CURRENT) -> Integers:
    """Values of ``Band`` (m,) for ``scores`` (m,), none above its cap in ``highest`` (m,)."""
    edges = [weights.floor, weights.worth_a_look, weights.strong]
    return np.minimum(np.searchsorted(edges, scores, side="right"), highest)


def cap(need: NeedFacts, startup: StartupFacts, vocabulary: Vocabulary) -> Band:
    """The highest band this pair may have: a capping caution caps lower than a stated no on a must-have."""
    if is_capped(startup, vocabulary):
        return Band.SAME_FIELD
    if any(gap.status is Status.BLOCKED for gap in gaps(need, startup)):
        return Band.WORTH_A_LOOK
    return Band.STRONG


def caps(needs: NeedTable, startups: StartupTable, need: NDArray[np.integer], startup: NDArray[np.integer]) -> Integers:
    """``cap`` of many pairs (need row, startup row) at once."""
    blocked = (needs.demands[need] & startups.lacks[startup]) != 0
    highest = np.where(blocked, Band.WORTH_A_LOOK, Band.STRONG)
    return np.where(startups.capped[startup], Band.SAME_FIELD, highest).astype(np.int64)


def points(scores: NDArray[np.float64], weights: Weights = CURRENT) -> Integers:
    """Whole points shown for ``scores``: one fixed factor, no offset."""
    return np.rint(scores * weights.points_per_unit).astype(np.int64)
