"""Texts taken apart for showing evidence: sentences, and the terms in them with their meanings in English roots.

Two texts of any two languages meet in the roots. Roots are coarser than the engine's stems ("leakage" and "leak" are
one), because a shown pair may be generous where a ranking must not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from language.bridge import Bridge, Term
from language.commonness import of_general_english
from language.words import sentences, words
from matching import engine

Roots = frozenset[str]

_DERIVED = re.compile(r"(?<=[a-z]{4})(?:age?|ion|ment|er|or|ance?|ence?|al)$")
_FINAL_E = re.compile(r"(?<=[a-z]{3})e$")
_TAIL = re.compile(r"(?:['’]s)?[.'’了-]*$")
# Meanings of a term after its best one are less likely ones (as in language.bridge).
_WEIGHTS = (1.0, 0.5, 0.33)
_GUESSED = 0.3
# Weights from here on are no guesses.
SURE = 0.5


@lru_cache(maxsize=50_000)
def root(stem: str) -> str:
    """What a stemmed word has in common with its derivations."""
    return _FINAL_E.sub("", _DERIVED.sub("", stem))


@lru_cache(maxsize=50_000)
def roots(phrase: str) -> tuple[str, ...]:
    """The roots of an English phrase, in order."""
    return tuple(root(stem) for stem in words(phrase))


_WAYS_OF_TELLING = frozenset(
    roots("rate ratio level index amount volume point system platform equipment device management")
)
# A flue gas and a fuel gas are both gases, and have nothing to do with each other.
_ANY_KIND = frozenset(roots("gas water data network"))


@dataclass(frozen=True, slots=True)
class Piece:
    """The term at ``start`` to ``end`` of a sentence, with its meanings, best first.

    ``sure``: how many of them may be shown; further senses of a dictionary's word are guesses.
    ``usual``: what its first gloss says, and that shortened; further ones hold in their field only: 流量 is a flow, and
    in the street traffic.
    ``is_vouched``: a person put the term into one of our glossaries.
    ``heads``: what such a term is a kind of: 暗漏 (hidden leak) is a leak.
    """

    start: int
    end: int
    meanings: tuple[Roots, ...]
    sure: int
    is_vouched: bool
    usual: frozenset[Roots]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """One sentence of a text, in the language it is written in."""

    text: str
    pieces: tuple[Piece, ...]

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """Root -> 1 where a term surely means it, less for its further meanings and for guesses."""
        found: dict[str, float] = {}
        for piece in self.pieces:
            for place, (meaning, weight) in enumerate(zip(piece.meanings, _WEIGHTS, strict=False)):
                certain = weight if place < piece.sure else weight * _GUESSED
                for word in meaning:
                    found[word] = max(certain, found.get(word, 0.0))
        return found

    @property
    def at_first_sight(self) -> "Sentence":
        """Each term with its best meaning only: what to tell a reader who does not know the language."""
        return Sentence(self.text, tuple(replace(piece, meanings=piece.meanings[:1]) for piece in self.pieces))

    @property
    def has_figure(self) -> bool:
        return any(character.isdigit() for character in self.text)


# Keyed by the text itself, so that an edited text is read anew and nothing has to be told. One entry is one field.
@lru_cache(maxsize=3_000)
def read(text: str, bridge: Bridge) -> tuple[Sentence, ...]:
    """The sentences of ``text`` with their terms."""
    return tuple(Sentence(sentence, tuple(_pieces(sentence, bridge))) for sentence in sentences(text))


def _pieces(sentence: str, bridge: Bridge) -> list[Piece]:
    found = []
    for term in bridge.terms(sentence):
        if meanings := _meanings(term):
            end = term.start + len(_TAIL.sub("", term.source))
            is_vouched = term.origin == "glossary"
            heads = _heads(term) if is_vouched else ()
            usual = frozenset(_meanings(replace(term, glosses=term.glosses[:1])))
            found.append(Piece(term.start, end, meanings, _sure(term, len(meanings)), is_vouched, usual, heads))
    return found


def _meanings(term: Term) -> tuple[Roots, ...]:
    """What its glosses say; after them what is left of a glossary's longer ones without their first words.

    So 管网漏损率 (pipe network leakage rate) meets "network leakage" too; a head that only says in what way a thing is
    told, such as "rate", may be missing.
    """
    glosses = [found for gloss in term.glosses[: len(_WEIGHTS)] if (found := roots(gloss))]
    if term.origin == "glossary":
        glosses += [gloss[:-1] for gloss in glosses if len(gloss) > 1 and gloss[-1] in _WAYS_OF_TELLING]
        glosses += [gloss[start:] for gloss in glosses for start in range(1, len(gloss) - 1)]
    return tuple(dict.fromkeys(map(frozenset, glosses)))


def _heads(term: Term) -> tuple[str, ...]:
    return tuple(gloss[-1] for gloss in map(roots, term.glosses) if len(gloss) > 1 and gloss[-1] not in _ANY_KIND)


def _sure(term: Term, meanings: int) -> int:
    if term.origin in ("glossary", "latin"):
        return meanings
    # A lone Chinese character means too many things.
    return 1 if term.origin == "dictionary" and len(term.source) > 1 else 0


# Words that profiles and needs of every field use, though general English seldom does.
_OF_EVERY_FIELD = """
supplier detect accuracy intelligent server monitor repair customer external internal photo maintenance smart solution
user device map bureau check core zone safety urban quality image price digital software equipment platform meter store
cubic kilowatt hour integrator delivery share risk manual calculation
"""
# Shares of short texts of general English: a word of many of them is everyday English, and evidence of nothing; the
# taxonomy's own words may be somewhat commoner ("pressure", "gas", "charging").
_EVERYDAY, _EVERYDAY_OF_THE_FIELD = 0.0011, 0.0016


@dataclass(frozen=True, eq=False)
class Rarity:
    """How much a root tells: about 1 for a keyword of the taxonomy, less for words of many profiles.

    ``unknown`` is that of a root that no profile holds; ``everyday`` are roots that are evidence of nothing; ``field``
    those of the taxonomy's keywords.
    """

    known: Mapping[str, float]
    unknown: float
    everyday: Roots
    field: Roots

    def __call__(self, word: str) -> float:
        return self.known.get(word, self.unknown)

    def is_telling(self, word: str) -> bool:
        return word not in self.everyday and len(word) > 1 and not word.isdecimal()


@lru_cache(maxsize=2)
def rarity(snapshot: engine.Snapshot, vocabulary: engine.Vocabulary) -> Rarity:
    """The idf of the corpus, by root: that of its commonest stem."""
    known: dict[str, float] = {}
    for stem, idf in zip(snapshot.words, snapshot.idf.tolist(), strict=False):
        known[root(stem)] = min(idf, known.get(root(stem), idf))
    field = frozenset(root(stem) for terms in vocabulary.terms.values() for stem in terms)
    everyday = {
        root(stem)
        for stem, share in of_general_english().items()
        if share > (_EVERYDAY_OF_THE_FIELD if root(stem) in field else _EVERYDAY)
    }
    return Rarity(known, max(known.values(), default=1.0), frozenset(everyday).union(roots(_OF_EVERY_FIELD)), field)
