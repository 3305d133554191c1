"""Names what would help a draft of a need most: pure functions over what was typed, no database and no clock.

A need is a problem with figures, not a wish for a product. The coach gives codes, at most two at once, the most helpful
first; `cities.advice` makes the sentences.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cities.coach_phrases import BY_LANGUAGE, SECRECY, Phrases
from language.detect import detect

MOST_AT_ONCE = 2
YEAR = re.compile(r"20[0-9]{2}")
SHORTEST_TITLE, LONGEST_TITLE = 6, 100
SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s|$)")
# How reports begin, before anything is said.
OPENING = re.compile(
    r"^(?:\s|[一二三四五]是|[（(]?[0-9一二三四五]+[)）.、]|目前|当前|现在|近年来|据统计|由于|因为|其中|但是?|我[市区县局省单位]{1,2}"
    r"|currently,?|at present,?)+",
    re.IGNORECASE,
)


class Point(StrEnum):
    """In the order of what helps most; whatever is secret must go before anything else is said."""

    SECRECY = "SECRECY"
    NO_NUMBER = "NO_NUMBER"
    PRODUCT = "PRODUCT"
    NO_PROBLEM = "NO_PROBLEM"
    NO_DATE = "NO_DATE"
    TWO_PROBLEMS = "TWO_PROBLEMS"
    TOO_SHORT = "TOO_SHORT"


@dataclass(frozen=True)
class Told:
    """What an official has written so far."""

    problem: str
    present: str = ""
    target: str = ""
    by: date | None = None

    @property
    def everything(self) -> str:
        return "\n".join((self.problem, self.present, self.target))


def advise(told: Told, today: date) -> tuple[Point, ...]:
    """At most two points; none for an empty draft, which needs an example rather than a judgement."""
    if not told.everything.strip():
        return ()
    phrases = BY_LANGUAGE[detect(told.everything)]
    checks = {
        Point.SECRECY: SECRECY.search(told.everything) is not None,
        Point.NO_NUMBER: _has_no_number(told, phrases),
        Point.PRODUCT: _is_product(told, phrases),
        Point.NO_PROBLEM: _has_no_problem(told, phrases),
        Point.NO_DATE: _has_no_date(told, phrases, today),
        Point.TWO_PROBLEMS: _has_two_problems(told, phrases),
        Point.TOO_SHORT: len(phrases.letter.findall(told.problem)) < phrases.fewest_letters,
    }
    return tuple(point for point in Point if checks[point])[:MOST_AT_ONCE]


def headline(text: str) -> str:
    """A title to begin with: the first clause that says what goes wrong, else the first one; at most 100 characters.

    An English clause without its sentence means little, so that there it is the sentence.
    """
    phrases = BY_LANGUAGE[detect(text)]
    parts = SENTENCE_END.split(text) if detect(text) != "zh" else list(_clauses(text, phrases))
    said = [part for part in parts if phrases.trouble.search(part) and not phrases.wish.search(part)]
    long_enough = [part for part in said if len(part.strip()) >= SHORTEST_TITLE]
    best = next(iter([*long_enough, *said, *parts]), "")
    return textwrap.shorten(OPENING.sub("", best).strip(" \t，。；、.;"), LONGEST_TITLE, placeholder=" …")


def _has_no_number(told: Told, phrases: Phrases) -> bool:
    """A figure of a purchase, or of what the wanted product must be able to do, says nothing about the problem."""
    is_product = _is_product(told, phrases)
    return not any(
        phrases.figure.search(_without_names_and_dates(clause, phrases))
        for clause in _clauses(told.everything, phrases)
        if not (phrases.wish.search(clause) or phrases.purchase.search(clause))
        and not (is_product and phrases.specification.search(clause))
    )


def _is_product(told: Told, phrases: Phrases) -> bool:
    return not _says_what_goes_wrong(told, phrases) and phrases.wish.search(told.problem) is not None


def _has_no_problem(told: Told, phrases: Phrases) -> bool:
    """Only the words of reports. Where a figure is named, something is measured, whatever we make of the words."""
    return (
        phrases.aspiration.search(told.problem) is not None
        and phrases.wish.search(told.problem) is None
        and not _says_what_goes_wrong(told, phrases)
        and _has_no_number(told, phrases)
    )


def _has_no_date(told: Told, phrases: Phrases, today: date) -> bool:
    """Years that are over date the past: 2005年前建成 is no deadline."""
    found = (match.group() for match in phrases.deadline.finditer(told.everything))
    return told.by is None and all(_year_of(words) < today.year for words in found)


def _year_of(words: str) -> int:
    """The year these words name; one far ahead where they name none, such as "within two years"."""
    named = YEAR.search(words)
    return int(named.group()) if named else date.max.year


def _has_two_problems(told: Told, phrases: Phrases) -> bool:
    """Two points of different areas, each with something that goes wrong, the later no consequence of the earlier."""
    seen: list[set[str]] = []
    for point in phrases.second.split(told.problem):
        areas = {name for name, words in phrases.areas.items() if words.search(point)}
        if not areas or not phrases.trouble.search(point):
            continue
        if any(areas.isdisjoint(earlier) for earlier in seen) and not phrases.therefore.search(point):
            return True
        seen.append(areas)
    return False


def _says_what_goes_wrong(told: Told, phrases: Phrases) -> bool:
    """In a clause of its own: what a wanted product is for, or must be able to do, describes the product."""
    return any(
        phrases.trouble.search(clause)
        for clause in _clauses(f"{told.problem}\n{told.present}", phrases)
        if not (phrases.wish.search(clause) or phrases.specification.search(clause))
    )


def _clauses(text: str, phrases: Phrases) -> Iterator[str]:
    return (clause for clause in phrases.clause.split(text) if clause.strip())


def _without_names_and_dates(clause: str, phrases: Phrases) -> str:
    # Names first: the digits of 〔2021〕36号 are no date either.
    return phrases.deadline.sub(" ", phrases.names.sub(" ", clause))
