"""What a side has decided: its shortlist in the order it gave it, what it put aside, and what it said no to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cities.models import Need
from matching.cards import Card, cards_for_needs, cards_for_startups
from matching.models import Decision, Match, Ruling, Side, Verb
from matching.tallies import Tally, tallies
from startups.models import Startup


@dataclass(frozen=True)
class Shortlisted:
    """An entry of a shortlist; `card` is None when the pair is in no list at present.

    `ruling` is a curator's, if one placed the pair or took it out.
    """

    decision: Decision
    card: Card | None
    place: int
    ruling: Ruling | None = None


@dataclass(frozen=True)
class Decided:
    """All that one side decided on one subject. `hidden` entries are of listings that are not published now."""

    subject: Need | Startup
    tally: Tally
    shortlist: Sequence[Shortlisted]
    put_aside: Sequence[Decision]
    refused: Sequence[Decision]

    @property
    def hidden(self) -> int:
        shown = len(self.shortlist) + len(self.put_aside) + len(self.refused)
        return self.tally.shortlisted + self.tally.put_aside + self.tally.refused - shown


def decided_on(subjects: Sequence[Any], user: Any) -> list[Decided]:
    """Of needs (`with_page()`) or of startups (`with_profile()`), all of one kind, for the queries of one."""
    side = Side.CITY if subjects and isinstance(subjects[0], Need) else Side.STARTUP
    column = "need" if side == Side.CITY else "startup"
    rows = Decision.objects.visible_to(user).filter(side=side, **{f"{column}__in": subjects})
    decisions = list(rows.order_by(f"{column}_id", "place", "pk").with_both_sides())
    cards = _cards(side, subjects, [row for row in decisions if row.verb == Verb.SHORTLIST], user)
    rulings = {
        (row.need_id, row.startup_id): row for row in Ruling.objects.standing().filter(**{f"{column}__in": subjects})
    }
    counted = tallies(subjects)
    return [
        _decided(
            subject,
            counted[subject.pk],
            [row for row in decisions if getattr(row, f"{column}_id") == subject.pk],
            cards,
            rulings,
        )
        for subject in subjects
    ]


def _decided(
    subject: Need | Startup,
    tally: Tally,
    decisions: Sequence[Decision],
    cards: dict[tuple[int, int], Card],
    rulings: dict[tuple[int, int], Ruling],
) -> Decided:
    listed = [row for row in decisions if row.verb == Verb.SHORTLIST]
    return Decided(
        subject,
        tally,
        [
            Shortlisted(row, cards.get(pair), place, rulings.get(pair))
            for place, row in enumerate(listed, 1)
            for pair in [(row.need_id, row.startup_id)]
        ],
        [row for row in decisions if row.verb == Verb.NOT_NOW],
        [row for row in decisions if row.verb == Verb.NO],
    )


def _cards(
    side: Side, subjects: Sequence[Any], shortlist: Sequence[Decision], user: Any
) -> dict[tuple[int, int], Card]:
    pairs = {(row.need_id, row.startup_id) for row in shortlist}
    matches = Match.objects.visible_to(user).filter(
        need__in={need for need, _startup in pairs}, startup__in={startup for _need, startup in pairs}
    )
    rows = [match for match in matches if (match.need_id, match.startup_id) in pairs]
    cards = cards_for_needs(subjects, rows) if side == Side.CITY else cards_for_startups(subjects, rows)
    return {(card.need.pk, card.startup.pk): card for own in cards.values() for card in own if card.need}
