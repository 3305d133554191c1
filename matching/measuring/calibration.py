"""What a score means: how often pairs of each band were judged to fit, all judged needs together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching import engine
from matching.measuring.evaluation import RELEVANT, RESAMPLES, JudgedTexts, rank_judged
from matching.measuring.judged import JudgedData

SAME_AREA = 1  # the grade of what is about the same area but does not solve it
# Bins of the reliability picture, in units of the sum: from the floor up, the last one open.
BIN = 1.0
FEWEST_IN_BIN = 10

Grades = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ScoredPairs:
    """m pairs (m,): the number of the need, the score, the grade (0 where nobody judged), whether somebody judged."""

    need: NDArray[np.int64]
    score: NDArray[np.float64]
    grade: Grades
    is_judged: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.need)

    def take(self, chosen: NDArray[np.bool_]) -> Self:
        return type(self)(self.need[chosen], self.score[chosen], self.grade[chosen], self.is_judged[chosen])


def scored_pairs(data: JudgedData, texts: JudgedTexts) -> ScoredPairs:
    """Every pair of a need that has judgements, with its score in the production engine."""
    run = rank_judged(data, texts, depth=len(data.startups))
    judged = [need.id for need in data.needs if need.id in data.grades]
    rows = [
        (number, score, data.grades[need].get(startup, 0), startup in data.grades[need])
        for number, need in enumerate(judged)
        for startup, score in run[need]
    ]
    need, score, grade, is_judged = (np.array(column) for column in zip(*rows, strict=True))
    return ScoredPairs(need, score, grade, is_judged)


@dataclass(frozen=True)
class Rate:
    """Of ``pairs``, ``judged`` of them by a person, ``fitted`` and were at least of the ``same_area``.

    ``low`` and ``high`` bound the share that fitted with 95 % confidence, needs drawn anew: pairs of one need resemble
    each other, so drawing pairs would promise too much.
    """

    pairs: int
    judged: int
    fitted: int
    same_area: int
    low: float
    high: float

    @property
    def share(self) -> float:
        return self.fitted / self.pairs if self.pairs else 0.0

    @property
    def observed(self) -> engine.Observed:
        return engine.Observed(self.pairs, self.fitted)


def by_band(pairs: ScoredPairs) -> dict[engine.Band, Rate]:
    """The band of each pair is the one of its score: judged data states no must-have that could cap it."""
    band = engine.bands(pairs.score, np.full(len(pairs), engine.Band.STRONG))
    return {own: rate(pairs, band == own) for own in sorted(engine.Band, reverse=True)}


@dataclass(frozen=True)
class Bin:
    """Pairs with a score from ``first`` to before ``last``, and their mean."""

    first: float
    last: float
    mean: float
    rate: Rate


def by_score(pairs: ScoredPairs) -> list[Bin]:
    """Bins of equal width from the floor up; the last one takes in the rare high scores."""
    bins: list[Bin] = []
    first = engine.CURRENT.floor
    while (above := pairs.score >= first).sum() >= FEWEST_IN_BIN:
        is_last = (pairs.score >= first + BIN).sum() < FEWEST_IN_BIN
        inside = above if is_last else above & (pairs.score < first + BIN)
        last = float(pairs.score.max()) if is_last else first + BIN
        if inside.any():
            bins.append(Bin(first, last, float(pairs.score[inside].mean()), rate(pairs, inside)))
        first = np.inf if is_last else first + BIN
    return bins


def rate(pairs: ScoredPairs, inside: NDArray[np.bool_]) -> Rate:
    own = pairs.take(inside)
    fits = own.grade >= RELEVANT
    low, high = _interval(own.need, fits, np.unique(pairs.need))
    return Rate(len(own), int(own.is_judged.sum()), int(fits.sum()), int((own.grade >= SAME_AREA).sum()), low, high)


def _interval(need: NDArray[np.int64], fits: NDArray[np.bool_], needs: NDArray[np.int64]) -> tuple[float, float]:
    """95 % interval of the share that fits, by drawing needs; the seed is fixed, so it is the same every time."""
    drawn = np.random.default_rng(0).integers(len(needs), size=(RESAMPLES, len(needs)))
    of_need = np.searchsorted(needs, need)
    fitted = np.bincount(of_need, weights=fits, minlength=len(needs))[drawn].sum(axis=1)
    every = np.bincount(of_need, minlength=len(needs))[drawn].sum(axis=1)
    low, high = np.percentile(fitted / np.maximum(every, 1), [2.5, 97.5])
    return float(low), float(high)


def differing(found: Mapping[engine.Band, Rate]) -> list[engine.Band]:
    """Bands whose count is not the one that the site states."""
    return [band for band, stated in engine.OBSERVED.items() if found[band].observed != stated]
