"""What the nudges cost in match quality on judged data, and what they change there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

import numpy as np

from matching.exposure.distribution import Distribution, distribution
from matching.exposure.nudging import DEPTH, Floats, Lists, nudged_ranks, nudges
from matching.measuring.evaluation import Run, measure
from matching.measuring.judged import JudgedData, JudgedNeed
from matching.synthetic import SyntheticWorld
from matching.synthetic.prose import problem

# Judged data says nothing about age and size, so a third of the companies are drawn to be new or small.
SHARE_FAVOURED = 1 / 3
DRAWS = 20
SEED = 1


def with_others(data: JudgedData, count: int) -> JudgedData:
    """With ``count`` generated needs that nobody judged, up to 1,000: exposure is a matter of many lists."""
    world = SyntheticWorld(SEED)
    block = world.need_block(0)
    texts = [problem(world.pieces, block.piece_ids(row)) for row in range(count)]
    others = [JudgedNeed(f"synthetic {row}", "", f"{text.title}. {text.problem}") for row, text in enumerate(texts)]
    return replace(data, needs=[*data.needs, *others])


@dataclass(frozen=True)
class Cost:
    """nDCG@10 by score; with the nudges, on average and in the worst draw of the favoured; and with any nudge at all,
    drawn for every company, on average and in the worst draw."""

    plain: float
    nudged: float
    nudged_worst: float
    any: float
    any_worst: float


@dataclass(frozen=True, eq=False)
class Trial:
    """A ranking by score, with the nudges of each draw of the favoured, and with any nudges; ``exposure`` by score and
    with the nudges, draw by draw."""

    plain: Run
    nudged: Sequence[Run]
    any: Sequence[Run]
    exposure: Sequence[tuple[Distribution, Distribution]]

    def cost(self, data: JudgedData) -> Cost:
        """On the judged needs of ``data``, which are among those that were ranked."""
        plain = _quality(self.plain, data)
        nudged, drawn = ([_quality(run, data) for run in runs] for runs in (self.nudged, self.any))
        return Cost(plain, fmean(nudged), min(nudged), fmean(drawn), min(drawn))

    def mean(self, name: str) -> tuple[float, float]:
        """A figure of the distribution by score, and with the nudges."""
        plain, nudged = zip(*((getattr(a, name), getattr(b, name)) for a, b in self.exposure), strict=True)
        return fmean(plain), fmean(nudged)


def trial(run: Run) -> Trial:
    rows = _Rows(run)
    drawn = [np.random.default_rng(seed) for seed in range(DRAWS)]
    favoured = [rng.random(rows.startups) < SHARE_FAVOURED for rng in drawn]
    reckoned = [nudges(rows.lists, own) for own in favoured]
    listed = np.isin(np.arange(rows.startups), rows.lists.listed)
    still = np.zeros(rows.startups)
    return Trial(
        plain=run,
        nudged=[rows.reordered(nudge) for nudge in reckoned],
        any=[rows.reordered(rng.uniform(-1, 1, rows.startups)) for rng in drawn],
        exposure=[
            (
                distribution(*rows.lists.shown(still), own, listed),
                distribution(*rows.lists.shown(nudge), own, listed),
            )
            for own, nudge in zip(favoured, reckoned, strict=True)
        ],
    )


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
        self.lists = Lists.of(self.need, self.startup, self.score, self.rank, DEPTH)

    def reordered(self, nudge: Floats) -> Run:
        rank = nudged_ranks(self.need, self.score, self.rank, nudge[self.startup])
        order = np.lexsort((rank, self.need))
        found: dict[str, list[tuple[str, float]]] = {need: [] for need in self.needs}
        columns = (self.need[order].tolist(), self.startup[order].tolist(), self.score[order].tolist())
        for need, startup, score in zip(*columns, strict=True):
            found[self.needs[need]].append((str(self.ids[startup]), score))
        return found
