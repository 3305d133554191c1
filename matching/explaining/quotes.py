"""Which sentence of one text meets which sentence of another best, and how a long one is shortened."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from language import glossary
from language.detect import detect
from listings.models import Language
from matching.explaining.reading import SURE, Rarity, Roots, Sentence, roots
from matching.explaining.term_pairs import Span, Spans, TermPair
from matching.explaining.texts import Passage

# Characters. Chinese says in one what English says in three.
LONGEST_QUOTE = {"zh": 90, "en": 230, "he": 210}
LONGEST_PHRASE = {"zh": 60, "en": 170, "he": 150}
_IN_FOCUS = 2.0
_EVERYDAY = 0.2
_WITH_FIGURE = 1.05
_BARE, _FEWEST_TERMS = 0.7, 4
# Sentences on papers and servers tell of requirements, which have lines of their own; others say what is not wanted or
# not shown yet.
_FORMALITIES = frozenset(
    roots("certificate certified licence approval manual label translation Chinese premises server")
)
_FORMAL_TURNS = re.compile(
    "出境|不出|存境内|存于境内|机房|证书|认证|许可|资质|中文|脱敏|打码|保密|合同|"
    "outside China|abroad|cloud region|in the country|"
    "不必报|不接受|不考虑|尚未|仅有实验室|need not apply|not accept|not yet|no test|has not been"
)
_FORMAL = 0.5
# Beside the cosine of the two sentences: how near each is to the whole of the other text, and the worth of each word
# that both hold, counted up to a few words.
_NEAR_THE_WHOLE, _SHARED_WORD, _MOST_SHARED = 0.7, 0.12, 4.0
# From here on 28 of 30 pairs of sentences were judged to be about the same problem, below it 9 of 20.
_MEETS = 1.4
# How far long sentences are held against themselves: 0.5 would be the cosine, which prefers three bare words.
_NORM = 0.25
# What a quote gains by beginning where its sentence begins, in shares of all it could hold.
_FROM_THE_START = 0.25
_JOINTS = "，；：,;:"
_CLAUSE = re.compile(r"[^，；：,;:]+(?:[，；：]|[,;:](?=\s)|[,;:]|$)")


Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Quote:
    """A sentence of one side as it is written there.

    ``pairs`` stand in the same line when the reader does not read ``language``: what its terms mean. In a sentence of
    the need the quoted term is ``pair.need``, in one of the profile ``pair.startup``; the other is the meaning.
    """

    text: str
    language: str
    pairs: tuple[TermPair, ...] = ()


@dataclass(frozen=True, eq=False)
class Scale:
    """What a shared root is worth. ``focus``: the roots of the fields that both sides are about."""

    rarity: Rarity
    focus: Roots

    def __call__(self, word: str) -> float:
        worth = self.rarity(word) * (_IN_FOCUS if word in self.focus else 1.0)
        return worth if self.rarity.is_telling(word) else worth * _EVERYDAY


@dataclass(frozen=True, eq=False)
class Meeting:
    """A sentence of the need and one of the profile; not ``is_close``: they come nearest, but may differ in subject."""

    need: Sentence
    startup: Sentence
    is_close: bool


def closest(
    needs: Sequence[Passage], startups: Sequence[Passage], vectors: tuple[Vectors, Vectors], scale: Scale
) -> Meeting:
    """The two sentences that mean most of the same, by the unit ``vectors`` of both sides' passages."""
    asked, own = vectors
    shared = np.array([[_shared(need.sentence, other.sentence, scale) for other in startups] for need in needs])
    closeness = (
        asked @ own.T
        + _NEAR_THE_WHOLE * ((asked @ _direction(own))[:, None] + own @ _direction(asked))
        + _SHARED_WORD * np.minimum(shared, _MOST_SHARED)
    ) * np.outer([_merit(passage) for passage in needs], [_merit(passage) for passage in startups])
    need, startup = divmod(int(closeness.argmax()), len(startups))
    return Meeting(needs[need].sentence, startups[startup].sentence, bool(closeness.max() >= _MEETS))


