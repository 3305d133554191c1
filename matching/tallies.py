"""How many pairs of a list its side shortlisted, put aside and said no to: the line by which they are found again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from cities.models import Need
from matching.models import Decision, Side, Verb
from startups.models import Startup


@dataclass(frozen=True)
class Tally:
    """`version` changes with every decision of the side on the subject."""

    subject: Need | Startup
    side: Side
    shortlisted: int = 0
    put_aside: int = 0
    refused: int = 0
    version: str = "0"

    @property
    def is_turned_down(self) -> bool:
        return bool(self.put_aside or self.refused)


def tallies(subjects: Sequence[Any]) -> dict[int, Tally]:
    """Of all needs or all startups, by id, in one query."""
    side = Side.CITY if subjects and isinstance(subjects[0], Need) else Side.STARTUP
    column = "need" if side == Side.CITY else "startup"
    rows = (
        Decision.objects.filter(side=side, **{f"{column}__in": subjects})
        .order_by()
        .values(column)
        .annotate(
            shortlisted=Count("pk", filter=Q(verb=Verb.SHORTLIST)),
            put_aside=Count("pk", filter=Q(verb=Verb.NOT_NOW)),
            refused=Count("pk", filter=Q(verb=Verb.NO)),
            last=Max("at"),
        )
    )
    counted = {row.pop(column): row for row in rows}
    return {subject.pk: _tally(subject, side, counted.get(subject.pk)) for subject in subjects}


def _tally(subject: Need | Startup, side: Side, counts: dict | None) -> Tally:
    if counts is None:
        return Tally(subject, side)
    return Tally(subject, side, version=f"{counts.pop('last').timestamp():.6f}", **counts)
