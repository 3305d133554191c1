"""What the glossaries' terms in a text are called in another language: a help for whoever translates it.

The longest known term wins, as in the bridge. Out of English the glossaries are read backwards.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from language import glossary
from language.bridge import Bridge
from language.detect import Language
from language.glossary import Additions, Terms
from language.scripts import LATIN_WORD
from language.stemmer import stem
from language.words import STOP_WORDS

MOST_SHOWN = 3
_MOST_WORDS = 5
# Words of one term stand side by side, a hyphen or a word without a subject of its own between them at most.
_JOINT = re.compile(r"[\s\-\u2010-\u2013/]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text, with what it is called in the other language; () between terms."""

    text: str
    equivalents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    root: str


def pieces(text: str, source: Language, target: Language, bridge: Bridge) -> list[Piece]:
    """``text`` cut at its terms: joined, the pieces are the text again."""
    if source == target:
        return [Piece(text)]
    found = _out_of_english(text, target, bridge.additions) if source == "en" else _foreign(text, target, bridge)
    cut, end = [], 0
    for start, stop, equivalents in found:
        cut += [Piece(text[end:start])] if start > end else []
        cut.append(Piece(text[start:stop], tuple(equivalents)[:MOST_SHOWN]))
        end = stop
    return [*cut, Piece(text[end:])] if end < len(text) else cut


def _foreign(text: str, target: Language, bridge: Bridge) -> Iterator[tuple[int, int, Sequence[str]]]:
    for term in bridge.terms(text):
        if term.origin != "glossary":
            continue
        english = term.glosses
        known = english if target == "en" else _by_any(english, _backwards(target, bridge.additions))
        if known:
            yield term.start, term.end, known


def _out_of_english(text: str, target: Language, additions: Additions) -> Iterator[tuple[int, int, Sequence[str]]]:
    index, words, place = _backwards(target, additions), _words(text), 0
    while place < len(words):
        count, equivalents = _longest(text, words[place : place + _MOST_WORDS], index)
        if count:
            yield words[place].start, words[place + count - 1].end, equivalents
        place += max(count, 1)


def _longest(text: str, words: Sequence[_Word], index: Terms) -> tuple[int, Sequence[str]]:
    """How many of ``words`` the longest term at their start takes, and its equivalents; 0 where there is none."""
    for count in range(len(words), 0, -1):
        roots = tuple(word.root for word in words[:count] if word.root)
        # A term neither begins nor ends with "of".
        is_whole = words[0].root and words[count - 1].root and _stand_together(text, words[:count])
        if is_whole and (equivalents := index.get(" ".join(roots))):
            return count, equivalents
    return 0, ()


def _stand_together(text: str, words: Sequence[_Word]) -> bool:
    return all(_JOINT.fullmatch(text, left.end, right.start) for left, right in pairwise(words))


def _words(text: str) -> list[_Word]:
    """A root of "" marks a word without a subject: it may stand within a term."""
    return [
        _Word(start + inner.start(), start + inner.end(), _root(inner[0]))
        for found in LATIN_WORD.finditer(text)
        for start in (found.start(),)
        for inner in re.finditer(r"[^\-/.]+(?:\.[^\-/.\s]+)*", found[0])
    ]


def _root(word: str) -> str:
    lowered = word.lower()
    return "" if lowered in STOP_WORDS else stem(lowered)


def _by_any(english: Sequence[str], index: Terms) -> list[str]:
    return list(dict.fromkeys(term for gloss in english for term in index.get(_key(gloss), ())))


def _key(gloss: str) -> str:
    return " ".join(root for word in _words(gloss) if (root := word.root))


@lru_cache(maxsize=4)
def _backwards(target: Language, additions: Additions) -> Terms:
    """Stemmed English wording -> the terms that it is a wording of: curators' own first, then by the wording's rank."""
    if target == "he":
        shipped, own = glossary.hebrew(), additions.hebrew
    else:
        shipped, own = glossary.chinese(), additions.chinese
    found: dict[str, list[tuple[bool, int, int, str]]] = {}
    for is_shipped, terms in ((False, own), (True, {term: shipped[term] for term in shipped if term not in own})):
        for term, glosses in terms.items():
            for rank, gloss in enumerate(glosses):
                # Of two names for one thing the longer one says more: 物联网 before 物联.
                found.setdefault(_key(gloss), []).append((is_shipped, rank, -len(term), term))
    found.pop("", None)
    return {key: tuple(term for *_, term in sorted(terms)) for key, terms in found.items()}