def best_meeting(needs: Iterable[Passage], startups: Sequence[Passage], scale: Scale) -> Meeting | None:
    """The two sentences that share most, by their words alone; None when no two share a telling word."""
    best, found = 0.0, None
    masses = [_mass(passage.sentence, scale) for passage in startups]
    for need in needs:
        need_mass = _mass(need.sentence, scale)
        for startup, mass in zip(startups, masses, strict=True):
            shared = _shared(need.sentence, startup.sentence, scale)
            closeness = shared / (need_mass * mass) ** _NORM * _merit(need) * _merit(startup) if shared else 0.0
            if closeness > best:
                best, found = closeness, Meeting(need.sentence, startup.sentence, is_close=True)
    return found


def most_about(passages: Iterable[Passage], words: Roots, scale: Scale) -> Sentence | None:
    """The sentence that holds most of ``words``; None where none holds any."""
    best, found = 0.0, None
    for passage in passages:
        weights = passage.sentence.weights
        worth = sum(scale(word) * weights[word] for word in words & weights.keys()) * _merit(passage)
        if worth > best:
            best, found = worth, passage.sentence
    return found


def excerpt(sentence: Sentence, words: Iterable[str], scale: Scale, longest: Mapping[str, int]) -> str:
    """The sentence, or of a long one the clauses around ``words``, with … where something is left out."""
    limit = longest[detect(sentence.text)]
    if len(sentence.text) <= limit:
        return sentence.text.rstrip(_JOINTS)
    clauses = [(clause.start(), clause.end()) for clause in _CLAUSE.finditer(sentence.text)]
    wanted = set(words)
    bonus = _FROM_THE_START * _worth_within(sentence, 0, len(sentence.text), wanted, scale)
    windows = [
        (_worth_within(sentence, first[0], last[1], wanted, scale) + (0 if first[0] else bonus), first[0], last[1])
        for place, first in enumerate(clauses)
        for last in clauses[place:]
        if last[1] - first[0] <= limit
    ]
    if not windows:
        return _cut(sentence.text, limit)
    _, start, end = max(windows, key=lambda window: (window[0], window[2] - window[1]))
    text = sentence.text[start:end].strip().rstrip(_JOINTS)
    return ("…" if start else "") + text + ("…" if end < len(sentence.text) else "")


@lru_cache(maxsize=3)
def glossary_spans(language: str) -> Spans:
    """The terms of our glossaries in ``language``, by the roots of their English: a dictionary out of English."""
    if language == Language.ENGLISH:
        entries = [(gloss, gloss) for terms in (glossary.chinese(), glossary.hebrew()) for gloss in _first(terms)]
    else:
        terms = glossary.hebrew() if language == Language.HEBREW else glossary.chinese()
        entries = list(zip(terms, _first(terms), strict=True))
    found: dict[Roots, Span] = {}
    for term, gloss in entries:
        found.setdefault(frozenset(roots(gloss)), Span(term, is_sure=True, is_vouched=True))
    return found


def _first(terms: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [glosses[0] for glosses in terms.values()]


def _shared(need: Sentence, startup: Sentence, scale: Scale) -> float:
    """The worth of what both say; 0 where that is a single word from outside the field, which may be chance."""
    shared = {word: need.weights[word] * startup.weights[word] for word in need.weights.keys() & startup.weights.keys()}
    telling = {word for word, weight in shared.items() if weight >= SURE and scale.rarity.is_telling(word)}
    if len(telling) < 2 and telling.isdisjoint(scale.focus):
        return 0.0
    return sum(scale(word) * weight for word, weight in shared.items())


def _direction(vectors: Vectors) -> Vectors:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def _mass(sentence: Sentence, scale: Scale) -> float:
    return sum(scale(word) * weight for word, weight in sentence.weights.items())


def _merit(passage: Passage) -> float:
    """How good a quote the sentence makes, whatever it is about."""
    sentence = passage.sentence
    merit = passage.weight * (_WITH_FIGURE if sentence.has_figure else 1.0)
    is_formal = not _FORMALITIES.isdisjoint(sentence.weights) or _FORMAL_TURNS.search(sentence.text)
    return merit * (_FORMAL if is_formal else 1.0) * (_BARE if len(sentence.pieces) < _FEWEST_TERMS else 1.0)


def _worth_within(sentence: Sentence, start: int, end: int, words: set[str], scale: Scale) -> float:
    inside = {
        word
        for piece in sentence.pieces
        if start <= piece.start < end
        for meaning in piece.meanings
        for word in meaning & words
    }
    return sum(map(scale, inside))


def _cut(text: str, limit: int) -> str:
    kept = text[:limit]
    return (kept.rsplit(" ", 1)[0] if " " in kept[limit // 2 :] else kept) + "…"
