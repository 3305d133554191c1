"""Which words of one text meet which words of another, across languages: 管网漏损 - network leakage.

Both sides are shown as they are written. A pair stands for a set of roots that both texts express in neighbouring
words, in whatever order: "leakage of the network" meets 管网漏损 too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from matching.explaining.reading import Piece, Rarity, Roots, Sentence

MOST_PAIRS = 5
_MOST_PIECES = 3
_MOST_WORDS = 4
# Between neighbours of one term: nothing, a hyphen, or a word that only joins them.
_GAP = re.compile(r"[\s\-\u2010-\u2013]*(?:of\s+(?:the\s+)?)?|的|之")
_IN_FOCUS, _EVERYDAY, _KIND = 1.5, 0.25, 0.5


@dataclass(frozen=True)
class TermPair:
    """The need's term and the profile's words for it, as they are written."""

    need: str
    startup: str


@dataclass(frozen=True, slots=True)
class Span:
    """Neighbouring terms of a sentence, as written."""

    text: str
    is_sure: bool
    is_vouched: bool
    is_kind: bool = False  # only a kind of what the roots say
    is_usual: bool = True  # what its terms mean as a rule


Spans = Mapping[Roots, Span]


@lru_cache(maxsize=1_000)
def spans(sentences: Sequence[Sentence]) -> Spans:
    """What each set of roots is called in these sentences, where first expressed."""
    found: dict[Roots, Span] = {}
    for sentence in sentences:
        for start in range(len(sentence.pieces)):
            for meaning, span in _spans_from(sentence, start):
                known = found.get(meaning)
                if known is None or (span.is_sure, span.is_usual) > (known.is_sure, known.is_usual):
                    found[meaning] = span
    for sentence in sentences:
        for piece in sentence.pieces:
            for head in piece.heads:
                kind = Span(sentence.text[piece.start : piece.end], is_sure=True, is_vouched=True, is_kind=True)
                found.setdefault(frozenset([head]), kind)
    return found


def term_pairs(need: Spans, startup: Spans, rarity: Rarity, focus: Roots) -> tuple[TermPair, ...]:
    """The most telling pairs, longest first; each root is told of once. ``focus``: the roots of both sides' fields."""
    candidates = [
        (
            _worth(meaning, rarity, focus) * _closeness(need[meaning], startup[meaning]),
            meaning,
            TermPair(need[meaning].text, startup[meaning].text),
        )
        for meaning in need.keys() & startup.keys()
        if _is_evidence(meaning, need[meaning], startup[meaning], rarity, focus)
    ]
    candidates.sort(key=lambda found: (-found[0], found[2].need, found[2].startup))
    chosen: list[tuple[Roots, TermPair]] = []
    for _, meaning, pair in candidates:
        if len(chosen) < MOST_PAIRS and not any(_same_thing(meaning, pair, *other, rarity) for other in chosen):
            chosen.append((meaning, pair))
    return tuple(pair for meaning, pair in sorted(chosen, key=lambda one: (-len(one[0]), -len(one[1].need))))


def _spans_from(sentence: Sentence, start: int) -> Iterator[tuple[Roots, Span]]:
    for end in range(start + 1, min(start + _MOST_PIECES, len(sentence.pieces)) + 1):
        pieces = sentence.pieces[start:end]
        if end - start > 1 and not _adjoin(sentence.text, *pieces[-2:]):
            return
        text = sentence.text[pieces[0].start : pieces[-1].end]
        for places in product(*(range(len(piece.meanings)) for piece in pieces)):
            chosen = list(zip(pieces, places, strict=True))
            meaning = frozenset[str]().union(*(piece.meanings[place] for piece, place in chosen))
            if len(meaning) <= _MOST_WORDS:
                sure = all(place < piece.sure for piece, place in chosen)
                usual = all(piece.meanings[place] in piece.usual for piece, place in chosen)
                yield meaning, Span(text, sure, any(piece.is_vouched for piece in pieces), is_usual=usual)


def _adjoin(text: str, left: Piece, right: Piece) -> bool:
    return _GAP.fullmatch(text, left.end, right.start) is not None


def _is_evidence(meaning: Roots, need: Span, startup: Span, rarity: Rarity, focus: Roots) -> bool:
    """Nothing guessed; a lone word is one of a glossary or the taxonomy.

    A kind of it, and what a term means now and then only, count in their own field.
    """
    if not (need.is_sure and startup.is_sure and any(map(rarity.is_telling, meaning))):
        return False
    if need.is_kind or startup.is_kind or not (need.is_usual and startup.is_usual):
        return meaning <= focus
    return len(meaning) > 1 or need.is_vouched or startup.is_vouched or meaning <= rarity.field


def _closeness(need: Span, startup: Span) -> float:
    return _KIND if need.is_kind or startup.is_kind else 1.0


def _worth(meaning: Iterable[str], rarity: Rarity, focus: Roots) -> float:
    return sum(
        rarity(word) * (_IN_FOCUS if word in focus else 1) * (1 if rarity.is_telling(word) else _EVERYDAY)
        for word in meaning
    )


def _same_thing(meaning: Roots, pair: TermPair, other: Roots, other_pair: TermPair, rarity: Rarity) -> bool:
    """Whether a chosen pair already tells it: a telling root in both, or one term within the other."""
    if any(map(rarity.is_telling, meaning & other)):
        return True
    return any(a in b or b in a for a, b in ((pair.need, other_pair.need), (pair.startup, other_pair.startup)))
