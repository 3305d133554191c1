"""Vectors that lie about each other as the embeddings of real texts do; embedding 100,000 takes half an hour.

A text's direction is the sum of what its field says (the embedding of its technologies or topics), of what texts of
that field share beyond its keywords, of what all texts share, and of its own: mostly other fields' directions mixed at
random, which gives it the few effective dimensions that real texts have (89 of 384; here some 70).

Cosines of all-MiniLM-L6-v2, mean and standard deviation; demo: 120 startups and 80 needs of desk/demo; judged: 700
real profiles and 16 needs of the development set, which are shorter and of many hands:

====================================  ============  ============  ============
pair                                  demo          judged        synthetic
====================================  ============  ============  ============
startup and its technologies          .44 +- .09                  .44 +- .09
startup and its primary technology    .41 +- .10                  .41 +- .09
startup and any technology            .13 +- .10    .11 +- .10    .12 +- .11
two startups                          .26 +- .11    .16 +- .10    .16 +- .10
two startups, same primary            .45 +- .11                  .42 +- .08
need and its topic                    .45 +- .09                  .43 +- .09
need and startup                      .22 +- .11    .12 +- .10    .13 +- .09
====================================  ============  ============  ============

The demo was written by one hand, so where both were measured the judged figure was the aim. What is not reproduced: the
very best pairs of real texts are closer (best of 700 startups for a need: .48 judged, .41 here).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Shares of a unit vector; what they leave of its length is the text's own.
FIELD, FIELD_VARIES, HIDDEN, COMMON = 0.43, 0.1, 0.4, 0.28
# Of its own, so much is a mixture of fields, the rest points anywhere.
MIXTURE = 0.8
# Cosine between what all texts share and what all fields share.
ALIGNMENT = 0.1


@dataclass(frozen=True, eq=False)
class Cloud:
    """``entries`` (m, d): unit vectors of technologies and topics; the rest is what `make_cloud` drew."""

    entries: Floats
    hidden: Floats
    mixed: Floats
    common: Floats

    def draw(self, rng: np.random.Generator, weights: Floats, main: NDArray[np.int64]) -> Floats:
        """(n, d) unit vectors of n texts; ``weights`` (n, m) say what they are about, ``main`` (n,) above all."""
        field = FIELD * np.exp(FIELD_VARIES * rng.standard_normal((len(main), 1), np.float32))
        own = np.sqrt(np.maximum(1 - field**2 - HIDDEN**2 - COMMON**2, 0.1))
        vectors = field * unit(weights @ self.entries) + HIDDEN * self.hidden[main] + COMMON * self.common
        return unit(vectors + own * self._own(rng, len(main)))

    def _own(self, rng: np.random.Generator, n: int) -> Floats:
        fields = unit(rng.standard_normal((n, len(self.mixed)), np.float32) @ self.mixed)
        anywhere = unit(rng.standard_normal((n, self.mixed.shape[1]), np.float32))
        return unit(np.sqrt(MIXTURE) * fields + np.sqrt(1 - MIXTURE) * anywhere)


def make_cloud(rng: np.random.Generator, technologies: Floats, topics: Floats, affinity: Floats) -> Cloud:
    """Of unit vectors of technologies and topics (rows); ``affinity`` (topics, technologies)."""
    entries = np.vstack([technologies, topics])
    shared = unit(entries.mean(axis=0, keepdims=True))
    sideways = rng.standard_normal(shared.shape, np.float32)
    sideways = unit(sideways - (sideways @ shared.T) * shared)
    hidden = unit(rng.standard_normal(technologies.shape, np.float32))
    served = unit(affinity @ hidden + 0.1 * unit(rng.standard_normal(topics.shape, np.float32)))
    return Cloud(
        entries=entries,
        # Needs of a topic share it with the startups that serve the topic.
        hidden=np.vstack([hidden, served]),
        mixed=unit(entries - entries.mean(axis=0)),
        common=unit(ALIGNMENT * shared + np.sqrt(1 - ALIGNMENT**2) * sideways),
    )


def unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
