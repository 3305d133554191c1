"""Entries that may be one company."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from desk.models import Duplicate
from desk.today.items import Item, Kind
from desk.today.unblocking import concerned_pairs, pairs_of


def items(curator: User) -> Iterator[Item]:
    rows = list(Duplicate.objects.waiting())
    pairs = pairs_of([startup for row in rows for startup in (row.first, row.second)])
    for duplicate in rows:
        count = pairs.get(duplicate.first_id, 0) + pairs.get(duplicate.second_id, 0)
        yield Item(
            kind=Kind.DUPLICATE,
            key=f"duplicate.{duplicate.pk}",
            what=_("may be one company"),
            subject=f"{duplicate.first.name} · {duplicate.second.name}",
            since=duplicate.found_at,
            url=reverse("desk:duplicate", args=[duplicate.pk]),
            unblocks=count,
            why=concerned_pairs(count),
            is_demo=duplicate.first.is_demo,
        )
