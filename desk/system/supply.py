"""What is offered against what is asked for, by sector and by topic.

A technology serves a topic where the affinity table gives it half or more: made for it, or a usual way to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from cities.models import Need
from startups.models import Startup
from taxonomy.models import Sector, Topic

SERVES_FROM = 0.5


@dataclass(frozen=True)
class Balance:
    """A sector or topic with how many startups could serve it and how many open needs ask for it."""

    row: Any
    startups: int
    needs: int
    most: int  # of any such number: the length of the longest bar

    @property
    def startups_percent(self) -> float:
        return 100 * self.startups / self.most

    @property
    def needs_percent(self) -> float:
        return 100 * self.needs / self.most

    @property
    def needs_each(self) -> float:
        """Needs for each startup, a missing startup counted as half of one: the first to look for suppliers in."""
        return self.needs / (self.startups or 0.5)


@dataclass(frozen=True)
class Supply:
    sectors: Sequence[Balance]
    topics: Sequence[Balance]


def supply() -> Supply:
    """Six queries; those with the most needs for each startup first."""
    startups, needs = Startup.objects.listed(), Need.objects.open()
    serving = {"technology_rows__technology__affinities__weight__gte": SERVES_FROM}
    asking = {"topic_rows__topic__affinities__weight__gte": SERVES_FROM}
    return Supply(
        _balanced(
            Sector.objects.current(),
            _counted(startups, "technology_rows__technology__sector"),
            _counted(needs.filter(**asking), "topic_rows__topic__affinities__technology__sector"),
        ),
        _balanced(
            Topic.objects.current().select_related("domain"),
            _counted(startups.filter(**serving), "technology_rows__technology__affinities__topic"),
            _counted(needs, "topic_rows__topic"),
        ),
    )


def _counted(listings: QuerySet, path: str) -> Mapping[str, int]:
    return dict(listings.order_by().values_list(path).annotate(Count("pk", distinct=True)))


def _balanced(rows: QuerySet, startups: Mapping[str, int], needs: Mapping[str, int]) -> list[Balance]:
    counts = [(row, startups.get(row.pk, 0), needs.get(row.pk, 0)) for row in rows]
    most = max((max(one) for _row, *one in counts), default=0) or 1
    found = [Balance(*one, most) for one in counts]
    return sorted(found, key=lambda balance: (-balance.needs_each, -balance.needs, balance.startups))
