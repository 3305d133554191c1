"""Old weights against new: on pairs that were judged once for all, and on decisions that nothing was learned from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from matching.learning.fitting import Floats, Preferences, agreement

JUDGED = Path(__file__).with_name("judged.npz")
# A new set loses when it is worse by more than this: less is chance on so few needs.
TOLERATED = 0.005
# Fewer comparisons held back than this say nothing.
FEWEST_HELD_BACK = 30
# Kept of each judged need, the best by score: what stands lower reaches no first page whatever the weights.
DEPTH = 50


@dataclass(frozen=True, eq=False)
class JudgedParts:
    """m pairs with the parts (m, factors) of the experts' weights: the number of the need (m,) and the grade (m,).

    Made by `manage.py keep_judged_parts`, so that every installation has it, whatever is listed there.
    """

    need: NDArray[np.int64]
    grade: NDArray[np.int64]
    parts: Floats

    @classmethod
    def joined(cls, several: Sequence[Self]) -> Self:
        """Of several judged sets, the needs numbered on."""
        firsts = np.cumsum([0, *(own.need.max(initial=-1) + 1 for own in several)])
        need = np.concatenate([own.need + first for own, first in zip(several, firsts, strict=False)])
        return cls(need, *(np.concatenate([getattr(own, name) for own in several]) for name in ("grade", "parts")))

    def save(self) -> None:
        np.savez_compressed(
            JUDGED,
            need=self.need.astype(np.int16),
            grade=self.grade.astype(np.int8),
            parts=self.parts.astype(np.float32),
        )
        judged_parts.cache_clear()

    def quality(self, multipliers: Floats) -> float:
        """Mean nDCG@10 over the needs, each ranked by these weights."""
        scores = self.parts @ multipliers
        return float(np.mean([_ndcg(self.grade[own], scores[own]) for own in self._rows]))

    @property
    def _rows(self) -> list[NDArray[np.int64]]:
        return [np.flatnonzero(self.need == number) for number in np.unique(self.need)]


@lru_cache(maxsize=1)
def judged_parts() -> JudgedParts:
    with np.load(JUDGED) as stored:
        return JudgedParts(
            stored["need"].astype(np.int64), stored["grade"].astype(np.int64), stored["parts"].astype(np.float64)
        )


def _ndcg(grades: NDArray[np.int64], scores: Floats) -> float:
    found, best = grades[np.argsort(-scores, kind="stable")], np.sort(grades)[::-1]
    discount = 1 / np.log2(np.arange(2, 12))
    gained, possible = (((2.0 ** own[:10] - 1) * discount[: len(own[:10])]).sum() for own in (found, best))
    return float(gained / possible) if possible else 0.0


@dataclass(frozen=True)
class Comparison:
    """Quality of three sets on the judged pairs, agreement of two with the decisions held back."""

    judged_needs: int
    judged_expert: float
    judged_old: float
    judged_new: float
    held_back: int
    agreed_old: float
    agreed_new: float

    @property
    def loses(self) -> bool:
        """Against the old set, and on the judged pairs against the experts' too: many small steps must not add up."""
        on_judged = self.judged_new < max(self.judged_old, self.judged_expert) - TOLERATED
        return on_judged or self.held_back < FEWEST_HELD_BACK or self.agreed_new < self.agreed_old


def compare(old: Floats, new: Floats, held_back: Preferences, judged: JudgedParts) -> Comparison:
    return Comparison(
        judged_needs=len(np.unique(judged.need)),
        judged_expert=judged.quality(np.ones(len(new))),
        judged_old=judged.quality(old),
        judged_new=judged.quality(new),
        held_back=len(held_back),
        agreed_old=agreement(held_back, old),
        agreed_new=agreement(held_back, new),
    )
