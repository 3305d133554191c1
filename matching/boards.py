"""What a page shows of one stored list: its cards, and a version that changes when any of it may have changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext

from cities.models import Need
from matching.cards import Card, cards_for_need, cards_for_startup
from matching.exposure.telling import Turn, equal_within, turns
from matching.models import GOOD, SHOWN, Decision, Match, Ruling, Side
from matching.querysets import needs_of, startups_of
from matching.seen_together import JointDemand, joint_demand
from matching.tallies import Tally, tallies
from matching.visits import known_to
from startups.models import Startup

# Cards shown at once; the rest is folded.
OPEN = 5


def board_version(matches: QuerySet) -> str:
    """Changes with whatever a list shows, and costs one query.

    Revisions count too: a card quotes texts that may change without changing a score.
    """
    seen = matches.order_by().aggregate(
        Max("scored_at"), Count("pk"), Sum("startup__revision", default=0), Sum("need__revision", default=0),
        Max("pinned_at"), Count("pinned_at"),
    )  # fmt: skip
    moments = [f"{at.timestamp():.6f}" if at else "0" for at in (seen["scored_at__max"], seen["pinned_at__max"])]
    counts = ("pk__count", "startup__revision__sum", "need__revision__sum", "pinned_at__count")
    return "-".join([*moments, *(str(seen[key]) for key in counts)])


@dataclass(frozen=True)
class Entry:
    """A card in a list, with what the reader's side has decided on it; None where it has not, or reads only.

    `lowered_by` is its no for another need, for a reason that holds here too.
    `joint`: in a startup's list the cities that have this need, if there are several.
    `ruling` is the curator's that placed it here, if one did.
    `turn`: in a need's list, how it changed places with near-equals.
    """

    card: Card
    match: Match
    decision: Decision | None = None
    lowered_by: Decision | None = None
    is_new: bool = False
    joint: JointDemand | None = None
    ruling: Ruling | None = None
    turn: Turn | None = None


@dataclass(frozen=True)
class Board:
    """One subject's list of matches, as far as one reader may see it; not `is_shown`: it is no business of theirs.

    `side` is the one that this reader may decide for. The list then stands as that side arranged it; others see it by
    score, so that nobody learns what was decided. What is not among the `known` is new to this reader.
    """

    subject: Need | Startup
    matches: QuerySet
    side: Side | None
    reader: Any
    known: frozenset[int] | None = None

    @cached_property
    def taken_out(self) -> "list[TakenOut]":
        """What curators took out of it, told to its own side and to curators."""
        is_told = self.side or getattr(self.reader, "is_curator", False)
        return taken_out_of(self.subject, self.reader) if is_told else []

    @cached_property
    def is_shown(self) -> bool:
        return bool(settings.DEMO_MODE or self.side or getattr(self.subject, "is_own", False) or self.matches.exists())

    @cached_property
    def version(self) -> str:
        decided = f"-{self.tally.version}" if self.tally else ""
        return f"{board_version(self.matches)}{decided}{'-awaited' if self.is_awaited else ''}"

    @property
    def is_awaited(self) -> bool:
        """Whether the subject was changed and nobody has scored it since."""
        return self.subject.scored_revision < self.subject.revision

    @cached_property
    def tally(self) -> Tally | None:
        return tallies([self.subject])[self.subject.pk] if self.side else None

    @cached_property
    def count(self) -> int:
        return self.matches[:SHOWN].count()

    @property
    def equal_within(self) -> dict[str, int]:
        return equal_within()

    @property
    def folded_count(self) -> int:
        return max(self.count - OPEN, 0)

    @cached_property
    def open_entries(self) -> list[Entry]:
        return self._entries(OPEN)

    @cached_property
    def all_entries(self) -> list[Entry]:
        return self._entries(SHOWN)

    @property
    def folded_entries(self) -> list[Entry]:
        return self.all_entries[OPEN:]

    def _entries(self, most: int) -> list[Entry]:
        rows = list(self.matches[:most])
        if isinstance(self.subject, Need):
            cards = cards_for_need(self.subject, rows)
        else:
            cards = cards_for_startup(self.subject, rows)
        found = entries(self.side, cards, rows)
        if isinstance(self.subject, Startup):
            found = with_joint_demand(found, self.reader)
        else:
            placed = turns([entry.match for entry in found if not (entry.lowered_by or entry.ruling)])
            found = [replace(entry, turn=placed.get(entry.match.startup_id)) for entry in found]
        return [replace(entry, is_new=self._is_new(entry.match)) for entry in found]

    def _is_new(self, match: Match) -> bool:
        other = match.startup_id if self.side == Side.CITY else match.need_id
        return self.known is not None and is_worth_showing(match) and other not in self.known


@dataclass(frozen=True)
class TakenOut:
    """A pair that a curator took out of a list. Without an `address` the reader may not see the other side."""

    ruling: Ruling
    name: str
    address: str


def taken_out_of(subject: Need | Startup, reader: Any) -> list[TakenOut]:
    """What curators took out of this list, for its own side and for curators."""
    rows = list(Ruling.objects.taken_out_of(subject))
    if not rows:
        return []
    other, others = ("startup", Startup) if isinstance(subject, Need) else ("need", Need)
    seen = others.objects.visible_to(reader).filter(pk__in=[getattr(row, f"{other}_id") for row in rows])
    names = {row.pk: row.known_as for row in seen.prefetch_related("texts")}
    return [_taken_out(row, names.get(getattr(row, f"{other}_id"))) for row in rows]


def _taken_out(ruling: Ruling, name: str | None) -> TakenOut:
    if name is None:
        return TakenOut(ruling, gettext("an entry that is not public"), "")
    return TakenOut(ruling, name, reverse("matching:pair", args=[ruling.need_id, ruling.startup.slug]))


def is_worth_showing(match: Match) -> bool:
    """In the two top bands, or placed by a curator."""
    return match.band in GOOD or getattr(match, "pinned_at", None) is not None


def entries(side: Side | None, cards: Iterable[Card], matches: Iterable[Match]) -> list[Entry]:
    """These cards with their matches; fetched `as_decided_by(side)`, each with its place there and its decision."""
    by_pair = {(match.need_id, match.startup_id): match for match in matches}
    decided = _decisions(side, by_pair) if side else {}
    placed = pins_of(match for match in by_pair.values() if getattr(match, "pinned_at", None))
    lowered = _lowering([match for match in by_pair.values() if getattr(match, "is_lowered", False)])
    rows = []
    for card in cards:
        pair = (card.need.pk, card.startup.pk)  # type: ignore[union-attr]  # a stored match has a need
        match = by_pair[pair]
        own = replace(card, rank=getattr(match, "place", card.rank))
        rows.append(Entry(own, match, decided.get(pair), lowered.get(pair), ruling=placed.get(pair)))
    return rows


def with_joint_demand(found: Sequence[Entry], reader: Any) -> list[Entry]:
    """Of a startup's list: with the cities that have the same need, as far as this reader may know."""
    joint = joint_demand([entry.card.need for entry in found if entry.card.need], reader)
    return [replace(entry, joint=joint.get(entry.match.need_id)) for entry in found]


