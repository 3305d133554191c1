"""Words: BM25 impacts of profiles, queries of needs. Sparse rows, so that their sum stays an inner product.

BM25 after Robertson and Zaragoza (2009); k1, b and the expansion from the study in the design notes.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np

from .facts import Vocabulary
from .snapshot import Snapshot
from .views import NeedView, StartupView

K1, B = 1.2, 0.75
BEST = 3  # technologies and topics whose keywords widen the query

Sparse = dict[int, float]  # column of the snapshot -> weight
Query = Callable[[NeedView, Vocabulary], dict[str, float]]  # word -> weight


def impacts(startup: StartupView, snapshot: Snapshot) -> dict[str, float]:
    """Of each word of the profile: idf x saturated frequency, the frequency relative to the profile's length."""
    length = sum(startup.text.words.values())
    norm = K1 * (1 - B + B * length / snapshot.average_length)
    return {
        word: float(snapshot.idf[snapshot.column(word)]) * count * (K1 + 1) / (count + norm)
        for word, count in startup.text.words.items()
    }


def need_words(need: NeedView, vocabulary: Vocabulary) -> dict[str, float]:
    """The need's own words by weight of their gloss, saturated, scaled to unit length.

    Unit length: a long need asks with more words than a short one but not with more weight.
    """
    return _unit({word: weight / (weight + K1) for word, weight in need.text.words.items() if weight > 0})


def need_expansion(need: NeedView, vocabulary: Vocabulary) -> dict[str, float]:
    """Keywords of the need's best technologies and topics, each by its share, scaled to unit length."""
    words: dict[str, float] = {}
    for codes, shares in ((vocabulary.technologies, need.technologies), (vocabulary.topics, need.topics)):
        for place in np.argsort(-shares, kind="stable")[:BEST]:
            for word in vocabulary.terms[codes[place]]:
                words[word] = words.get(word, 0.0) + float(shares[place])
    return _unit(words)


def columns(words: Mapping[str, float], snapshot: Snapshot) -> Sparse:
    """Words to columns of the snapshot; new words that share a column add up."""
    row: Sparse = {}
    for word, weight in words.items():
        column = snapshot.column(word)
        row[column] = row.get(column, 0.0) + weight
    return row


def _unit(words: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in words.values()))
    return {word: weight / length for word, weight in words.items()} if length else {}
