"""The whole calculation of one pair, so that anybody can go through it: inputs of both sides, weights, parts, band.

Made by the maps and the tables of the engine itself; nothing is computed a second way.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from cities.models import Need
from matching import engine
from matching.corpus import Corpus
from matching.engine import factors, lexical, readiness
from matching.engine.weights import FactorWeight
from matching.gather import read_needs, read_startups
from startups.models import Startup


@dataclass(frozen=True)
class Term:
    """One term of an inner product: what it stands for, and what each side puts in."""

    label: str
    need: float
    startup: float

    @property
    def product(self) -> float:
        return self.need * self.startup


@dataclass(frozen=True)
class Part:
    """``part`` = (product - usual) x weight / spread, as the engine rounds it; ``terms`` largest product first."""

    code: str
    product: float
    weight: FactorWeight
    part: float
    points: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, eq=False)
class Calculation:
    """A need and a startup as the engine sees them, by one corpus."""

    need: engine.NeedView
    startup: engine.StartupView
    needs: engine.NeedTable
    startups: engine.StartupTable
    corpus: Corpus

    @classmethod
    def of(cls, need: Need, startup: Startup, corpus: Corpus) -> Self:
        """Of rows fetched `with_page()` and `with_profile()`."""
        asked, offered = read_needs([need], corpus), read_startups([startup], corpus)
        statistics = corpus.vocabulary, corpus.snapshot
        return cls(
            engine.view_need(asked.facts[0], asked.texts[0], corpus.vocabulary),
            engine.view_startup(offered.facts[0], offered.texts[0], corpus.vocabulary),
            engine.build_needs(asked.facts, asked.texts, *statistics),
            engine.build_startups(offered.facts, offered.texts, *statistics),
            corpus,
        )

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        row, weights = np.zeros(1, np.int64), self.corpus.weights
        exact = engine.explain_pairs(self.needs, self.startups, row, row, weights)
        points = engine.shown_points(exact)[0].tolist()
        return tuple(
            self._part(factor, part, own)
            for factor, part, own in zip(factors.FACTORS, exact[0].tolist(), points, strict=True)
        )

    def _part(self, factor: factors.Factor, part: float, points: int) -> Part:
        terms = self._dense_terms(factor) if factor.map else self._sparse_terms(factor)
        product = sum(term.product for term in terms)
        ordered = sorted((term for term in terms if term.product), key=lambda term: -abs(term.product))
        shown = tuple(ordered) if factor.block in _LABELS else ()
        return Part(factor.code, product, self.corpus.weights.factors[factor.code], part, points, shown)

    def _dense_terms(self, factor: factors.Factor) -> list[Term]:
        assert factor.map is not None  # noqa: S101 - exactly one of map and query is set
        asked = factor.map(self.need, self.corpus.vocabulary).tolist()
        offered = factors.DENSE[factor.block](self.startup, self.corpus.vocabulary).tolist()
        labels = _LABELS[factor.block](self.corpus.vocabulary) if factor.block in _LABELS else [""] * len(asked)
        return [Term(*each) for each in zip(labels, asked, offered, strict=True)]

    def _sparse_terms(self, factor: factors.Factor) -> list[Term]:
        assert factor.query is not None  # noqa: S101 - exactly one of map and query is set
        statistics = self.corpus.vocabulary, self.corpus.snapshot
        asked, offered = (
            factor.query(self.need, *statistics),
            factors.SPARSE[factor.block][0](self.startup, *statistics),
        )
        labels = self._words if factor.block == "words" else dict(enumerate(self.corpus.vocabulary.entries))
        return [
            Term(labels[column], asked[column], offered[column]) for column in sorted(asked.keys() & offered.keys())
        ]

    @cached_property
    def _words(self) -> Mapping[int, str]:
        """Column -> the need's word that stands in it, with its idf."""
        snapshot = self.corpus.snapshot
        columns = {word: snapshot.column(word) for word in lexical.weighted_words(self.need)}
        return {column: f"{word} (idf {snapshot.idf[column]:.3f})" for word, column in columns.items()}

    @property
    def score(self) -> float:
        return round(sum(part.part for part in self.parts), 4)

    @property
    def highest(self) -> engine.Band:
        """Its cap."""
        return engine.cap(self.need.facts, self.startup.facts, self.corpus.vocabulary)

    @property
    def band(self) -> engine.Band:
        return engine.band(self.score, self.highest)

    @property
    def what_caps(self) -> list[str]:
        """The stated noes on must-haves and the cautions that hold the band down, as codes."""
        vocabulary = self.corpus.vocabulary
        found = engine.gaps(self.need.facts, self.startup.facts)
        blocks = [
            f"must-have {readiness.requirement_key(gap.kind, gap.value)}: the profile says {gap.stated}"
            for gap in found
            if gap.status is engine.Status.BLOCKED
        ]
        codes = engine.cautions(self.startup.facts, vocabulary)
        return blocks + [f"caution {code}" for code in codes if code in vocabulary.capping_cautions]

    @property
    def inputs(self) -> dict[str, str]:
        """Hashes of what each side puts in: its facts, its words, its vector."""
        return {
            f"{side} {name}": _hash(value)
            for side, view in (("need", self.need), ("startup", self.startup))
            for name, value in (
                ("facts", _stable(view.facts)),
                ("words", sorted(view.text.words.items())),
                ("keyword hits", sorted(view.text.hits.items())),
                ("vector", np.asarray(view.text.vector, np.float32).tobytes().hex()),
            )
        }


def _stable(facts: engine.NeedFacts | engine.StartupFacts) -> list[tuple[str, object]]:
    """Fields by name; sets have no order of their own."""
    return [(name, sorted(own) if isinstance(own, frozenset) else own) for name, own in vars(facts).items()]


def _hash(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


def _technologies(vocabulary: engine.Vocabulary) -> Sequence[str]:
    return vocabulary.technologies


def _proof(vocabulary: engine.Vocabulary) -> Sequence[str]:
    bands = (*vocabulary.population_bands, "size unknown")
    return [f"{asked}, {band}" for asked in ("anywhere", "in China") for band in bands]


# What the columns of a block stand for. Those of an embedding stand for nothing that has a name.
_LABELS: Mapping[str, Callable[[engine.Vocabulary], Sequence[str]]] = {
    "technologies": _technologies,
    "root_technologies": _technologies,
    "proof": _proof,
    "maturity": lambda vocabulary: list(readiness.STAGES),
    "budget": lambda vocabulary: list(vocabulary.budget_ceilings),
    "china_readiness": lambda vocabulary: list(readiness.china_columns(vocabulary)),
    "words": lambda vocabulary: (),
    "keywords": lambda vocabulary: vocabulary.entries,
}
