"""Which of a word's English glosses a startup is most likely to have written."""

from collections.abc import Iterable, Mapping
from math import log

from language.cedict import Sense
from language.words import words

# Natural logarithms of shares; an unseen word counts as one in a hundred thousand texts.
_RAREST = 1e-5
_PER_EXTRA_WORD = 0.6
_PER_RANK = 0.35
_SLANG = 3.0
_PROPER = 4.0
_NO_CONTENT = 6.0


class GlossChoice:
    """Ranks glosses by how common their words are (``commonness``: stemmed word -> share of texts, 0 to 1)."""

    def __init__(self, commonness: Mapping[str, float]) -> None:
        self._commonness = commonness

    def best_first(self, senses: Iterable[Sense]) -> tuple[str, ...]:
        """The glosses of ``senses``, likeliest first."""
        return tuple(sense.gloss for sense in sorted(senses, key=self._score, reverse=True))

    def _score(self, sense: Sense) -> float:
        stems = words(sense.gloss)
        score = self._mean_log_share(stems) if stems else log(_RAREST) - _NO_CONTENT
        score -= _PER_EXTRA_WORD * max(0, len(stems) - 1) + _PER_RANK * sense.rank
        return score - _SLANG * sense.slang - _PROPER * sense.proper

    def _mean_log_share(self, stems: list[str]) -> float:
        return sum(log(max(self._commonness.get(word, 0.0), _RAREST)) for word in stems) / len(stems)
