"""What the engine is told about one startup, one need, their texts and the shared vocabulary.

Plain frozen values: whoever fills them (the database in ``gather.py``, a file in ``evaluation.py``, a test) is
unknown here. ``None``, an absent key and an empty tuple all mean "not stated"; nothing here is a guess.
Codes are those of the reference files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True)
class DeploymentFacts:
    """One place where the product runs. ``country`` is ISO 3166 alpha-2, ``since`` a year."""

    country: str | None = None
    population_band: str | None = None
    since: int | None = None
    evidence: str | None = None


@dataclass(frozen=True)
class StartupFacts:
    """The structured fields of one startup.

    ``published`` is an ordinal day (it breaks ties), ``technologies`` are the declared codes, primary first (empty:
    inferred from the text), pilot costs are CNY, ``certificates`` maps a kind of certificate to its answer.
    """

    id: int
    published: int = 0
    technologies: tuple[str, ...] = ()
    trl: int | None = None
    pilot_cost_low: int | None = None
    pilot_cost_high: int | None = None
    deployments: tuple[DeploymentFacts, ...] = ()
    presence: str | None = None
    production: str | None = None
    materials_in_chinese: str | None = None
    data_in_china: str | None = None
    mlps_level: int | None = None
    certificates: Mapping[str, str] = field(default_factory=dict)
    excluded_topics: frozenset[str] = frozenset()
    excluded_cities: frozenset[str] = frozenset()


@dataclass(frozen=True)
class RequirementFacts:
    """A must-have (``hard``) or a wish of a need: kind, and the value it asks for where the kind takes one."""

    kind: str
    value: str | None = None
    hard: bool = True


@dataclass(frozen=True)
class NeedFacts:
    """The structured fields of one need. Empty ``topics`` or ``technologies`` are inferred from the text."""

    id: int
    published: int = 0
    topics: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    stage: str | None = None
    budget_band: str | None = None
    population_band: str | None = None
    city: str | None = None
    requirements: tuple[RequirementFacts, ...] = ()
    excluded_technologies: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class TextFeatures:
    """What the text of one object says, in English terms; may be stored as it is and read back.

    ``vector``  (d,) the embedding, of unit length; zeros for an object without text
    ``words``   stemmed word -> how often it occurs (startup) or the weight of its gloss (need)
    ``hits``    technology or topic code -> how many of its keywords occur; absent means none
    """

    vector: Floats
    words: Mapping[str, float]
    hits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The taxonomy and the code lists in the form that the engine computes with.

    ``affinity``            (topics, technologies), 0 to 1: how well a technology serves a topic
    ``technology_vectors``  (technologies, d) embeddings of "name. keywords", of unit length; likewise topics
    ``terms``               technology or topic code -> the stemmed words of its English keywords
    ``cautions``            technology code -> its caution codes; ``capping_cautions`` are those that cap the band
    ``population_bands``    codes, smallest cities first
    ``budget_ceilings``     budget band -> the most it can pay, CNY; bands that say nothing of money are absent
    ``certificates``        the kinds of certificate, in a fixed order
    ``glossary``            the version of the shipped terms that texts are brought to English with
    """

    technologies: tuple[str, ...]
    topics: tuple[str, ...]
    affinity: Floats
    technology_vectors: Floats
    topic_vectors: Floats
    terms: Mapping[str, tuple[str, ...]]
    cautions: Mapping[str, frozenset[str]]
    capping_cautions: frozenset[str]
    population_bands: tuple[str, ...]
    budget_ceilings: Mapping[str, int]
    certificates: tuple[str, ...]
    glossary: str = ""

    @cached_property
    def entries(self) -> tuple[str, ...]:
        """Technologies, then topics."""
        return (*self.technologies, *self.topics)

    @cached_property
    def entries_of_word(self) -> dict[str, list[int]]:
        """Stemmed word -> places in ``entries`` of those whose keywords hold it."""
        places: dict[str, list[int]] = {}
        for place, code in enumerate(self.entries):
            for word in dict.fromkeys(self.terms[code]):
                places.setdefault(word, []).append(place)
        return places
