"""Chinese and Hebrew text brought to English terms, word by word.

The result is a salad of glosses: good for ranking, never shown to a reader as a translation. Shown are pairs of a
source term and its gloss.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path

from language import commonness as english_words
from language import options
from language.detect import Language, detect
from language.gloss_choice import GlossChoice
from language.glossary import NO_ADDITIONS, Additions
from language.lexicon import Entry, Lexicon, Origin, has_foreign_script, lexicon
from language.scripts import FOREIGN_RUN, LATIN_WORD, narrow
from language.words import words

logger = logging.getLogger(__name__)

# (text, language of the text) -> English
Translator = Callable[[str, Language], str]

_GLOSS_WEIGHTS = (1.0, 0.5, 0.33)
# A person chose the glossary's wordings for this field, the dictionary's are a guess. On the judged needs these weights
# raised the lexical part alone from .32 to .39 (nDCG@10).
_ORIGIN_WEIGHTS: dict[Origin, float] = {"glossary": 1.0, "latin": 1.0, "dictionary": 0.5, "part": 0.3, "unknown": 0.0}
# The encoder knows no Chinese punctuation: a title joined to its text with 。 would read as one odd word.
_PLAIN_STOPS = str.maketrans(
    {"。": ". ", "！": "! ", "？": "? ", "；": "; ", "，": ", ", "、": ", ", "：": ": ", "（": " (", "）": ") "}
    | dict.fromkeys("“”《》「」『』", '"')
)


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
    ``translator``: takes the glosses' place in ``english`` and ``weighted``; the option TRANSLATOR if None.
    ``additions``: terms beside those of our glossaries.
    """

    def __init__(
        self,
        commonness: Mapping[str, float] | None = None,
        folder: Path | None = None,
        translator: Translator | None = None,
        additions: Additions = NO_ADDITIONS,
    ) -> None:
        self._choice = GlossChoice(english_words.of_the_field() if commonness is None else commonness)
        self.folder = folder or options.from_environment().cache
        self._translate = _remembering(translator or options.translator())
        self.additions = additions
        self._chosen: dict[str, tuple[str, ...]] = {}

    def terms(self, text: str) -> list[Term]:
        """The terms of ``text`` in order, without Chinese and Hebrew function words; a Latin word is its own gloss."""
        plain = narrow(text)
        if not has_foreign_script(plain):
            return [Term(word[0], word.start(), word.end(), (word[0],), "latin") for word in LATIN_WORD.finditer(plain)]
        known = lexicon(self.folder, self.additions)
        return [
            Term(text[entry.start : entry.end], entry.start, entry.end, self._glosses(entry, known), entry.origin)
            for entry in known.entries(plain)
        ]

    def english(self, text: str) -> str:
        """``text`` for the encoder: English as it stands, else translated where there is a translator, else glosses."""
        if text.isascii():
            return text
        if not has_foreign_script(text):
            return text.translate(_PLAIN_STOPS)
        return self._translated(text) or self._salad(text)

    def weighted(self, text: str) -> dict[str, float]:
        """Stemmed word -> weight, for the lexical part: each term's three best glosses count 1, .5 and .33.

        Dictionary glosses count half of that, glosses of a word's parts .3. Within a term a word counts once, with its
        best weight; over the terms of a text the weights add up.
        """
        totals: dict[str, float] = {}
        for term in self.terms(self._translated(text) or text):
            for word, weight in _weights(term).items():
                totals[word] = totals.get(word, 0.0) + weight
        return totals

    def fallen_through(self, text: str) -> list[str]:
        """The Chinese and Hebrew words of ``text`` that no glossary of ours holds, each once, for the curators."""
        return list(dict.fromkeys(t.source for t in self.terms(text) if t.origin not in ("glossary", "latin")))

    def _glosses(self, entry: Entry, known: Lexicon) -> tuple[str, ...]:
        if entry.glosses or not entry.parts:
            return entry.glosses
        word = "".join(entry.parts)
        if word not in self._chosen:
            ranked = [self._choice.best_first(known.senses(part)) for part in entry.parts]
            self._chosen[word] = tuple(" ".join(filter(None, glosses)) for glosses in zip_longest(*ranked))
        return self._chosen[word]

    def _translated(self, text: str) -> str:
        if self._translate is None or not has_foreign_script(text):
            return ""
        try:
            return self._translate(text, detect(text))
        except Exception:  # a foreign service must never stop a match
            logger.exception("The translator failed; the glosses are used.")
            return ""

    def _salad(self, text: str) -> str:
        pieces, end = [], 0
        for term in self.terms(text):
            best = term.glosses[0] if term.glosses else ""
            pieces += [_between(text[end : term.start]), best if term.origin == "latin" else f" {best} "]
            end = term.end
        return " ".join("".join([*pieces, _between(text[end:])]).split())


def _remembering(translator: Translator | None) -> Translator | None:
    """One text is asked for by the encoder and by the lexical part; a failure is not remembered."""
    return None if translator is None else lru_cache(maxsize=256)(translator)


def _between(text: str) -> str:
    """Between terms stand punctuation, which tells the encoder of clauses, and function words, which are dropped."""
    return FOREIGN_RUN.sub(" ", text.translate(_PLAIN_STOPS))


def _weights(term: Term) -> dict[str, float]:
    best: dict[str, float] = {}
    for gloss, weight in zip(term.glosses, _GLOSS_WEIGHTS, strict=False):
        for word in words(gloss):
            best.setdefault(word, weight * _ORIGIN_WEIGHTS[term.origin])
    return best
