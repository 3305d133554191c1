"""What waits for a curator: drafts, reports and verifications in one list, the oldest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cities.models import DepartmentVerification, Need, NeedReport
from startups.models import Claim, Startup, StartupReport, StartupVerification


@dataclass(frozen=True)
class Item:
    what: str
    title: str
    since: datetime
    url: str
    is_demo: bool = False


def waiting_for(curator: User) -> list[Item]:
    """Everything, the oldest first; nothing for whoever is no curator."""
    if not curator.is_curator:
        return []
    return sorted([*_drafts(curator), *_reports(), *_verifications(), *_claims(curator)], key=lambda item: item.since)


def next_url(curator: User) -> str:
    """Where the next item is decided; the list when nothing waits."""
    first = next(iter(waiting_for(curator)), None)
    return first.url if first else reverse("desk:review")


def _drafts(curator: User) -> Iterator[Item]:
    for startup in Startup.objects.reviewable_by(curator).select_related("draft"):
        what = _("changed profile") if startup.published_at else _("new profile")
        url = reverse("desk:review-startup", args=[startup.slug])
        yield Item(what, startup.name, startup.draft.submitted_at, url, startup.is_demo)
    for need in Need.objects.reviewable_by(curator).select_related("draft", "department__city"):
        what = _("changed need") if need.published_at else _("new need")
        url = reverse("desk:review-need", args=[need.pk])
        yield Item(what, _place(need), need.draft.submitted_at, url, need.is_demo)


def _place(need: Need) -> str:
    return f"{need.city.name} · {need.department.name} · {need.pk}"


def _reports() -> Iterator[Item]:
    for report in StartupReport.objects.waiting().select_related("startup"):
        url = reverse("desk:trail", args=["startups", report.startup_id])
        yield Item(_("report: profile"), report.startup.name, report.reported_at, url, report.startup.is_demo)
    for report in NeedReport.objects.waiting().select_related("need__department__city"):
        url = reverse("desk:trail", args=["needs", report.need_id])
        yield Item(_("report: need"), _place(report.need), report.reported_at, url, report.need.is_demo)


def _verifications() -> Iterator[Item]:
    for row in StartupVerification.objects.waiting().select_related("startup"):
        url = reverse("desk:verification", args=["startups", row.pk])
        yield Item(_("verification: startup"), row.startup.name, row.asked_at, url, row.startup.is_demo)
    for row in DepartmentVerification.objects.waiting().select_related("department__city"):
        url = reverse("desk:verification", args=["departments", row.pk])
        yield Item(
            _("verification: department"), f"{row.department.city.name} · {row.department.name}", row.asked_at, url
        )


def _claims(curator: User) -> Iterator[Item]:
    for claim in Claim.objects.decidable_by(curator).select_related("startup"):
        url = reverse("startups:claims")
        yield Item(_("claim of a profile"), claim.startup.name, claim.claimed_at, url, claim.startup.is_demo)
