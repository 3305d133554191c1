"""The vocabulary as plain data, for programs that know neither Django nor the files, such as the matching engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Term:
    """A sector, technology, domain or topic. `parent` is the sector of a technology, the domain of a topic, else ""."""

    code: str
    parent: str
    name_en: str
    name_zh: str
    name_he: str
    keywords_en: tuple[str, ...]
    keywords_zh: tuple[str, ...]


@dataclass(frozen=True)
class CodeTerm:
    """One code of a code list, with the data its list keeps (bounds of a band, symbol of a unit)."""

    code: str
    name_en: str
    name_zh: str
    name_he: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class PlainTaxonomy:
    """What is current, in the order of the files.

    `affinity`          one row a topic, one column a technology, 0 to 1: how well the technology serves the topic
    `cautions`          technology -> its cautions; a technology without any is absent
    `capping_cautions`  the cautions that hold a match at "same field"
    `code_lists`        list -> its codes in order
    """

    sectors: tuple[Term, ...]
    technologies: tuple[Term, ...]
    domains: tuple[Term, ...]
    topics: tuple[Term, ...]
    affinity: tuple[tuple[float, ...], ...]
    cautions: Mapping[str, frozenset[str]]
    capping_cautions: frozenset[str]
    code_lists: Mapping[str, tuple[CodeTerm, ...]]


def affinity_rows(
    topics: Sequence[Term], technologies: Sequence[Term], weights: Mapping[tuple[str, str], float]
) -> tuple[tuple[float, ...], ...]:
    """The affinity table (topics, technologies) from the weight of each (technology, topic), 0 where none is given."""
    return tuple(
        tuple(weights.get((technology.code, topic.code), 0.0) for technology in technologies) for topic in topics
    )
