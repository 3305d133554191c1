"""Which of a word's English glosses is meant: the one whose words are common in the field."""

from collections.abc import Iterable, Mapping
from math import log

from language.cedict import Sense
from language.words import words

# In natural logarithms of shares. Set on the glossary's own terms, against the wordings that people gave them;
# anything within a factor of two does as well.
_UNSEEN = log(1e-5)
_NO_CONTENT = _UNSEEN - 6.0
_PER_EXTRA_WORD = 1.5
_PER_STOP_WORD = 0.5
_PER_RANK = 0.15
_SLANG = 3.0
_PROPER_NAME = 4.0


class GlossChoice:
    """Ranks glosses by how common their words are (``commonness``: stemmed word -> share of texts, 0 to 1).

    Long glosses, late ones, slang and proper names stand back.
    """

    def __init__(self, commonness: Mapping[str, float]) -> None:
        self._logarithms = {word: max(log(share), _UNSEEN) for word, share in commonness.items() if share > 0}

    def best_first(self, senses: Iterable[Sense]) -> tuple[str, ...]:
        """The glosses of ``senses``, likeliest first."""
        return tuple(sense.gloss for sense in sorted(senses, key=self._score, reverse=True))

    def _score(self, sense: Sense) -> float:
        stems = words(sense.gloss)
        score = sum(self._logarithms.get(word, _UNSEEN) for word in stems) / len(stems) if stems else _NO_CONTENT
        score -= _PER_EXTRA_WORD * max(0, len(stems) - 1)
        score -= _PER_STOP_WORD * (len(sense.gloss.split()) - len(stems))
        return score - _PER_RANK * sense.rank - _SLANG * sense.slang - _PROPER_NAME * sense.proper
