"""Match quality on judged data: rank it with the production engine, measure the ranking. No database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from language.bridge import Bridge
from language.encoder import Encoder
from matching import engine
from matching.measuring.judged import JudgedData, JudgedNeed, JudgedStartup
from matching.reading import english_of, features
from matching.statistics import make_snapshot, shipped_snapshot
from matching.vectors import mean_vectors
from matching.vocabulary import embedded_vocabulary, keywords
from taxonomy.plain import PlainTaxonomy
from taxonomy.reference import read_taxonomy

RELEVANT = 2  # the grade from which P@5 and R@20 count
RUN_DEPTH = 100
RESAMPLES = 10_000

# Need id -> (startup id, score), best first; or the other way round
Run = Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True, eq=False)
class JudgedTexts:
    """What the texts say, in the order of the data, with what it was read by."""

    needs: Sequence[engine.TextFeatures]
    startups: Sequence[engine.TextFeatures]
    vocabulary: engine.Vocabulary
    snapshot: engine.Snapshot


def read_texts(data: JudgedData, encoder: Encoder) -> JudgedTexts:
    """As the site reads its own after a full run: the statistics are those of the startups at hand."""
    taxonomy = read_taxonomy()
    vocabulary = embedded_vocabulary(taxonomy, encoder)
    general = Bridge(shipped_snapshot(vocabulary).commonness)
    startups = _features([startup.texts for startup in data.startups], taxonomy, general, encoder)
    snapshot = make_snapshot((features.words for features in startups), vocabulary)
    needs = _features([(need.text,) for need in data.needs], taxonomy, Bridge(snapshot.commonness), encoder)
    return JudgedTexts(needs, startups, vocabulary, snapshot)


def rank_judged(data: JudgedData, texts: JudgedTexts, depth: int = RUN_DEPTH, by_startup: bool = False) -> Run:
    """The ``depth`` best startups of each need, or the best needs of each startup.

    Judged data states no structured field: all of them are unknown.
    """
    best = search(texts, depth)
    if by_startup:
        return _run(data.startups, data.needs, best.by_startup.startup, best.by_startup.need, best.by_startup.score)
    return _run(data.needs, data.startups, best.by_need.need, best.by_need.startup, best.by_need.score)


def search(texts: JudgedTexts, depth: int) -> engine.Ranking:
    """The engine's lists, by row of the data; without a floor, so that every need has a full one."""
    need_facts = [engine.NeedFacts(id=row) for row in range(len(texts.needs))]
    startup_facts = [engine.StartupFacts(id=row) for row in range(len(texts.startups))]
    needs = engine.build_needs(need_facts, texts.needs, texts.vocabulary, texts.snapshot)
    startups = engine.build_startups(startup_facts, texts.startups, texts.vocabulary, texts.snapshot)
    return engine.rank(needs, startups, k=depth, floor=-np.inf)


def _run(
    asking: Sequence[JudgedNeed | JudgedStartup],
    found: Sequence[JudgedNeed | JudgedStartup],
    asking_rows: Iterable[int],
    found_rows: Iterable[int],
    scores: Iterable[float],
) -> Run:
    run: dict[str, list[tuple[str, float]]] = {subject.id: [] for subject in asking}
    for own, other, score in zip(asking_rows, found_rows, scores, strict=True):
        run[asking[own].id].append((found[other].id, float(score)))
    return run


def _features(
    texts: Sequence[tuple[str, ...]], taxonomy: PlainTaxonomy, bridge: Bridge, encoder: Encoder
) -> list[engine.TextFeatures]:
    """Of objects with one text or more, the first of which is the whole: its words and keywords count."""
    known = keywords(taxonomy)
    english = [tuple(english_of(text, bridge) for text in own) for own in texts]
    return [
        features(in_english[0], own[0], vector, bridge, known)
        for own, in_english, vector in zip(texts, english, mean_vectors(english, encoder), strict=True)
    ]


# --- measures ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Measures:
    """Means over the needs (or startups) of one group.

    ``low`` and ``high`` bound nDCG@10 with 95 % confidence (bootstrap).
    """

    group: str
    subjects: int
    ndcg10: float
    low: float
    high: float
    precision5: float
    recall20: float


def measure(run: Run, data: JudgedData, by_startup: bool = False) -> list[Measures]:
    """Of all needs (or startups) with judgements, then of each group by name; empty when there are none."""
    groups: dict[str, list[NDArray[np.float64]]] = defaultdict(list)
    judged = data.by_startup if by_startup else data.grades
    for subject in data.startups if by_startup else data.needs:
        if grades := judged.get(subject.id):
            figures = measure_list([found for found, _ in run[subject.id]], grades)
            groups["all"].append(figures)
            groups[subject.group].append(figures)
    return [
        _summary(group, np.array(groups[group])) for group in sorted(groups, key=lambda name: (name != "all", name))
    ]


def measure_list(ranked: Sequence[str], grades: Mapping[str, int]) -> NDArray[np.float64]:
    """(nDCG@10 with gain 2^grade - 1, P@5, R@20) of one ranked list; 0 where nothing could have been found."""
    found = np.array([grades.get(startup, 0) for startup in ranked])
    relevant = sum(grade >= RELEVANT for grade in grades.values())
    best = _gain(np.sort(list(grades.values()))[::-1])
    return np.array(
        [
            _gain(found) / best if best else 0.0,
            (found[:5] >= RELEVANT).sum() / 5,
            (found[:20] >= RELEVANT).sum() / relevant if relevant else 0.0,
        ]
    )


def _gain(grades: NDArray[np.int64]) -> float:
    top = grades[:10]
    return float(((2.0**top - 1) / np.log2(np.arange(len(top)) + 2)).sum())


def _summary(group: str, figures: NDArray[np.float64]) -> Measures:
    # The seed is fixed: the same ranking gives the same interval.
    drawn = np.random.default_rng(0).integers(len(figures), size=(RESAMPLES, len(figures)))
    low, high = np.percentile(figures[drawn, 0].mean(axis=1), [2.5, 97.5])
    return Measures(group, len(figures), figures[:, 0].mean(), low, high, figures[:, 1].mean(), figures[:, 2].mean())


def write_run(run: Run, path: Path) -> None:
    """``need_id<TAB>startup_id<TAB>score``, best first."""
    lines = [f"{need}\t{startup}\t{score:.4f}\n" for need, ranked in run.items() for startup, score in ranked]
    path.write_text("".join(lines), encoding="utf-8")
