"""How a list changes when its subject states one fact more: of a need its candidates, of a startup its needs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching import engine

EffectT = TypeVar("EffectT")


@dataclass(frozen=True)
class Fit:
    """One of the other side that is above the floor."""

    score: float
    band: engine.Band


def fits_by_row(
    row: NDArray[np.integer], found: NDArray[np.integer], score: NDArray[np.floating], band: NDArray[np.integer]
) -> Mapping[int, dict[int, Fit]]:
    """Of pairs (m,) for each row that asks what it finds above the floor, in their order: {row: {id: fit}}."""
    lists: dict[int, dict[int, Fit]] = {}
    shown = np.asarray(band) > engine.Band.HIDDEN
    columns = (np.asarray(column)[shown].tolist() for column in (row, found, score, band))
    for asking, pk, own_score, own_band in zip(*columns, strict=True):
        lists.setdefault(asking, {})[pk] = Fit(own_score, engine.Band(own_band))
    return lists


@dataclass(frozen=True)
class Change:
    """How many entries change, by how many points on average where they stand on both lists, and how many rise or fall
    a band. What comes onto the list rises, what leaves it falls."""

    entries: int
    points: float
    rising: int
    falling: int

    @classmethod
    def between(cls, today: Mapping[int, Fit], then: Mapping[int, Fit]) -> Self:
        both = today.keys() & then.keys()
        gains = [then[pk].score - today[pk].score for pk in both if then[pk] != today[pk]]
        come, gone = len(then.keys() - today.keys()), len(today.keys() - then.keys())
        return cls(
            entries=len(gains) + come + gone,
            points=sum(gains) / len(gains) * engine.CURRENT.points_per_unit if gains else 0.0,
            rising=come + sum(then[pk].band > today[pk].band for pk in both),
            falling=gone + sum(then[pk].band < today[pk].band for pk in both),
        )


def most_telling(
    found: Iterable[EffectT], place: Callable[[EffectT], str], telling: Callable[[EffectT], Any]
) -> list[EffectT]:
    """The best of each place, the best first."""
    best: dict[str, EffectT] = {}
    for effect in found:
        best[place(effect)] = max(best.get(place(effect), effect), effect, key=telling)
    return sorted(best.values(), key=telling, reverse=True)
