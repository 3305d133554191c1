"""Words: BM25 impacts of profiles, queries of needs. Sparse rows, so that their sum stays an inner product.

BM25 after Robertson and Zaragoza (2009), k1 and b from the study in the design notes.
"""

from collections.abc import Callable, Mapping

import numpy as np

from .facts import Vocabulary
from .snapshot import Snapshot
from .views import NeedView, StartupView

K1, B = 1.2, 0.75
BEST = 3  # technologies and topics whose keywords widen the query

Sparse = dict[int, float]  # column of the snapshot -> weight
Query = Callable[[NeedView, Vocabulary, Snapshot], Sparse]


def impacts(startup: StartupView, snapshot: Snapshot) -> Sparse:
    """Of each word that the snapshot knows: idf x saturated frequency, in 0 to 1 + k1."""
    length = sum(startup.text.words.values())
    norm = K1 * (1 - B + B * length / snapshot.average_length)
    row = {}
    for word, count in startup.text.words.items():
        column = snapshot.index.get(word)
        if column is not None:
            row[column] = float(snapshot.idf[column] * count * (K1 + 1) / (count + norm))
    return row


def need_words(need: NeedView, vocabulary: Vocabulary, snapshot: Snapshot) -> Sparse:
    """The need's own words by weight of their gloss, saturated, scaled to unit length.

    Unit length: a long need asks with more words than a short one but not with more weight.
    """
    return _unit({word: weight / (weight + K1) for word, weight in need.text.words.items()}, snapshot)


def need_expansion(need: NeedView, vocabulary: Vocabulary, snapshot: Snapshot) -> Sparse:
    """Keywords of the need's best technologies and topics, each by its share, scaled to unit length."""
    words: dict[str, float] = {}
    for codes, shares in ((vocabulary.technologies, need.technologies), (vocabulary.topics, need.topics)):
        for place in np.argsort(-shares, kind="stable")[:BEST]:
            for word in vocabulary.terms.get(codes[place], ()):
                words[word] = words.get(word, 0.0) + float(shares[place])
    return _unit(words, snapshot)


def _unit(words: Mapping[str, float], snapshot: Snapshot) -> Sparse:
    row = {snapshot.index[word]: weight for word, weight in words.items() if word in snapshot.index and weight > 0}
    length = np.sqrt(sum(weight * weight for weight in row.values()))
    return {column: weight / float(length) for column, weight in row.items()}
