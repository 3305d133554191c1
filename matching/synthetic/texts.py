"""Which pieces each text is made of."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .phrases import PHRASES
from .pieces import Ids, Pieces

Floats = NDArray[np.float64]

# Of a text's pieces: keywords, phrases, words of the trade, words of anybody.
SHARES = (0.28, 0.17, 0.25, 0.3)
# Of its keywords and words of the trade, so many are of a neighbouring field: a technology names what it is for.
FROM_NEIGHBOURS, NEIGHBOURS = 0.25, 4
JARGON = 60  # words of the trade, of each technology or topic, from these ranks of general English
JARGON_RANKS = (300, 15_000)


class Lengths(NamedTuple):
    """Words of a text without stop words: log-normal, cut at both ends."""

    median: float
    spread: float
    least: int
    most: int


class Drawn(NamedTuple):
    """Text i is made of ``ids[starts[i]:starts[i + 1]]``."""

    starts: NDArray[np.int64]
    ids: Ids


@dataclass(frozen=True, eq=False)
class Writer:
    """``neighbours`` (m, NEIGHBOURS) and ``jargon`` (m, JARGON) of each technology or topic."""

    pieces: Pieces
    neighbours: NDArray[np.int64]
    jargon: NDArray[np.int64]
    phrase_steps: Floats
    general_steps: Floats
    words_a_piece: float

    def draw(self, rng: np.random.Generator, about: NDArray[np.int64], counts: NDArray[np.int64], of: Lengths) -> Drawn:
        """Texts about the first ``counts[i]`` entries of ``about[i]``, the first of them above all."""
        words = np.clip(rng.lognormal(np.log(of.median), of.spread, len(counts)), of.least, of.most)
        lengths = np.maximum(np.rint(words / self.words_a_piece), 3).astype(np.int64)
        rows = np.repeat(np.arange(len(counts)), lengths)
        kinds = np.searchsorted(np.cumsum(SHARES), rng.random(len(rows)) * sum(SHARES))
        entries = self._entries(rng, about, counts, rows)
        options = (self._keyword, self._phrase, self._of_the_trade, self._general)
        ids = np.empty(len(rows), np.int32)
        for kind, option in enumerate(options):
            places = np.flatnonzero(kinds == kind)
            ids[places] = option(rng.random(len(places)), entries[places])
        return Drawn(np.concatenate([[0], np.cumsum(lengths)]), ids)

    def _entries(
        self, rng: np.random.Generator, about: NDArray[np.int64], counts: NDArray[np.int64], rows: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        place = (rng.random(len(rows)) ** 1.5 * counts[rows]).astype(np.int64)
        own = about[rows, place]
        neighbour = self.neighbours[own, rng.integers(NEIGHBOURS, size=len(rows))]
        return np.where(rng.random(len(rows)) < FROM_NEIGHBOURS, neighbour, own)

    def _keyword(self, drawn: Floats, entries: NDArray[np.int64]) -> NDArray[np.int64]:
        first, last = self.pieces.keywords[entries], self.pieces.keywords[entries + 1]
        return first + (drawn * (last - first)).astype(np.int64)

    def _phrase(self, drawn: Floats, entries: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.pieces.phrases + np.searchsorted(self.phrase_steps, drawn)

    def _of_the_trade(self, drawn: Floats, entries: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.jargon[entries, (drawn**2 * JARGON).astype(np.int64)]

    def _general(self, drawn: Floats, entries: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.pieces.general + np.searchsorted(self.general_steps, drawn)


def make_writer(rng: np.random.Generator, pieces: Pieces, affinity: NDArray[np.float32]) -> Writer:
    """``affinity`` (topics, technologies) says which are neighbours."""
    words = np.array([sum(count for _, count in own) for own in pieces.words])
    entries = sum(affinity.shape)
    phrase_steps, general_steps = _zipf(len(PHRASES)), _zipf(len(pieces.texts) - pieces.general)
    a_keyword = words[: pieces.phrases].mean()
    a_phrase = words[pieces.phrases : pieces.general] @ np.diff(phrase_steps, prepend=0)
    return Writer(
        pieces=pieces,
        neighbours=_neighbours(affinity),
        jargon=pieces.general + _log_uniform(rng, (entries, JARGON)),
        phrase_steps=phrase_steps,
        general_steps=general_steps,
        words_a_piece=float(np.dot(SHARES, [a_keyword, a_phrase, 1, 1])),
    )


def _zipf(count: int) -> Floats:
    """Running sums of shares proportional to 1 / (rank + 2.7): Zipf's law with Mandelbrot's shift."""
    steps = np.cumsum(1 / (np.arange(1, count + 1) + 2.7))
    return np.asarray(steps / steps[-1], np.float64)


def _log_uniform(rng: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.int64]:
    low, high = np.log(JARGON_RANKS)
    return np.exp(rng.uniform(low, high, shape)).astype(np.int64)


def _neighbours(affinity: NDArray[np.float32]) -> NDArray[np.int64]:
    """Of a technology the topics it serves best, of a topic the technologies that serve it best."""
    technologies = affinity.shape[1]
    of_technologies = technologies + np.argsort(-affinity.T, axis=1, kind="stable")[:, :NEIGHBOURS]
    of_topics = np.argsort(-affinity, axis=1, kind="stable")[:, :NEIGHBOURS]
    return np.vstack([of_technologies, of_topics])
