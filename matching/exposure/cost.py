"""What the nudges cost in match quality, on judged data."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from matching.exposure.nudging import MARGIN, Floats, Lists, nudged_ranks, nudges
from matching.measuring.evaluation import Run, measure
from matching.measuring.judged import JudgedData

# Judged data says nothing about age and size, so a third of the companies are drawn to be new or small.
SHARE_FAVOURED = 1 / 3
DRAWS = 20


@dataclass(frozen=True)
class Cost:
    """nDCG@10 by score; with the nudges, on average and in the worst draw of the favoured; and with any nudge at all
    that the margin allows, drawn for every company, on average and in the worst draw."""

    plain: float
    nudged: float
    nudged_worst: float
    any: float
    any_worst: float


def cost(run: Run, data: JudgedData) -> Cost:
    lists = _Rows(run)
    drawn = [np.random.default_rng(seed) for seed in range(DRAWS)]
    favoured = [rng.random(lists.startups) < SHARE_FAVOURED for rng in drawn]
    nudged = [_quality(lists.reordered(nudges(lists.of_needs, own)), data) for own in favoured]
    random = [_quality(lists.reordered(rng.uniform(-MARGIN / 2, MARGIN / 2, lists.startups)), data) for rng in drawn]
    plain = _quality(run, data)
    return Cost(plain, float(np.mean(nudged)), min(nudged), float(np.mean(random)), min(random))


def _quality(run: Run, data: JudgedData) -> float:
    return measure(run, data)[0].ndcg10


class _Rows:
    """A ranking as columns."""

    def __init__(self, run: Run) -> None:
        self.needs = list(run)
        flat = [(row, startup, score) for row, need in enumerate(run) for startup, score in run[need]]
        need, startup, score = zip(*flat, strict=True)
        self.ids, self.startup = np.unique(np.array(startup), return_inverse=True)
        self.need, self.score = np.array(need, np.int64), np.array(score)
        self.rank = np.array([place for own in run.values() for place in range(1, len(own) + 1)], np.int16)
        self.startups = len(self.ids)
        self.of_needs = Lists.of(self.need, self.startup, self.score, self.rank)

    def reordered(self, nudge: Floats) -> Run:
        rank = nudged_ranks(self.need, self.score, self.rank, nudge[self.startup])
        order = np.lexsort((rank, self.need))
        found: dict[str, list[tuple[str, float]]] = {need: [] for need in self.needs}
        rows: Iterable[tuple[int, int, float]] = zip(
            self.need[order].tolist(), self.startup[order].tolist(), self.score[order].tolist(), strict=True
        )
        for need, startup, score in rows:
            found[self.needs[need]].append((str(self.ids[startup]), score))
        return found
