"""How well the same need is told from another one: judged pairs of paragraphs, docs/judged/same_needs.tsv."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matching import engine
from matching.corpus import Corpus
from matching.gather import read_problem
from matching.likeness import is_same_need, need_closeness


@dataclass(frozen=True)
class JudgedPair:
    """``verdict``: same, or different; ``topic``: the code that both would declare."""

    verdict: str
    topic: str
    first: str
    second: str


@dataclass(frozen=True)
class Told:
    """A judged pair with what the code says of it."""

    pair: JudgedPair
    closeness: float
    is_same: bool

    @property
    def is_right(self) -> bool:
        return self.is_same == (self.pair.verdict == "same")


def read_pairs(path: Path) -> list[JudgedPair]:
    with path.open(encoding="utf-8", newline="") as file:
        return [JudgedPair(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def tell(pairs: Iterable[JudgedPair], corpus: Corpus) -> list[Told]:
    """By the production code: both paragraphs as needs that declare the topic."""
    return [_tell(pair, corpus) for pair in pairs]


def _tell(pair: JudgedPair, corpus: Corpus) -> Told:
    facts = [engine.NeedFacts(number, topics=(pair.topic,)) for number in (1, 2)]
    texts = [read_problem(text, corpus) for text in (pair.first, pair.second)]
    table = engine.build_needs(facts, texts, corpus.vocabulary, corpus.snapshot)
    closeness = float(need_closeness(table, table.take(np.array([0])))[1])
    views = [engine.view_need(*each, corpus.vocabulary) for each in zip(facts, texts, strict=True)]
    return Told(pair, closeness, is_same_need(closeness, views[0].topics, views[1].topics))


def precision_and_recall(told: Sequence[Told]) -> tuple[float, float]:
    """Of those called the same how many are; of those that are how many are called so. NaN for none."""
    called = [row for row in told if row.is_same]
    same = [row for row in told if row.pair.verdict == "same"]
    right = sum(row.is_right for row in called)
    return right / len(called) if called else float("nan"), right / len(same) if same else float("nan")
