"""How common English words are in the texts that a gloss has to be found in.

The product passes in the share of startups' texts that hold each stemmed word. Without it, the encoder's vocabulary
serves: WordPiece lists its whole words by falling frequency, which gives Zipf's estimate of general English.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from language.stemmer import stem

_VOCABULARY = Path(__file__).parent / "models" / "minilm-tokenizer.json"
_FIRST_WORD = "the"
# Zipf: the word of rank r makes up about 0.1/r of running text; a profile has some 25 words.
_SHARE_OF_FIRST_RANK = 2.5


@lru_cache(maxsize=1)
def of_general_english() -> Mapping[str, float]:
    """Stemmed word -> estimated share (0 to 1) of short texts that hold it, for some 20,000 words."""
    vocabulary: dict[str, int] = json.loads(_VOCABULARY.read_text(encoding="utf-8"))["model"]["vocab"]
    first = vocabulary[_FIRST_WORD]
    shares: dict[str, float] = {}
    for word, place in vocabulary.items():
        if place >= first and word.isascii() and word.isalpha():
            share = min(1.0, _SHARE_OF_FIRST_RANK / (place - first + 1))
            shares[stem(word)] = max(share, shares.get(stem(word), 0.0))
    return shares
