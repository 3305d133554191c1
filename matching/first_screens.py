"""What people with needs or startups of their own see first: each with the few that can be defended, and why, if none.

Everything is fetched for all of a person's lists together, so that ten needs cost the queries of one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from cities.models import Need
from cities.workspace import DeskNeed
from listings.models import Status
from matching.boards import Entry, entries, is_worth_showing, with_joint_demand
from matching.cards import Card, cards_for_needs, cards_for_startups
from matching.explaining.nothing import why_nothing
from matching.models import SHOWN, Match, Side, Verb
from matching.querysets import needs_of, startups_of
from matching.tallies import Tally, tallies
from matching.visits import note_visit
from startups.models import Startup

# Lists on the first screen, and cards of each.
LISTS = 6
BEST = 5


@dataclass(frozen=True)
class OwnList:
    """A need or startup of the reader with the best of its list; `listed` and `new` count the whole list."""

    subject: Need | Startup
    entries: Sequence[Entry]
    tally: Tally
    listed: int
    new: int

    @property
    def nothing(self) -> str:
        """Why there is nothing to show."""
        return why_nothing(self.subject, self.listed, self.tally)


@dataclass(frozen=True)
class FirstScreen:
    """`needs` or `startups` is None for people of the other side."""

    needs: Sequence[OwnList] | None = None
    startups: Sequence[OwnList] | None = None
    waiting: Sequence[DeskNeed] = ()

    @property
    def is_anybodys(self) -> bool:
        return self.needs is None and self.startups is None


def first_screen(user: Any) -> FirstScreen:
    """Nothing for visitors and for curators, who read all lists and act for none."""
    if not user.is_authenticated or user.is_curator:
        return FirstScreen()
    is_official, is_founder = user.offices.exists(), user.startup_memberships.exists()
    return FirstScreen(
        my_needs(user) if is_official else None,
        my_startups(user) if is_founder else None,
        _waiting(user) if is_official else (),
    )


def my_needs(user: User) -> list[OwnList]:
    """Open needs of this person's departments, newest first, each with candidates of the two top bands."""
    own = Need.objects.visible_to(user).open().filter(pk__in=needs_of(user).values("pk"))
    needs = list(own.with_page()[:LISTS])
    listed = Match.objects.visible_to(user).filter(need__in=needs).in_lists_of("need")
    return _own_lists(user, Side.CITY, needs, listed, cards_for_needs)


def my_startups(user: User) -> list[OwnList]:
    """Listed startups of this person, each with the needs of the two top bands."""
    startups = list(startups_of(user).listed().with_profile()[:LISTS])
    listed = Match.objects.visible_to(user).filter(startup__in=startups).in_lists_of("startup")
    return _own_lists(user, Side.STARTUP, startups, listed, cards_for_startups)


def _waiting(user: User) -> list[DeskNeed]:
    """Needs on their way to being published, as their department is writing them."""
    underway = [Status.DRAFT, Status.IN_REVIEW, Status.CHANGES_REQUESTED]
    needs = needs_of(user).filter(status__in=underway).select_related("draft").prefetch_related("texts")
    return [DeskNeed(need, getattr(need, "draft", None)) for need in needs]


def _own_lists(
    user: User, side: Side, subjects: Sequence[Any], listed: QuerySet, cards_for: Callable[..., dict[int, list[Card]]]
) -> list[OwnList]:
    of, other = ("need_id", "startup_id") if side == Side.CITY else ("startup_id", "need_id")
    rows: dict[int, list[Match]] = {subject.pk: [] for subject in subjects}
    for match in listed.as_decided_by(side):  # type: ignore[attr-defined]
        rows[getattr(match, of)].append(match)
    best = [match for own in rows.values() for match in _best(own)]
    shown = entries(side, [card for cards in cards_for(subjects, best).values() for card in cards], best)
    if side == Side.STARTUP:
        shown = with_joint_demand(shown, user)
    good = {subject: [getattr(row, other) for row in rows[subject.pk] if is_worth_showing(row)] for subject in subjects}
    new, counted = note_visit(user, good), tallies(subjects)
    return [
        OwnList(
            subject,
            [
                replace(entry, is_new=getattr(entry.match, other) in new[subject.pk])
                for entry in shown
                if getattr(entry.match, of) == subject.pk
            ],
            counted[subject.pk],
            listed=len(rows[subject.pk][:SHOWN]),
            new=len(new[subject.pk]),
        )
        for subject in subjects
    ]


def _best(matches: Iterable[Match]) -> list[Match]:
    """Of the two top bands or placed by a curator, without what was put aside."""
    return [match for match in matches if is_worth_showing(match) and match.verb != Verb.NOT_NOW][:BEST]  # type: ignore
