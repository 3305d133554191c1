"""Words: BM25 impacts of profiles, queries of needs. Sparse rows, so that their sum stays an inner product.

BM25 after Robertson and Zaragoza (2009); k1, b and the expansion from the study in the design notes.
"""

import math
from collections.abc import Mapping

import numpy as np

from .facts import Floats, Vocabulary
from .snapshot import Snapshot
from .views import NeedView, StartupView

K1, B = 1.2, 0.75
# BM25's average length, the mean of the judged profiles. A constant: were it counted, the same word would be worth more
# on a site of long profiles, and sums would no longer mean the same (measured: equal quality).
USUAL_LENGTH = 25.0
BEST = 3  # technologies, and topics, whose keywords widen the query

Sparse = dict[int, float]  # column -> weight


def impacts(startup: StartupView, snapshot: Snapshot) -> dict[str, float]:
    """Of each word of the profile: idf x saturated frequency, the frequency relative to the profile's length."""
    length = sum(startup.text.words.values())
    norm = K1 * (1 - B + B * length / USUAL_LENGTH)
    return {
        word: float(snapshot.idf[snapshot.column(word)]) * count * (K1 + 1) / (count + norm)
        for word, count in startup.text.words.items()
    }


def startup_words(startup: StartupView, vocabulary: Vocabulary, snapshot: Snapshot) -> Sparse:
    """``impacts`` by column of the snapshot; new words that share a column add up."""
    return _columns(impacts(startup, snapshot), snapshot)


def weighted_words(need: NeedView) -> dict[str, float]:
    """The need's own words by weight of their gloss, saturated, scaled to unit length.

    Unit length: a long need asks with more words than a short one but not with more weight.
    """
    words = {word: weight / (weight + K1) for word, weight in need.text.words.items() if weight > 0}
    length = math.sqrt(sum(weight * weight for weight in words.values()))
    return {word: weight / length for word, weight in words.items()}


def need_words(need: NeedView, vocabulary: Vocabulary, snapshot: Snapshot) -> Sparse:
    """``weighted_words`` by column of the snapshot."""
    return _columns(weighted_words(need), snapshot)


def words_width(vocabulary: Vocabulary, snapshot: Snapshot) -> int:
    """The columns of ``startup_words`` and ``need_words``."""
    return len(snapshot.idf)


def keywords_width(vocabulary: Vocabulary, snapshot: Snapshot) -> int:
    """The columns of ``startup_keywords`` and ``need_keywords``."""
    return len(vocabulary.entries)


def startup_keywords(startup: StartupView, vocabulary: Vocabulary, snapshot: Snapshot) -> Sparse:
    """How much of each technology's and topic's keywords the profile holds, 0 to 1, by place of the entry.

    Saturated: with two or three keywords a profile is about it; one that recites them all gains little more.
    """
    found: Sparse = {}
    for word, impact in impacts(startup, snapshot).items():
        for place in vocabulary.entries_of_word.get(word, ()):
            found[place] = found.get(place, 0.0) + impact
    return {place: total / (total + 1) for place, total in found.items()}


def need_keywords(need: NeedView, vocabulary: Vocabulary, snapshot: Snapshot) -> Sparse:
    """Shares of the need's best technologies and topics, by place of the entry."""
    technologies, topics = _best(need.technologies), _best(need.topics)
    return technologies | {len(vocabulary.technologies) + place: share for place, share in topics.items()}


def _best(shares: Floats) -> Sparse:
    return {int(place): float(shares[place]) for place in np.argsort(-shares, kind="stable")[:BEST] if shares[place]}


def _columns(words: Mapping[str, float], snapshot: Snapshot) -> Sparse:
    row: Sparse = {}
    for word, weight in words.items():
        column = snapshot.column(word)
        row[column] = row.get(column, 0.0) + weight
    return row
