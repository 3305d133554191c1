"""What readers reported: one item for each listing or question, however many told of it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import NeedReport, QuestionReport
from desk.today.drafts import place_of
from desk.today.items import Item, Kind
from desk.today.unblocking import concerned_pairs, pairs_of
from listings.reports import Reason
from startups.models import StartupReport

# What does harm as long as it stands there.
URGENT = {Reason.NOT_FOR_READERS, Reason.NOT_REAL}


def items(curator: User) -> Iterator[Item]:
    yield from _of_one_kind("startups", StartupReport.objects.waiting().select_related("startup"))
    yield from _of_one_kind("needs", NeedReport.objects.waiting().select_related("need__department__city"))
    yield from _of_questions(QuestionReport.objects.waiting().select_related("question__need__department__city"))


def _of_questions(reports: Iterable[QuestionReport]) -> Iterator[Item]:
    for question, told in _together(reports).items():
        yield Item(
            kind=Kind.REPORT,
            key=f"report.question.{question.pk}",
            what=_("report: question"),
            subject=place_of(question.need),
            since=told[0].reported_at,
            url=reverse("desk:question", args=[question.pk]),
            is_urgent=_is_urgent(told),
            is_demo=question.need.is_demo,
        )


def _together(reports: Iterable[Any]) -> dict[Any, list[Any]]:
    """{what was reported: its reports}"""
    together: dict[Any, list[Any]] = {}
    for report in reports:
        together.setdefault(report.listing, []).append(report)
    return together


def _is_urgent(told: Iterable[Any]) -> bool:
    return any(report.reason in URGENT for report in told)


def _of_one_kind(kind: str, reports: Iterable[Any]) -> Iterator[Item]:
    by_listing = _together(reports)
    pairs = pairs_of(by_listing)
    is_startup = kind == "startups"
    for listing, told in by_listing.items():
        count = pairs.get(listing.pk, 0)
        yield Item(
            kind=Kind.REPORT,
            key=f"report.{listing._meta.model_name}.{listing.pk}",
            what=_("report: profile") if is_startup else _("report: need"),
            subject=listing.name if is_startup else place_of(listing),
            since=told[0].reported_at,
            url=reverse("desk:trail", args=[kind, listing.pk]),
            unblocks=count,
            why=concerned_pairs(count),
            is_urgent=_is_urgent(told),
            is_demo=listing.is_demo,
        )
