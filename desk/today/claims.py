"""People who say that a profile is theirs."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from desk.today.items import Item, Kind
from desk.today.unblocking import concerned_pairs, pairs_of
from startups.models import Claim


def items(curator: User) -> Iterator[Item]:
    rows = list(Claim.objects.decidable_by(curator).select_related("startup"))
    pairs = pairs_of([claim.startup for claim in rows])
    for claim in rows:
        count = pairs.get(claim.startup_id, 0)
        yield Item(
            kind=Kind.CLAIM,
            key=f"claim.{claim.pk}",
            what=_("claim of a profile"),
            subject=claim.startup.name,
            since=claim.claimed_at,
            url=reverse("desk:claim", args=[claim.pk]),
            unblocks=count,
            why=concerned_pairs(count),
            is_demo=claim.startup.is_demo,
        )
