"""The vocabulary's files: what each may hold, and how they refer to each other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taxonomy.entries import (
    Entry,
    ReferenceFolder,
    Shape,
    entries,
    flag,
    mapping,
    number,
    one_of,
    text,
    texts,
)
from taxonomy.plain import CodeTerm, PlainTaxonomy, Term, affinity_rows

FOLDER = Path(__file__).parent / "reference"
SIDES = ("israel", "china", "united_states")
MOST_LETTERS_IN_A_CODE = 40


def code(value: Any) -> str | None:
    if problem := text(value):
        return problem
    if len(value) > MOST_LETTERS_IN_A_CODE or not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", value):
        return f"is {value!r}; a code is up to {MOST_LETTERS_IN_A_CODE} letters, digits, - and _"
    return None


def weights(value: Any) -> str | None:
    if problem := mapping(value):
        return problem
    wrong = [topic for topic, weight in value.items() if number(weight) or not 0 < weight <= 1]
    return f"gives {wrong[0]} the weight {value[wrong[0]]!r}; a weight is above 0 and at most 1" if wrong else None


def in_three_languages(value: Any) -> str | None:
    if problem := mapping(value):
        return problem
    wrong = [f"{key} {problem}" for key in ("en", "zh", "he") if (problem := text(value.get(key)))]
    wrong += [f"{key} is not one of en, zh, he" for key in value if key not in ("en", "zh", "he")]
    return f"({', '.join(wrong)})" if wrong else None


NAMED = {"code": code, "en": text, "zh": text, "he": text}
KEYWORDS = {"keywords_en": texts, "keywords_zh": texts}
RETIRED = {"retired": flag}

TECHNOLOGY = Shape({**NAMED, **KEYWORDS, "solves": weights}, {"cautions": texts, **RETIRED})
SECTOR = Shape({**NAMED, **KEYWORDS, "article": flag, "technologies": entries}, RETIRED)
TOPIC = Shape({**NAMED, **KEYWORDS, "article": flag, "departments": texts, "kpi": in_three_languages}, RETIRED)
DOMAIN = Shape(
    {**NAMED, **KEYWORDS, "article": flag, "departments": texts, "topics": entries},
    {"iso37120_clauses": texts, "sdg_targets": texts, "u4ssc_subdimensions": texts, **RETIRED},
)
CAUTION = Shape({**NAMED, "side": one_of(*SIDES), "caps": flag}, RETIRED)
DEPARTMENT = Shape({**NAMED, "role": in_three_languages, "operator": flag}, {"aliases_zh": texts, **RETIRED})
CODE = Shape(NAMED, {"note": in_three_languages, "data": mapping, **RETIRED})


@dataclass(frozen=True)
class TaxonomyFiles:
    """The checked entries of the folder, in the order of the files."""

    sectors: list[Entry]
    domains: list[Entry]
    cautions: list[Entry]
    departments: list[Entry]
    code_lists: dict[str, list[Entry]]

    @property
    def technologies(self) -> list[tuple[Entry, Entry]]:
        """(sector, technology)"""
        return list(_children(self.sectors, "technologies"))

    @property
    def topics(self) -> list[tuple[Entry, Entry]]:
        """(domain, topic)"""
        return list(_children(self.domains, "topics"))


def read_files(folder: Path = FOLDER) -> TaxonomyFiles:
    """Reads and checks all five files. Raises ReferenceFileError with every problem found in them."""
    reading = ReferenceFolder(folder)
    files = TaxonomyFiles(
        sectors=reading.entries("sectors.yaml", SECTOR),
        domains=reading.entries("domains.yaml", DOMAIN),
        cautions=reading.entries("cautions.yaml", CAUTION),
        departments=reading.entries("departments.yaml", DEPARTMENT),
        code_lists=_read_code_lists(reading),
    )
    _check_references(reading, files)
    reading.finish()
    return files


def read_taxonomy(folder: Path = FOLDER) -> PlainTaxonomy:
    """The current vocabulary as plain data, straight from the files. Raises ReferenceFileError."""
    files = read_files(folder)
    technologies = [(sector, entry) for sector, entry in files.technologies if _is_current(entry)]
    terms = _terms((sector["code"], entry) for sector, entry in technologies)
    topics = _terms((domain["code"], entry) for domain, entry in files.topics)
    weights = {(entry["code"], topic): float(w) for _, entry in technologies for topic, w in entry["solves"].items()}
    return PlainTaxonomy(
        sectors=_terms(("", entry) for entry in files.sectors),
        technologies=terms,
        domains=_terms(("", entry) for entry in files.domains),
        topics=topics,
        affinity=affinity_rows(topics, terms, weights),
        cautions={e["code"]: frozenset(e["cautions"]) for _, e in technologies if e.get("cautions")},
        capping_cautions=frozenset(e["code"] for e in files.cautions if e["caps"] and _is_current(e)),
        code_lists={
            name: tuple(
                CodeTerm(e["code"], e["en"], e["zh"], e["he"], dict(e.get("data", {}))) for e in rows if _is_current(e)
            )
            for name, rows in files.code_lists.items()
        },
    )


def _read_code_lists(reading: ReferenceFolder) -> dict[str, list[Entry]]:
    content = reading.read("codes.yaml")
    if not isinstance(content, Entry):
        if content is not None:
            reading.problems.append("codes.yaml: must be lists of codes, each under the name of its list.")
        return {}
    sound = {}
    for name, rows in content.items():
        if problem := entries(rows):
            reading.problems.append(f"codes.yaml: the list {name} {problem}.")
            continue
        for entry in rows:
            reading.check(entry, CODE)
        reading.codes(rows)
        sound[name] = rows
    return sound


def _check_references(reading: ReferenceFolder, files: TaxonomyFiles) -> None:
    for _, technology in files.technologies:
        reading.check(technology, TECHNOLOGY)
    for _, topic in files.topics:
        reading.check(topic, TOPIC)
    reading.codes(files.sectors)
    reading.codes(files.domains)
    reading.codes(technology for _, technology in files.technologies)
    topics = reading.codes(topic for _, topic in files.topics)
    cautions = reading.codes(files.cautions)
    departments = reading.codes(files.departments)
    for _, technology in files.technologies:
        reading.known(technology, "cautions", cautions, "cautions.yaml")
        reading.known(technology, "solves", topics, "domains.yaml")
    for entry in [*files.domains, *(topic for _, topic in files.topics)]:
        reading.known(entry, "departments", departments, "departments.yaml")


def _children(parents: Iterable[Entry], key: str) -> Iterator[tuple[Entry, Entry]]:
    for parent in parents:
        found = parent.get(key)
        if not entries(found):
            yield from ((parent, child) for child in found or [])


def _terms(found: Iterable[tuple[str, Entry]]) -> tuple[Term, ...]:
    return tuple(
        Term(e["code"], parent, e["en"], e["zh"], e["he"], tuple(e["keywords_en"]), tuple(e["keywords_zh"]))
        for parent, e in found
        if _is_current(e)
    )


def _is_current(entry: Entry) -> bool:
    return not entry.get("retired", False)
