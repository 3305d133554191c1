"""By what scores are made: the weights of the sum, the edges of the bands, and the versions in use."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

from desk.system.bars import Bar
from matching import engine
from matching.corpus import current_corpus
from matching.explaining.sentences import PART_LABELS
from matching.models import Band, Snapshot


@dataclass(frozen=True)
class BandEdge:
    """From which score on a pair stands in the band, and how many judged pairs in it fitted."""

    label: str
    edge: float
    observed: engine.Observed


@dataclass(frozen=True)
class Scoring:
    weights: engine.Weights
    factors: Sequence[Bar]
    bands: Sequence[BandEdge]
    snapshot: Snapshot | None
    judged_needs: int = engine.OBSERVED_NEEDS


def scoring() -> Scoring:
    """Two queries."""
    weights = current_corpus().weights
    heaviest = max(factor.weight for factor in weights.factors.values())
    edges = {Band.STRONG: weights.strong, Band.WORTH_A_LOOK: weights.worth_a_look, Band.SAME_FIELD: weights.floor}
    return Scoring(
        weights=weights,
        factors=[
            Bar(str(PART_LABELS[code]), number_format(factor.weight, 2), 100 * factor.weight / heaviest)
            for code, factor in weights.factors.items()
        ],
        bands=[BandEdge(str(band.label), edge, engine.OBSERVED[engine.Band(band)]) for band, edge in edges.items()],
        snapshot=Snapshot.objects.filter(is_current=True).defer("data", "glossary").first(),
    )
