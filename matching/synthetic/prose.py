"""The pieces of a text as the fields of a profile or of a need."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .pieces import Pieces

HEADLINE, TITLE = 150, 90  # characters, within the limits of the columns
# Where problem, advantage, description and product end, as parts of what follows the headline.
PROFILE_PARTS = (0.2, 0.4, 0.8, 1.0)
PROBLEM_PARTS = (0.6, 0.8, 1.0)


class Profile(NamedTuple):
    headline: str
    problem: str
    advantage: str
    description: str
    product: str


class Problem(NamedTuple):
    title: str
    problem: str
    present: str
    target: str


def profile(pieces: Pieces, ids: Sequence[int]) -> Profile:
    return Profile(*_split(pieces, ids, HEADLINE, PROFILE_PARTS))


def problem(pieces: Pieces, ids: Sequence[int]) -> Problem:
    return Problem(*_split(pieces, ids, TITLE, PROBLEM_PARTS))


def _split(pieces: Pieces, ids: Sequence[int], most_characters: int, parts: Sequence[float]) -> list[str]:
    """One line of the first pieces, then the rest in these parts."""
    first = pieces.fitting(ids, 3, most_characters)
    edges = [first, *(first + round((len(ids) - first) * part) for part in parts)]
    return [pieces.line(ids[:first]), *(pieces.prose(ids[begin:end]) for begin, end in pairwise(edges))]
