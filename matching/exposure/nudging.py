"""The nudges of one night, from the lists by score. numpy only; the same lists give the same nudges."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

# In units of the sum: scores nearer than this are told apart by chance more than by fit (docs/matching.md).
MARGIN = 0.3
# Places that change hands at all: of what is shown.
REACH = 50
# Places that nudges are reckoned from: beyond them none can enter the first page.
DEPTH = 20
# The first page of a list, and its head.
FIRST_PAGE, HEAD = 10, 3
# A favoured startup is to have so much of what the startups in the lists have of first pages on average.
FLOOR = 0.5
# Nobody stands at the head of more than so many times what they have on average, if it is more than a few.
CEILING, FEW = 3.0, 3
ROUNDS = 8


@dataclass(frozen=True, eq=False)
class Lists:
    """(needs, ``DEPTH``) rows of startups, -1 where a list is shorter, and their scores, best first."""

    startup: NDArray[np.int32]
    score: Floats

    @classmethod
    def of(
        cls, need: Ids, startup: NDArray[np.integer], score: NDArray[np.floating], rank: NDArray[np.integer]
    ) -> Self:
        """From pairs (m,): the need's id, the startup's row, score and rank by score; what ranks deeper is left out."""
        inside = (rank > 0) & (rank <= DEPTH)
        needs, row = np.unique(need[inside], return_inverse=True)
        startups = np.full((len(needs), DEPTH), -1, np.int32)
        scores = np.full((len(needs), DEPTH), -np.inf)
        place = rank[inside].astype(np.int64) - 1
        startups[row, place], scores[row, place] = startup[inside], score[inside]
        return cls(startups, scores)

    def first(self, places: int, nudge: Floats) -> NDArray[np.int64]:
        """(startups,) in how many lists each stands among the first places, when scores are nudged."""
        # -1 asks the last startup's nudge, and stays last all the same.
        order = np.argsort(-(self.score + nudge[self.startup]), axis=1, kind="stable")[:, :places]
        shown = np.take_along_axis(self.startup, order, axis=1)
        return np.bincount(shown[shown >= 0], minlength=len(nudge))


def nudges(lists: Lists, favoured: NDArray[np.bool_]) -> Floats:
    """(startups,) what is added to each one's scores for the order of lists; ``favoured`` (startups,): new or small.

    In a few rounds: who has more heads of lists than the ceiling steps back, who is favoured and has less than the
    floor steps forward.
    """
    nudge = np.zeros(len(favoured))
    listed = np.unique(lists.startup[lists.startup >= 0])
    if not len(listed):
        return nudge
    floor = FLOOR * lists.first(FIRST_PAGE, nudge)[listed].mean()
    ceiling = max(FEW, CEILING * lists.first(HEAD, nudge)[listed].mean())
    step = MARGIN / 2 / ROUNDS
    for _round in range(ROUNDS):
        nudge[lists.first(HEAD, nudge) > ceiling] -= step
        nudge[favoured & (lists.first(FIRST_PAGE, nudge) < floor)] += step
    nudge[np.setdiff1d(np.arange(len(nudge)), listed)] = 0
    return np.round(nudge, 4)


def nudged_ranks(
    lists: Ids, score: NDArray[np.floating], rank: NDArray[np.int16], nudge: NDArray[np.floating]
) -> NDArray[np.int16]:
    """The ranks (m,) by score, with the first ``REACH`` places of each list in the order of nudged scores."""
    inside = np.flatnonzero((rank > 0) & (rank <= REACH))
    touched = np.isin(lists[inside], lists[inside][nudge[inside] != 0])
    inside = inside[touched]
    own = lists[inside]
    order = np.lexsort((rank[inside], -(score[inside].astype(np.float64) + nudge[inside]), own))
    # The same places as before, list by list; only who stands on them differs.
    places = np.lexsort((rank[inside], own))
    changed = rank.copy()
    changed[inside[order]] = rank[inside[places]]
    return changed
