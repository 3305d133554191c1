"""One need and one profile side by side, with everything that sentences about them are made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from cities.models import Kpi, Need
from listings.models import reader_language
from matching import engine
from matching.corpus import Corpus
from matching.explaining.evidence import Evidence, answers, find_evidence
from matching.explaining.texts import SideTexts
from matching.gather import read_needs, startup_facts
from matching.phrases import Meanings, read_meanings
from startups.models import Deployment, Startup

# An inferred topic is named when it has at least this share of the text's topics.
_LEAST_SHARE = 0.15
# Of 50 judged meetings 10 of 12 were wrong below this, and 3 of 38 above.
_ABOVE_STRONG = 2.0


@dataclass(frozen=True, eq=False)
class Asked:
    """What is asked for: a stored need, or a pasted text (`need` is None then, and nothing but the text is known)."""

    view: engine.NeedView
    texts: SideTexts
    need: Need | None = None

    @classmethod
    def by_needs(cls, needs: Sequence[Need], corpus: Corpus) -> list[Self]:
        """Of needs fetched `with_page()`, in their order."""
        reading = read_needs(needs, corpus)
        views = [
            engine.view_need(facts, text, corpus.vocabulary)
            for facts, text in zip(reading.facts, reading.texts, strict=True)
        ]
        return [cls(view, SideTexts.of_need(need), need) for view, need in zip(views, needs, strict=True)]

    def topics(self, vocabulary: engine.Vocabulary) -> tuple[str, ...]:
        """Declared, else inferred."""
        shares = self.view.topics
        return self.view.facts.topics or tuple(
            vocabulary.topics[place]
            for place in np.argsort(-shares, kind="stable")[:2]
            if shares[place] >= _LEAST_SHARE
        )


@dataclass(frozen=True, eq=False)
class Pairing:
    """A pair as it is shown to readers of the active language; `startup` fetched `with_profile()`.

    `score`: the stored or computed one. `meanings`: of the sentences of both; evidence is found by words alone without
    them.
    """

    asked: Asked
    startup: Startup
    corpus: Corpus
    score: float = 0.0
    meanings: Meanings = field(default_factory=Meanings)

    @cached_property
    def facts(self) -> engine.StartupFacts:
        return startup_facts(self.startup)

    @cached_property
    def reasons(self) -> list[engine.Reason]:
        """Everything the engine says of the pair, in the order of its factors."""
        # What it says of words is shown as pairs of terms (evidence), so the profile's words need not be counted here.
        text = engine.TextFeatures(np.zeros_like(self.asked.view.text.vector), {})
        startup = engine.view_startup(self.facts, text, self.corpus.vocabulary)
        pair = engine.PairView(self.asked.view, startup, self.corpus.vocabulary, self.corpus.snapshot)
        return [reason for said in engine.reasons(pair).values() for reason in said]

    def reason(self, code: str) -> Mapping[str, Any] | None:
        """The values of the first reason of this code; further ones say less of the same."""
        return next((reason.values for reason in self.reasons if reason.code == code), None)

    @cached_property
    def gaps(self) -> list[engine.Gap]:
        return engine.gaps(self.asked.view.facts, self.facts)

    @cached_property
    def texts(self) -> SideTexts:
        return SideTexts.of_startup(self.startup)

    @cached_property
    def evidence(self) -> Evidence:
        return find_evidence(
            self.asked.texts,
            self.texts,
            self.asked.topics(self.corpus.vocabulary),
            self.facts.technologies,
            self.corpus,
            reader_language(),
            self.meanings,
        )

    @property
    def meets(self) -> bool:
        """Whether the two quotes are about the same problem, as nine of ten were judged to be (docs/matching.md).

        Sentences of a pair that hardly fits are seldom about the same, however near they come.
        """
        return self.evidence.is_close and self.score >= engine.CURRENT.strong + _ABOVE_STRONG

    @cached_property
    def deployment(self) -> Deployment | None:
        """The one that counts most for this city."""
        values = self.reason("deployment")
        return list(self.startup.deployments.all())[values["deployment"]] if values else None

    @cached_property
    def answered_kpi(self) -> tuple[Kpi, Deployment] | None:
        """A KPI of the need that a deployment has moved already; the deployment that counts most is asked first."""
        if self.asked.need is None:
            return None
        deployments = sorted(self.startup.deployments.all(), key=lambda row: row != self.deployment)
        pairs = ((kpi, row) for row in deployments for kpi in self.asked.need.kpis.all())
        return next(((kpi, row) for kpi, row in pairs if answers(kpi, row, self.corpus)), None)


def with_meanings(pairings: Sequence[Pairing], corpus: Corpus) -> list[Pairing]:
    """The same pairings with what their sentences mean: one query for a page of them."""
    sides = {id(texts): texts for pairing in pairings for texts in (pairing.asked.texts, pairing.texts)}
    meanings = read_meanings(sides.values(), reader_language(), corpus)
    return [replace(pairing, meanings=meanings) for pairing in pairings]
