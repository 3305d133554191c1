"""What a card says of its place, where near-equals took turns."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import accumulate
from math import ceil
from typing import Protocol

from matching import engine
from matching.exposure.nudging import HEAD_MARGIN, PAGE_MARGIN
from matching.exposure.storing import stored_nudges


class Turn(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class Placed(Protocol):
    """As much of a match as is asked for."""

    startup_id: int
    score: float


def turns(shown: Sequence[Placed]) -> dict[int, Turn]:
    """By startup, in the order of a need's list: those that a nudge placed before one with more points, or after one
    with fewer. A list in the order of its scores costs no query."""
    scores = [match.score for match in shown]
    above = list(accumulate(scores, min, initial=float("inf")))[:-1]
    below = list(accumulate(reversed(scores), max, initial=-float("inf")))[:-1][::-1]
    before = {match.startup_id for match, best in zip(shown, below, strict=True) if best > match.score}
    after = {match.startup_id for match, least in zip(shown, above, strict=True) if least < match.score}
    found = stored_nudges(before | after) if before or after else {}
    return {pk: Turn.BEFORE for pk in before if found.get(pk, 0) > 0} | {
        pk: Turn.AFTER for pk in after if found.get(pk, 0) < 0
    }


def equal_within() -> dict[str, int]:
    """Whole points within which candidates may change places at the ``head`` and on the first ``page``."""
    margins = {"head": HEAD_MARGIN, "page": PAGE_MARGIN}
    return {zone: ceil(margin * engine.CURRENT.points_per_unit) for zone, margin in margins.items()}
