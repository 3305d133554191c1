"""The nudges of one night, from the lists by score. numpy only; the same lists give the same nudges.

A list has three zones: its head, the rest of its first page, and what is shown beyond. A nudge decides which of two
near-equals stands in which zone; inside a zone the order is by score, so nobody changes places for nothing.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

# The head of a list, and its first page.
HEAD, FIRST_PAGE = 3, 10
# In units of the sum: candidates nearer than this are equals for the head, and for the first page (docs/matching.md has
# what wider and narrower ones cost). The first page costs more: at its edge fitting ones meet those that do not fit.
HEAD_MARGIN, PAGE_MARGIN = 1.5, 0.2
# Places that change hands at all: of what is shown.
REACH = 50
# Places that nudges are reckoned from: beyond them hardly any is near enough to enter the first page.
DEPTH = 30
# A favoured startup is to have so much of what the startups in the lists have of first pages on average.
FLOOR = 0.5
# Nobody stands at the head of more than so many times what they have on average, if it is more than a few.
CEILING, FEW = 3.0, 3
ROUNDS = 8


@dataclass(frozen=True, eq=False)
class Lists:
    """(needs, places) each, best first by score: ``pair`` the number of the pair, -1 where a list is shorter; the row
    of its ``startup``; its ``score``."""

    pair: Ids
    startup: Ids
    score: Floats

    @classmethod
    def of(
        cls,
        need: Ids,
        startup: NDArray[np.integer],
        score: NDArray[np.floating],
        rank: NDArray[np.integer],
        places: int,
    ) -> Self:
        """From pairs (m,): the need's id, the startup's row, score and rank by score; what ranks deeper is left out."""
        inside = np.flatnonzero((rank > 0) & (rank <= places))
        needs, row = np.unique(need[inside], return_inverse=True)
        pairs = np.full((len(needs), places), -1, np.int64)
        pairs[row, rank[inside].astype(np.int64) - 1] = inside
        missing = pairs < 0
        return cls(pairs, np.where(missing, 0, startup[pairs]), np.where(missing, -np.inf, score[pairs]))

    @property
    def listed(self) -> Ids:
        """The startups that stand in any of them, ascending."""
        return np.unique(self.startup[self.pair >= 0])

    def zones(self, nudge: Floats) -> NDArray[np.int8]:
        """(needs, places) 0 in the head, 1 on the first page, 2 beyond, with nudges (startups,)."""
        moved = nudge[self.startup] / 2
        head = _best(self.score + HEAD_MARGIN * moved, HEAD)
        page = _best(np.where(head, np.inf, self.score + PAGE_MARGIN * moved), FIRST_PAGE)
        return np.int8(2) - page - head

    def shown(self, nudge: Floats) -> tuple[Ids, Ids]:
        """(startups,) on how many first pages, and in how many heads, each stands."""
        zones = np.where(self.pair < 0, 2, self.zones(nudge))
        pages, heads = (np.bincount(self.startup[zones <= last], minlength=len(nudge)) for last in (1, 0))
        return pages, heads


def _best(score: Floats, places: int) -> NDArray[np.bool_]:
    """Which of each row are its ``places`` highest, ties to the left."""
    chosen = np.zeros(score.shape, np.bool_)
    np.put_along_axis(chosen, np.argsort(-score, axis=1, kind="stable")[:, :places], True, axis=1)
    return chosen


def nudges(lists: Lists, favoured: NDArray[np.bool_]) -> Floats:
    """(startups,) from -1 to 1, in halves of a margin; ``favoured`` (startups,): new or small.

    In a few rounds: who has more heads of lists than the ceiling steps back, who is favoured and has less than the
    floor steps forward.
    """
    nudge, listed = np.zeros(len(favoured)), lists.listed
    if not len(listed):
        return nudge
    usual_pages, usual_heads = (shown[listed].mean() for shown in lists.shown(nudge))
    candidates = favoured & np.isin(np.arange(len(nudge)), listed)
    for _round in range(ROUNDS):
        pages, heads = lists.shown(nudge)
        nudge[heads > max(FEW, CEILING * usual_heads)] -= 1 / ROUNDS
        nudge[candidates & (pages < FLOOR * usual_pages)] += 1 / ROUNDS
    return nudge


def nudged_ranks(lists: Ids, score: NDArray[np.floating], rank: NDArray[np.int16], nudge: Floats) -> NDArray[np.int16]:
    """The ranks (m,) by score, with the first ``REACH`` places of each list in the order of zones; ``nudge`` (m,)."""
    touched = np.flatnonzero(np.isin(lists, lists[nudge != 0]))
    of_touched = Lists.of(lists[touched], touched, score[touched], rank[touched], REACH)
    order = np.argsort(of_touched.zones(nudge), axis=1, kind="stable")
    moved = np.take_along_axis(of_touched.pair, order, axis=1)
    places = np.broadcast_to(np.arange(1, REACH + 1, dtype=np.int16), moved.shape)
    changed = rank.copy()
    changed[touched[moved[moved >= 0]]] = places[moved >= 0]
    return changed
