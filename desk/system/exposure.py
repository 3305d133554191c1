"""How often each startup stands in front of a city, and how evenly that is spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Count, Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cities.models import Need
from desk.system.bars import Bar
from matching.exposure.distribution import gini
from matching.models import SHOWN, Match
from startups.models import Startup

# What an official reads first of a list.
FIRST = 5
MOST_SHOWN = 10
PARTS = 10


@dataclass(frozen=True)
class Shown:
    """A startup, in how many needs' lists it stands, and in how many of them among the first."""

    startup: Startup
    lists: int
    first: int


@dataclass(frozen=True)
class Exposure:
    """`gini` of the first places: 0 where all startups have as many, 1 where one has all."""

    places: int
    never: int
    gini: float
    share_of_most_shown: float
    tenths: Sequence[Bar]
    most_shown: Sequence[Shown]


def exposure() -> Exposure:
    """Three queries; a row for each startup that is shown at all, however many pairs there are."""
    listed = Startup.objects.listed().count()
    rows = list(
        Match.objects.filter(
            need_rank__range=(1, SHOWN), need__in=Need.objects.open().values("pk"), startup__status="published"
        )
        .order_by()
        .values_list("startup")
        .annotate(lists=Count("pk"), first=Count("pk", filter=Q(need_rank__lte=FIRST)))
    )
    rows.sort(key=lambda row: (-row[2], -row[1], row[0]))
    first = sorted([row[2] for row in rows] + [0] * max(listed - len(rows), 0))
    places = sum(first)
    startups = Startup.objects.in_bulk([pk for pk, _lists, _first in rows[:MOST_SHOWN]])
    return Exposure(
        places=places,
        never=first.count(0),
        gini=gini(first),
        share_of_most_shown=100 * sum(first[-MOST_SHOWN:]) / places if places else 0.0,
        tenths=[_bar(number, share) for number, share in enumerate(tenths(first), 1)],
        most_shown=[Shown(startups[pk], lists, top) for pk, lists, top in rows[:MOST_SHOWN] if pk in startups],
    )


def _bar(tenth: int, share: float) -> Bar:
    label = {1: _("least shown tenth"), PARTS: _("most shown tenth")}.get(tenth, str(tenth))
    return Bar(label, f"{number_format(share, 1)}%", share)


def tenths(ascending: Sequence[int]) -> list[float]:
    """The percentage of each tenth, the least shown first; a tenth's edge may cut through between two startups."""
    total, count = sum(ascending), len(ascending)
    if not total:
        return []
    below = [0, *accumulate(ascending)]
    edges = [below[round(count * part / PARTS)] for part in range(PARTS + 1)]
    return [100 * (edges[part + 1] - edges[part]) / total for part in range(PARTS)]
