"""What the rows of startups and of needs have in common."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, NamedTuple

from listings.models import Language, ListingText, Status

from .choices import Column
from .listings import Groups, Needs, Startups
from .world import SyntheticWorld

# The source of every synthetic listing begins so.
SOURCE = "synthetic:"


class Owned(NamedTuple):
    """Values that hang on listings, one after the other: whose each is, and its place among its owner's."""

    owners: list[int]
    values: list[Any]
    places: list[int]


def owned(ids: Sequence[int], values: Sequence[Sequence[Any]]) -> Owned:
    """``values`` of each id, flat."""
    flat = [(pk, value, place) for pk, own in zip(ids, values, strict=True) for place, value in enumerate(own)]
    return Owned([pk for pk, _, _ in flat], [value for _, value, _ in flat], [place for _, _, place in flat])


def group_rows(ids: Sequence[int], groups: Groups) -> tuple[list[int], dict[str, Column]]:
    """(owner of each row, columns) of the first ``len(ids)`` listings."""
    counts = (groups.starts[1 : len(ids) + 1] - groups.starts[: len(ids)]).tolist()
    owners = [pk for pk, count in zip(ids, counts, strict=True) for _ in range(count)]
    return owners, {name: column[: len(owners)] for name, column in groups.columns.items()}


def listing_columns(world: SyntheticWorld, block: Startups | Needs, count: int) -> dict[str, Any]:
    """Published some days ago, confirmed today, marked, and due to be scored."""
    noon = datetime.combine(world.day, time(12), UTC)
    published = [noon - timedelta(int(days)) for days in block.columns["days_listed"][:count]]
    return {
        "status": [Status.PUBLISHED.value] * count,
        "published_at": published,
        "created_at": published,
        "last_confirmed_on": [world.day] * count,
        "is_demo": [True] * count,
        "source": [f"{SOURCE}{world.seed}:{block.first + row}" for row in range(count)],
        "revision": [1] * count,
    }


def text_columns(texts: Sequence[Any]) -> dict[str, Any]:
    """English, written by a person, of named tuples."""
    return {
        "language": [Language.ENGLISH.value] * len(texts),
        "is_source": [True] * len(texts),
        "origin": [ListingText.Origin.PERSON.value] * len(texts),
        **{field: [getattr(text, field) for text in texts] for field in texts[0]._fields},
    }
