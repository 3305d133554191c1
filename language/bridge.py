"""Chinese and Hebrew text brought to English terms, word by word.

The result is a salad of glosses: good for ranking, never shown to a reader as a translation. Shown are pairs of a
source term and its gloss.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

from language import commonness as english_words
from language import options
from language.detect import Language, detect
from language.gloss_choice import GlossChoice
from language.lexicon import Entry, Origin, has_foreign_script, lexicon
from language.scripts import LATIN, narrow
from language.words import words

logger = logging.getLogger(__name__)

# (text, language of the text) -> English
Translator = Callable[[str, Language], str]

_GLOSS_WEIGHTS = (1.0, 0.5, 0.33)
# A person chose the glossary's wordings for this field, the dictionary's are a guess. On the judged needs these weights
# raised the lexical part alone from .32 to .39 (nDCG@10).
_ORIGIN_WEIGHTS: dict[Origin, float] = {"glossary": 1.0, "latin": 1.0, "dictionary": 0.5, "part": 0.3, "unknown": 0.0}
_LATIN_WORD = re.compile(rf"[{LATIN}0-9][{LATIN}0-9'.-]*")
_STOPS = str.maketrans("。！？；，、：", ".!?;,,:")
# The encoder knows no Chinese punctuation: a title joined to its text with 。 would read as one odd word.
_SPACED_STOPS = {stop: f"{chr(plain)} " for stop, plain in _STOPS.items()}


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of the text (``text[start:end] == source``) with its English wordings, best first."""

    source: str
    start: int
    end: int
    glosses: tuple[str, ...]
    origin: Origin


class Bridge:
    """Brings texts to English terms. Cheap to make; the lexicon loads once per process, at the first foreign text.

    ``commonness``: stemmed English word -> share (0 to 1) of texts that hold it; the field's English (see the module
    ``commonness``) if None, which did better than word counts of the startups' texts.
    ``folder``: where the cutter keeps its word list; the option LANGUAGE_CACHE if None.
    ``translator``: used by ``english``; the option TRANSLATOR if None.
    """

    def __init__(
        self,
        commonness: Mapping[str, float] | None = None,
        folder: Path | None = None,
        translator: Translator | None = None,
    ) -> None:
        self._choice = GlossChoice(english_words.of_the_field() if commonness is None else commonness)
        self._folder = folder or options.from_environment().cache
        self._translator = translator or options.translator()
        self._glosses = lru_cache(maxsize=20_000)(self._choose)

    def terms(self, text: str) -> list[Term]:
        """The terms of ``text`` in order, without Chinese and Hebrew function words; a Latin word is its own gloss."""
        plain = narrow(text)
        if not has_foreign_script(plain):
            return [
                Term(word[0], word.start(), word.end(), (word[0],), "latin") for word in _LATIN_WORD.finditer(plain)
            ]
        return [
            Term(text[entry.start : entry.end], entry.start, entry.end, self._glosses(entry), entry.origin)
            for entry in lexicon(self._folder).entries(plain)
        ]

    def english(self, text: str) -> str:
        """``text`` for the encoder: English as it stands, else translated where there is a translator, else glosses."""
        if not has_foreign_script(text):
            return text.translate(_SPACED_STOPS)
        return self._translated(text) or self._salad(text)

    def weighted(self, text: str) -> dict[str, float]:
        """Stemmed word -> weight, for the lexical part: each term's three best glosses count 1, .5 and .33.

        Dictionary glosses count half of that, glosses of a word's parts .3. Within a term a word counts once, with its
        best weight; over the terms of a text the weights add up.
        """
        totals: dict[str, float] = {}
        for term in self.terms(text):
            for word, weight in _weights(term).items():
                totals[word] = totals.get(word, 0.0) + weight
        return totals

    def fallen_through(self, text: str) -> list[str]:
        """The Chinese and Hebrew words of ``text`` that no glossary of ours holds, each once, for the curators."""
        return list(dict.fromkeys(t.source for t in self.terms(text) if t.origin not in ("glossary", "latin")))

    def _choose(self, entry: Entry) -> tuple[str, ...]:
        if entry.glosses:
            return entry.glosses
        ranked = [self._choice.best_first(senses) for senses in entry.parts]
        return tuple(" ".join(filter(None, glosses)) for glosses in zip_longest(*ranked))

    def _translated(self, text: str) -> str:
        if self._translator is None:
            return ""
        try:
            return self._translator(text, detect(text))
        except Exception:
            logger.exception("The translator failed; the glosses are used.")
            return ""

    def _salad(self, text: str) -> str:
        pieces, end = [], 0
        for term in self.terms(text):
            # Between terms stand function words, which are dropped, and punctuation, which tells the encoder of clauses.
            pieces += [_stops(text[end : term.start]), " ", term.glosses[0] if term.glosses else ""]
            end = term.end
        return "".join([*pieces, _stops(text[end:])]).strip()


def _stops(between: str) -> str:
    return "".join(character for character in between.translate(_STOPS) if character in ".!?;,:")[:1]


def _weights(term: Term) -> dict[str, float]:
    best: dict[str, float] = {}
    for gloss, weight in zip(term.glosses, _GLOSS_WEIGHTS, strict=False):
        for word in words(gloss):
            best.setdefault(word, weight * _ORIGIN_WEIGHTS[term.origin])
    return best