def pins_of(matches: Iterable[Match]) -> dict[tuple[int, int], Ruling]:
    """The rulings that placed these pairs, by pair. Asked of nothing, it costs nothing."""
    pairs = {(match.need_id, match.startup_id) for match in matches}
    if not pairs:
        return {}
    needs, startups = ({pair[side] for pair in pairs} for side in (0, 1))
    return {
        (row.need_id, row.startup_id): row for row in Ruling.objects.pins().filter(need__in=needs, startup__in=startups)
    }


def _decisions(side: Side, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Decision]:
    needs, startups = zip(*pairs, strict=True) if pairs else ((), ())
    own = Decision.objects.standing().filter(side=side, need__in=set(needs), startup__in=set(startups))
    return {(row.need_id, row.startup_id): row for row in own.select_related("by")}


def _lowering(matches: Sequence[Match]) -> dict[tuple[int, int], Decision]:
    """By pair the department's last no for another need that lowers it."""
    if not matches:
        return {}
    departments = dict(Need.objects.filter(pk__in=[row.need_id for row in matches]).values_list("pk", "department"))
    refused = Decision.objects.act_on_other_needs().filter(
        startup__in=[row.startup_id for row in matches], need__department__in=departments.values()
    )
    last = {
        (decision.need.department_id, decision.startup_id): decision
        for decision in refused.order_by("at", "pk").select_related("need", "startup").prefetch_related("need__texts")
    }
    return {
        (row.need_id, row.startup_id): decision
        for row in matches
        if (decision := last.get((departments[row.need_id], row.startup_id)))
    }


def candidates_of(need: Need, user: Any) -> Board:
    """Startups for the need (one out of `Need.objects.visible_to(user)`), best first."""
    return _board(need, Match.objects.visible_to(user).for_need(need), Side.CITY, needs_of(user), user)


def needs_that_suit(startup: Startup, user: Any) -> Board:
    """Open needs for the startup, best first."""
    return _board(startup, Match.objects.visible_to(user).for_startup(startup), Side.STARTUP, startups_of(user), user)


def board_of(subject: Need | Startup, user: Any) -> Board:
    return candidates_of(subject, user) if isinstance(subject, Need) else needs_that_suit(subject, user)


def _board(subject: Need | Startup, matches: QuerySet, side: Side, own: QuerySet, user: Any) -> Board:
    if not own.filter(pk=subject.pk).exists():
        return Board(subject, matches, None, user)
    return Board(subject, matches.as_decided_by(side), side, user, known_to(user, subject))  # type: ignore[attr-defined]
