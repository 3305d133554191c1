"""What a page shows of one stored list: its cards, and a version that changes when any of it may have changed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum

from cities.models import Need
from matching.cards import Card, cards_for_need, cards_for_startup
from matching.models import SHOWN, Match
from startups.models import Startup

# Cards shown at once; the rest is folded.
OPEN = 5


def board_version(matches: QuerySet) -> str:
    """Changes with whatever a list shows, and costs one query.

    Revisions count too: a card quotes texts that may change without changing a score.
    """
    seen = matches.order_by().aggregate(
        Max("scored_at"), Count("pk"), Sum("startup__revision", default=0), Sum("need__revision", default=0)
    )
    scored_at = seen["scored_at__max"]
    moment = f"{scored_at.timestamp():.6f}" if scored_at else "0"
    return "-".join(
        [moment, *(str(seen[key]) for key in ("pk__count", "startup__revision__sum", "need__revision__sum"))]
    )


@dataclass(frozen=True)
class Board:
    """One subject's list of matches, as far as one reader may see it; not `is_shown`: it is no business of theirs."""

    subject: Need | Startup
    matches: QuerySet
    is_shown: bool

    @cached_property
    def version(self) -> str:
        return board_version(self.matches)

    @cached_property
    def count(self) -> int:
        return self.matches[:SHOWN].count()

    @property
    def folded_count(self) -> int:
        return max(self.count - OPEN, 0)

    @cached_property
    def open_cards(self) -> list[Card]:
        return self._cards(OPEN)

    @cached_property
    def all_cards(self) -> list[Card]:
        return self._cards(SHOWN)

    @property
    def folded_cards(self) -> list[Card]:
        return self.all_cards[OPEN:]

    def _cards(self, most: int) -> list[Card]:
        if isinstance(self.subject, Need):
            return cards_for_need(self.subject, self.matches[:most])
        return cards_for_startup(self.subject, self.matches[:most])


def candidates_of(need: Need, user: Any) -> Board:
    """Startups for the need (one out of `Need.objects.visible_to(user)`), best first."""
    matches = Match.objects.visible_to(user).for_need(need)
    return Board(need, matches, is_shown=settings.DEMO_MODE or getattr(need, "is_own", False) or matches.exists())


def needs_that_suit(startup: Startup, user: Any) -> Board:
    """Open needs for the startup, best first."""
    matches = Match.objects.visible_to(user).for_startup(startup)
    return Board(startup, matches, is_shown=settings.DEMO_MODE or matches.exists())
