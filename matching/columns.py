"""Many scored pairs, column by column: nothing here costs a Python object per pair."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching import engine

Ids = NDArray[np.int64]
Number = TypeVar("Number", bound=np.number[Any])
Rows = NDArray[np.intp] | NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PairColumns:
    """m pairs, each once: ids, score, band, parts (m, len(engine.PARTS)) in the engine's order.

    Ranks are places in the need's list of startups and in the startup's list of needs, from 1; 0: not in that list.
    """

    need: Ids
    startup: Ids
    score: NDArray[np.float32]
    band: NDArray[np.int16]
    parts: NDArray[np.float32]
    need_rank: NDArray[np.int16]
    startup_rank: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.need)

    def take(self, rows: Rows) -> Self:
        """These rows, by number or by a mask, in this order."""
        return type(self)(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})

    @classmethod
    def joined(cls, parts: Iterable[Self]) -> Self:
        """All pairs of several columns, each once: the same pair has the same numbers wherever it was scored."""
        every = list(parts)
        whole = cls(**{
            field.name: np.concatenate([getattr(part, field.name) for part in every]) for field in fields(cls)
        })  # fmt: skip
        order = np.lexsort((whole.startup, whole.need))
        need, startup = whole.need[order], whole.startup[order]
        is_first = np.r_[True, (need[1:] != need[:-1]) | (startup[1:] != startup[:-1])][: len(order)]
        return whole.take(order[is_first])

    def ranked(self, needs: Mapping[int, int], startups: Mapping[int, int], kept: int) -> Self:
        """With the ranks of both lists, the first `kept` of each; pairs in no list are left out.

        `needs`, `startups`: id -> day of publication. By score, ties to the earlier, then to the lower id.
        """
        need_rank = ranks(self.need, self.score, days_of(self.startup, startups), self.startup, kept)
        startup_rank = ranks(self.startup, self.score, days_of(self.need, needs), self.need, kept)
        ranked = replace(self, need_rank=need_rank, startup_rank=startup_rank)
        return ranked.take((need_rank > 0) | (startup_rank > 0))

    def with_need_ranks(self, need_rank: NDArray[np.int16]) -> Self:
        return replace(self, need_rank=need_rank)

    @classmethod
    def of(cls, pairs: engine.Pairs, needs: engine.NeedTable, startups: engine.StartupTable) -> Self:
        """The engine's pairs by id, each with its band, in no list yet."""
        bands = engine.bands(pairs.score, engine.caps(needs, startups, pairs.need, pairs.startup))
        nowhere = np.zeros(len(pairs.need), np.int16)
        return cls(
            need=np.asarray(needs.ids[pairs.need], np.int64),
            startup=np.asarray(startups.ids[pairs.startup], np.int64),
            score=pairs.score.astype(np.float32),
            band=np.asarray(bands, np.int16),
            parts=pairs.parts.astype(np.float32),
            need_rank=nowhere,
            startup_rank=nowhere,
        )


def days_of(ids: Ids, published: Mapping[int, int]) -> Ids:
    """(m,) day of publication of each id; 0 where none is given."""
    keys, days = (np.fromiter(column, np.int64, len(published)) for column in (published, published.values()))
    return looked_up(ids, keys, days)


def looked_up(ids: Ids, keys: Ids, values: NDArray[Number]) -> NDArray[Number]:
    """(m,) for each of ``ids`` the value that stands beside it in ``keys`` (k,) and ``values`` (k,); else 0."""
    if not len(keys):
        return np.zeros(len(ids), values.dtype)
    order = np.argsort(keys)
    found = order[np.searchsorted(keys, ids, sorter=order).clip(max=len(keys) - 1)]
    return np.where(keys[found] == ids, values[found], values.dtype.type(0))


def is_tied(lists: Ids, score: NDArray[np.float32]) -> NDArray[np.bool_]:
    """(m,) whether another row of the same list has the same score."""
    order = np.lexsort((score, lists))
    as_next = (np.diff(lists[order]) == 0) & (np.diff(score[order]) == 0)
    tied = np.empty(len(order), np.bool_)
    tied[order] = np.r_[as_next, False][: len(order)] | np.r_[False, as_next][: len(order)]
    return tied


def ranks(lists: Ids, score: NDArray[np.float32], published: Ids, others: Ids, kept: int) -> NDArray[np.int16]:
    """The place of each row among those of its list, from 1; 0 beyond `kept`."""
    order = np.lexsort((others, published, -score, lists))
    sorted_lists, places = lists[order], np.arange(len(order))
    is_first = np.r_[True, sorted_lists[1:] != sorted_lists[:-1]][: len(order)]
    within = places - np.maximum.accumulate(np.where(is_first, places, 0)) + 1
    ranks = np.empty(len(order), np.int16)
    ranks[order] = np.where(within <= kept, within, 0)
    return ranks
