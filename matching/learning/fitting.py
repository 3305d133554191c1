"""Multipliers of the experts' weights, from what departments preferred. numpy only.

A regularised pairwise logistic model (Bradley-Terry over differences of parts): of two candidates of one need, the
preferred one wins with probability sigmoid(steepness x multipliers . difference). It starts at 1, the experts' weights,
and an L2 penalty holds it there until decisions outweigh it.

Nobody bends it alone: a department counts for at most ``MOST_OF_ONE`` comparisons however much it decides, and of
the departments' gradients the mean of the middle half is followed, factor by factor (a trimmed mean: Yin et al.,
"Byzantine-Robust Distributed Learning", 2018). So up to a quarter of them may say anything.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# No factor is ever switched off, and none drowns the others.
LEAST, MOST = 0.5, 2.0
# How many comparisons one department counts for at most.
MOST_OF_ONE = 20.0
# As much as so many comparisons, each telling something about every factor.
PENALTY = 30.0
# Left out at either end of the departments' gradients, by weight.
TRIMMED = 0.25
STEPS = 60
DAMPING = 0.5
LEAST_STEEP, MOST_STEEP = 0.05, 3.0


@dataclass(frozen=True, eq=False)
class Preferences:
    """m comparisons: ``better`` and ``worse`` (m, factors) parts under the experts' weights, ``weight`` (m,), 1 for a
    plain one, and the number of the ``department`` (m,) that made it."""

    better: Floats
    worse: Floats
    weight: Floats
    department: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.weight)

    def take(self, chosen: NDArray[np.bool_]) -> Self:
        return type(self)(self.better[chosen], self.worse[chosen], self.weight[chosen], self.department[chosen])

    @property
    def difference(self) -> Floats:
        return self.better - self.worse

    def capped(self, most_of_one: float = MOST_OF_ONE) -> Floats:
        """(m,) weights with each department's sum at most ``most_of_one``."""
        sums = np.bincount(self.department, weights=self.weight)
        return np.asarray(self.weight * np.minimum(1, most_of_one / np.maximum(sums, 1e-9))[self.department])


def fit(preferences: Preferences, most_of_one: float = MOST_OF_ONE, trimmed: float = TRIMMED) -> Floats:
    """Multipliers (factors,) in [``LEAST``, ``MOST``]; 1 everywhere without preferences.

    Scaled so that candidates as they were decided on keep their mean score: points and bands keep their meaning.
    Other limits than the usual ones are for the simulation, which shows what they are good for.
    """
    width = preferences.better.shape[1]
    if not len(preferences):
        return np.ones(width)
    weight = preferences.capped(most_of_one)
    agreed = _Agreed(preferences.department, weight, trimmed)
    difference = preferences.difference * _steepness(preferences.difference.sum(axis=1), agreed)
    multipliers = np.ones(width)
    for _step in range(STEPS):
        chance = _sigmoid(-(difference @ multipliers))
        slope = agreed.sum(difference * (weight * chance)[:, None]) - PENALTY * (multipliers - 1)
        curvature = (difference * (weight * chance * (1 - chance))[:, None]).T @ difference + PENALTY * np.eye(width)
        multipliers = np.clip(multipliers + DAMPING * np.linalg.solve(curvature, slope), LEAST, MOST)
    return np.clip(multipliers * _levelling(preferences, multipliers), LEAST, MOST)


def agreement(preferences: Preferences, multipliers: Floats) -> float:
    """Share of the comparisons that the score puts in the same order, each department with its capped weight."""
    won = np.sign(preferences.difference @ multipliers) / 2 + 0.5
    return float(np.average(won, weights=preferences.capped())) if len(preferences) else 0.0


def _steepness(scores: Floats, agreed: "_Agreed") -> float:
    """How surely a higher score under the experts' weights was preferred, by Newton's method; at least a little.

    Without it all multipliers would shrink together where people decide less surely than scores differ.
    """
    steepness = LEAST_STEEP
    for _step in range(STEPS):
        chance = _sigmoid(-steepness * scores)
        slope = float(agreed.sum((agreed.weight * chance * scores)[:, None])[0]) - steepness
        curvature = (agreed.weight * chance * (1 - chance) * scores**2).sum() + 1
        steepness = float(np.clip(steepness + DAMPING * slope / curvature, LEAST_STEEP, MOST_STEEP))
    return steepness


@dataclass(frozen=True, eq=False)
class _Agreed:
    """Sums over rows (m,) of departments, as if all departments were like those in the middle."""

    department: NDArray[np.int64]
    weight: Floats
    trimmed: float

    def sum(self, gradients: Floats) -> Floats:
        """(factors,) of the gradients (m, factors), which are weighted already."""
        departments, of_row = np.unique(self.department, return_inverse=True)
        own = np.zeros((len(departments), gradients.shape[1]))
        np.add.at(own, of_row, gradients)
        total = np.bincount(of_row, weights=self.weight)
        each = own / total[:, None]
        order = np.argsort(each, axis=0, kind="stable")
        # Each department's own span of the whole weight, from 0 to 1, and what of it lies in the middle.
        ends = np.cumsum(total[order], axis=0) / total.sum()
        inside = np.diff(np.clip(ends, self.trimmed, 1 - self.trimmed), axis=0, prepend=self.trimmed)
        middle = (np.take_along_axis(each, order, axis=0) * inside).sum(axis=0) / (1 - 2 * self.trimmed)
        return np.asarray(middle * total.sum())


def _levelling(preferences: Preferences, multipliers: Floats) -> float:
    both = np.concatenate([preferences.better, preferences.worse]).mean(axis=0)
    return float(both.sum() / max(both @ multipliers, 1e-9)) if both.sum() > 0 else 1.0


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)))
