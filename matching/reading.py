"""How the engine's features are read from texts: the same for rows, for pasted texts and for judged data."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from language.bridge import Bridge
from language.subject import subject
from language.words import hits_by_list
from matching import engine

# Technology or topic code -> its keywords
Keywords = Mapping[str, Sequence[str]]


def english_of(text: str, bridge: Bridge) -> str:
    """What ``text`` says of its subject, in English terms: for the encoder and for words."""
    return bridge.english(subject(text))


def features(
    english: str, as_written: str, vector: NDArray[np.float32], bridge: Bridge, keywords: Keywords
) -> engine.TextFeatures:
    """Words out of ``english``, keywords out of the text ``as_written``."""
    return engine.TextFeatures(
        vector=vector, words=bridge.weighted(english), hits=hits_by_list(subject(as_written), keywords)
    )
