"""Departments and startups that ask to be verified."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from cities.models import DepartmentVerification
from desk.today.items import Item, Kind
from desk.today.unblocking import concerned_pairs, pairs_of
from startups.models import StartupVerification

# A need that is published gets up to five candidates: what each that waits for its department counts for.
CANDIDATES_OF_A_NEED = 5


def items(curator: User) -> Iterator[Item]:
    yield from _departments()
    yield from _startups()


def _departments() -> Iterator[Item]:
    unpublished = Count("department__needs", filter=Q(department__needs__published_at=None))
    rows = DepartmentVerification.objects.waiting().select_related("department__city").annotate(unpublished=unpublished)
    for row in rows:
        yield Item(
            kind=Kind.DEPARTMENT,
            key=f"verification.department.{row.pk}",
            what=_("verification: department"),
            subject=f"{row.department.city.name} · {row.department.name}",
            since=row.asked_at,
            url=reverse("desk:verification", args=["departments", row.pk]),
            unblocks=CANDIDATES_OF_A_NEED * row.unpublished,
            why=_needs_that_wait(row.unpublished),
        )


def _needs_that_wait(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)d need can only be published then", "%(count)d needs can only be published then", count
    ) % {"count": count}


def _startups() -> Iterator[Item]:
    rows = list(StartupVerification.objects.waiting().select_related("startup"))
    pairs = pairs_of([row.startup for row in rows])
    for row in rows:
        count = pairs.get(row.startup_id, 0)
        yield Item(
            kind=Kind.PROOF,
            key=f"verification.startup.{row.pk}",
            what=_("verification: startup"),
            subject=row.startup.name,
            since=row.asked_at,
            url=reverse("desk:verification", args=["startups", row.pk]),
            unblocks=count,
            why=concerned_pairs(count),
            is_demo=row.startup.is_demo,
        )
