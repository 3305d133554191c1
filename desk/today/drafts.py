"""Profiles and needs that were handed in for review."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import Need
from desk.precheck import findings_of
from desk.today.items import Item, Kind
from desk.today.unblocking import concerned_pairs, pairs_of, waiting_pairs
from startups.models import Startup


def items(curator: User) -> Iterator[Item]:
    yield from _startups(curator)
    yield from _needs(curator)


def _startups(curator: User) -> Iterator[Item]:
    rows = list(Startup.objects.reviewable_by(curator).select_related("draft", "precheck"))
    pairs = pairs_of(rows)
    for startup in rows:
        yield Item(
            kind=Kind.STARTUP,
            what=_("changed profile") if startup.published_at else _("new profile"),
            subject=startup.name,
            url=reverse("desk:review-startup", args=[startup.slug]),
            **_of_any(startup, pairs.get(startup.pk, 0)),
        )


def _needs(curator: User) -> Iterator[Item]:
    rows = list(Need.objects.reviewable_by(curator).select_related("draft", "precheck", "department__city"))
    pairs = pairs_of(rows)
    for need in rows:
        yield Item(
            kind=Kind.NEED,
            what=_("changed need") if need.published_at else _("new need"),
            subject=place_of(need),
            url=reverse("desk:review-need", args=[need.pk]),
            **_of_any(need, pairs.get(need.pk, 0)),
        )


def _of_any(listing: Any, pairs: int) -> dict[str, Any]:
    made = getattr(listing, "precheck", None)
    is_change = bool(listing.published_at)
    # What a change would move is not told by counts; what is new brings all that it finds.
    count = pairs if is_change or made is None else made.unblocks or 0
    return {
        "key": draft_key(listing),
        "since": listing.draft.submitted_at,
        "unblocks": count,
        "why": concerned_pairs(count) if is_change else waiting_pairs(count),
        "findings": findings_of(made),
        "is_change": is_change,
        "is_demo": listing.is_demo,
    }


def draft_key(listing: Any) -> str:
    return f"draft.{listing._meta.model_name}.{listing.pk}"


def place_of(need: Need) -> str:
    return f"{need.city.name} · {need.department.name} · {need.pk}"
