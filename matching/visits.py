"""New since your last visit: what a person's lists hold that no earlier visit of theirs has shown."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from cities.models import Need
from matching.models import Visit
from startups.models import Startup

# A page opened after a pause of this length begins a new visit; until then the marks stay as they were.
PAUSE = timedelta(minutes=30)

Listed = Mapping[Any, Collection[int]]


def note_visit(user: User, listed: Listed) -> dict[int, set[int]]:
    """Keep that this person is shown these lists, all needs or all startups, by the ids on the other side.

    Gives the new ids of each subject, by its id. On the first visit of a list nothing is new: all of it would be.
    Two pages opened at once write the same rows; the later one stands, which loses at most a mark.
    """
    if not listed:
        return {}
    column = _column(next(iter(listed)))
    earlier = {
        getattr(visit, f"{column}_id"): visit
        for visit in Visit.objects.filter(user=user, **{f"{column}__in": list(listed)})
    }
    now = timezone.now()
    rows = [
        Visit(user=user, at=now, **{column: subject}, **_seen(earlier.get(subject.pk), ids, now))
        for subject, ids in listed.items()
    ]
    Visit.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["user", column], update_fields=["known", "shown", "at"]
    )
    return {subject.pk: set(ids) - set(row.known) for row, (subject, ids) in zip(rows, listed.items(), strict=True)}


def _seen(earlier: Visit | None, ids: Collection[int], now: datetime) -> dict[str, list[int]]:
    if earlier is None:
        return {"known": list(ids), "shown": list(ids)}
    if now - earlier.at > PAUSE:
        return {"known": sorted({*earlier.known, *earlier.shown}), "shown": list(ids)}
    return {"known": earlier.known, "shown": sorted({*earlier.shown, *ids})}


def known_to(user: User, subject: Need | Startup) -> frozenset[int] | None:
    """What earlier visits showed of the subject's list; None where this person never opened it."""
    known = Visit.objects.filter(user=user, **{_column(subject): subject}).values_list("known", flat=True).first()
    return None if known is None else frozenset(known)


def _column(subject: Need | Startup) -> str:
    return "need" if isinstance(subject, Need) else "startup"
