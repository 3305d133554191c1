"""Listings that nobody has confirmed for long, and needs whose day of reply has gone by."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import Need
from desk.services import stale_key
from desk.today.drafts import place_of
from desk.today.items import Item, Kind
from desk.today.unblocking import concerned_pairs, pairs_of
from startups.models import Startup


def items(curator: User) -> Iterator[Item]:
    today = date.today()
    yield from _of_one_kind("startups", Startup.objects.stale(today))
    yield from _of_one_kind("needs", Need.objects.stale(today).select_related("department__city"))


def _of_one_kind(kind: str, stale: Iterable[Any]) -> Iterator[Item]:
    rows = list(stale)
    pairs = pairs_of(rows)
    for listing in rows:
        count = pairs.get(listing.pk, 0)
        yield Item(
            kind=Kind.STALE,
            key=stale_key(listing),
            what=_("not confirmed for long: profile") if kind == "startups" else _("past its days: need"),
            subject=listing.name if kind == "startups" else place_of(listing),
            since=_beginning_of(listing.last_confirmed_on),
            url=reverse("desk:stale", args=[kind, listing.pk]),
            unblocks=count,
            why=concerned_pairs(count),
            is_demo=listing.is_demo,
        )


def _beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
