"""One object with what is inferred from its text: the input of every factor's map."""

from dataclasses import dataclass

import numpy as np

from .facts import Floats, NeedFacts, StartupFacts, TextFeatures, Vocabulary
from .infer import declared, infer
from .snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class StartupView:
    """A startup, its text, and its distribution over technologies (T,)."""

    facts: StartupFacts
    text: TextFeatures
    technologies: Floats


@dataclass(frozen=True, eq=False)
class NeedView:
    """A need, its text, and its distributions over technologies (T,) and topics (P,)."""

    facts: NeedFacts
    text: TextFeatures
    technologies: Floats
    topics: Floats


def view_startup(facts: StartupFacts, text: TextFeatures, vocabulary: Vocabulary) -> StartupView:
    """Declared technologies take the place of inferred ones. KeyError on a code that is not in the vocabulary."""
    return StartupView(facts, text, _technologies(facts.technologies, text, vocabulary))


def view_need(facts: NeedFacts, text: TextFeatures, vocabulary: Vocabulary) -> NeedView:
    """Declared topics and technologies take the place of inferred ones. KeyError on an unknown code."""
    topics = _distribution(facts.topics, text, vocabulary.topics, vocabulary.topic_vectors)
    return NeedView(facts, text, _technologies(facts.technologies, text, vocabulary), topics)


def _technologies(codes: tuple[str, ...], text: TextFeatures, vocabulary: Vocabulary) -> Floats:
    return _distribution(codes, text, vocabulary.technologies, vocabulary.technology_vectors)


def _distribution(codes: tuple[str, ...], text: TextFeatures, entries: tuple[str, ...], vectors: Floats) -> Floats:
    if codes:
        return declared(codes, {code: place for place, code in enumerate(entries)})
    return infer(text.vector, np.array([text.hits.get(code, 0) for code in entries]), vectors)


@dataclass(frozen=True, eq=False)
class PairView:
    """One need and one startup side by side: what a reason is made from."""

    need: NeedView
    startup: StartupView
    vocabulary: Vocabulary
    snapshot: Snapshot
