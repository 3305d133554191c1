"""The counts and lists of the home page and of the page of sectors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from cities.filters import SHOWN_CITY
from cities.models import Kpi, Need
from listings.counting import count_of, counts_of
from listings.models import reader_language
from matching.boards import board_version
from matching.cards import Card, cards_for_need
from matching.first_screens import FirstScreen, first_screen
from matching.models import Match
from startups.models import Startup
from taxonomy.models import Domain, Sector

NEWEST = 6
# The worked example: leakage from 18 % to 12 %.
EXAMPLE = {"unit": "PERCENT", "baseline": Decimal(18), "target": Decimal(12)}
EXAMPLE_TOPIC = "W-LEAK"
EXAMPLE_CANDIDATES = 3


@dataclass(frozen=True)
class Example:
    """A demo need with one of its best candidates."""

    need: Need
    kpi: Kpi
    card: Card


@dataclass(frozen=True)
class HomeOverview:
    startups: int
    needs: int
    cities: int
    sectors: Sequence["Counted"]
    newest: Sequence[Need]
    own: FirstScreen
    example: Example | None


@dataclass(frozen=True)
class Counted:
    """A sector or domain with how many listings it has, and the same of what belongs to it."""

    row: Any
    count: int
    parts: Sequence["Counted"] = ()


@dataclass(frozen=True)
class SectorOverview:
    sectors: Sequence[Counted]
    domains: Sequence[Counted]


def home_overview(user: Any) -> HomeOverview:
    startups = Startup.objects.visible_to(user).listed()
    needs = Need.objects.visible_to(user).open()
    by_sector = counts_of(startups, "technologies__sector")
    return HomeOverview(
        startups=count_of(startups),
        needs=count_of(needs),
        cities=len(counts_of(needs.filter(SHOWN_CITY), "department__city")),
        sectors=[Counted(sector, by_sector.get(sector.pk, 0)) for sector in Sector.objects.current()],
        newest=needs.with_card().prefetch_related("kpis")[:NEWEST],
        own=first_screen(user),
        example=worked_example(),
    )


def worked_example() -> Example | None:
    """What everybody may see of it: the same for all readers of a language, and so kept until it changes."""
    needs = Need.objects.visible_to(AnonymousUser()).open()
    shown = Q(need__is_demo=True, need__topic_rows__topic=EXAMPLE_TOPIC, need__topic_rows__position=0)
    kpi = Kpi.objects.select_related("need").filter(shown, need__in=needs.values("pk"), **EXAMPLE).first()
    if kpi is None:
        return None
    matches = Match.objects.visible_to(AnonymousUser()).for_need(kpi.need)
    return _example(reader_language(), kpi, board_version(matches))


# A few languages and versions; making it compares texts, which takes longer than the rest of the page.
@lru_cache(maxsize=8)
def _example(_language: str, kpi: Kpi, _version: str) -> Example | None:
    need = Need.objects.visible_to(AnonymousUser()).with_page().get(pk=kpi.need_id)
    best = Match.objects.visible_to(AnonymousUser()).for_need(need).order_by("-band", "need_rank")
    cards = cards_for_need(need, best[:EXAMPLE_CANDIDATES])
    # One whose words meet the need's shows best how texts in two languages are compared.
    card = next((card for card in cards if card.pairs), cards[0] if cards else None)
    return Example(need, kpi, card) if card else None


def sector_overview(user: Any) -> SectorOverview:
    """Sectors with their technologies and startups, domains with their topics and needs."""
    startups, needs = Startup.objects.visible_to(user).listed(), Need.objects.visible_to(user).open()
    in_sectors, with_technologies = counts_of(startups, "technologies__sector"), counts_of(startups, "technologies")
    in_domains, with_topics = counts_of(needs, "topics__domain"), counts_of(needs, "topics")
    return SectorOverview(
        sectors=[
            Counted(sector, in_sectors.get(sector.pk, 0), _counted(sector.technologies.all(), with_technologies))
            for sector in Sector.objects.current().with_technologies()
        ],
        domains=[
            Counted(domain, in_domains.get(domain.pk, 0), _counted(domain.topics.all(), with_topics))
            for domain in Domain.objects.current().with_topics()
        ],
    )


def _counted(rows: Iterable[Any], counts: Mapping[str, int]) -> list[Counted]:
    return [Counted(row, counts.get(row.pk, 0)) for row in rows]
