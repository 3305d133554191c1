"""The weights of the sum, in versions. A stored score names the version it was computed with.

The relevance weights are those of the study in the design notes, but for the expansion (.2 for .3: more needs gain
than lose). A spread is the standard deviation of the raw part over all pairs of the judged development data: a
constant, never taken per need or per run, so that an edit and a full run give the same numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """``factors``: part code -> (weight, spread). The score is the sum of weight / spread x inner product."""

    version: str
    factors: Mapping[str, tuple[float, float]]
    points_per_unit: float
    floor: float
    worth_a_look: float
    strong: float

    def scale(self, factor: str) -> float:
        """What one unit of the factor's inner product adds to the score."""
        weight, spread = self.factors[factor]
        return weight / spread


# The readiness weights are in units of the score: each part lies in [-1, 1] times its weight, proof in [0, 1].
# From worst to best all four together span .9 + .5 + .3 + .3 = 2: a ready product for another problem never wins.
CURRENT = Weights(
    version="1",
    factors={
        "meaning": (1.0, 0.0986),
        "words": (0.4, 0.0968),
        "technology_fit": (0.2, 0.1447),
        "topic_fit": (0.3, 0.0578),
        "keywords": (0.2, 0.1747),
        "proof": (0.9, 1.0),
        "maturity": (0.25, 1.0),
        "budget": (0.15, 1.0),
        "china_readiness": (0.15, 1.0),
    },
    points_per_unit=5.0,
    floor=4.0,
    worth_a_look=6.0,
    strong=9.0,
)
