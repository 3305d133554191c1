"""What curators see of the weights: the sets side by side, and whether anything is learned."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from matching import engine
from matching.explaining.sentences import PART_LABELS
from matching.learning import sets
from matching.learning.nightly import is_held
from matching.learning.preferences import LEAST_DECISIONS, LEAST_DEPARTMENTS, Evidence, evidence
from matching.models import WeightSet

SETS_SHOWN = 20


@dataclass(frozen=True)
class Cell:
    """The weight of a factor in one set, and how many times the experts' that is."""

    weight_set: WeightSet
    weight: float
    times: float


@dataclass(frozen=True)
class Row:
    """One factor under the sets of the page."""

    label: str | Promise
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class SideBySide:
    """``columns``: the experts' set, the current one and the newest learned one, each once."""

    columns: Sequence[WeightSet]
    rows: Sequence[Row]
    known: Sequence[WeightSet]
    current: WeightSet
    chosen: WeightSet
    is_held: bool
    evidence: Evidence
    least_decisions: int = LEAST_DECISIONS
    least_departments: int = LEAST_DEPARTMENTS

    @property
    def is_waiting(self) -> bool:
        """Whether another set has been chosen, and the lists are still those of the current one."""
        return self.chosen != self.current


def side_by_side() -> SideBySide:
    expert, current, chosen = sets.expert(), sets.current(), sets.chosen()
    known = list(sets.usable().prefetch_related("choices__by")[:SETS_SHOWN])
    newest = [own for own in known if own.is_learned][:1]
    columns = list(dict.fromkeys([expert, current, *newest]))
    return SideBySide(
        columns, [_row(part, columns) for part in engine.PARTS], known, current, chosen, is_held(), evidence()
    )


def _row(part: str, columns: Sequence[WeightSet]) -> Row:
    weight = engine.CURRENT.factors[part].weight
    times = [own.multipliers.get(part, 1.0) for own in columns]
    cells = (Cell(own, weight * factor, factor) for own, factor in zip(columns, times, strict=True))
    return Row(PART_LABELS[part], tuple(cells))
