"""How far listings come: from being listed to standing on the other side's shortlist, and who gets nothing good."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cities.models import Need
from desk.system.bars import Bar
from matching.models import GOOD, SHOWN, Decision, Match
from startups.models import Startup

LISTED = 12


@dataclass(frozen=True)
class Funnel:
    """Of the listings of one side: how many reach each step."""

    listed: int
    suggested: int
    good: int
    shortlisted: int

    @property
    def steps(self) -> list[Bar]:
        counts = (
            (_("listed"), self.listed),
            (_("with a suggestion"), self.suggested),
            (_("with a good suggestion"), self.good),
            (_("with a shortlist"), self.shortlisted),
        )
        return [Bar(label, str(count), 100 * count / self.listed if self.listed else 0) for label, count in counts]


@dataclass(frozen=True)
class Coverage:
    """`forsaken`: the first of the open needs without a good candidate, `unwanted`: of startups without a good need."""

    needs: Funnel
    startups: Funnel
    forsaken: Sequence[Need]
    unwanted: Sequence[Startup]

    @property
    def forsaken_count(self) -> int:
        return self.needs.listed - self.needs.good

    @property
    def unwanted_count(self) -> int:
        return self.startups.listed - self.startups.good


def coverage() -> Coverage:
    """The same few queries, however many listings there are."""
    needs, startups = Need.objects.open(), Startup.objects.listed()
    return Coverage(
        _funnel(needs, "need", "city"),
        _funnel(startups, "startup", "startup"),
        list(needs.exclude(_in_list("need", band__in=GOOD)).with_card().order_by("published_at", "pk")[:LISTED]),
        list(startups.exclude(_in_list("startup", band__in=GOOD)).order_by("published_at", "pk")[:LISTED]),
    )


def _funnel(listings: QuerySet, subject: str, side: str) -> Funnel:
    shortlisted = Exists(Decision.objects.filter(side=side, verb="shortlist", **{subject: OuterRef("pk")}))
    counted = listings.order_by().aggregate(
        listed=Count("pk"),
        suggested=Count("pk", filter=Q(_in_list(subject))),
        good=Count("pk", filter=Q(_in_list(subject, band__in=GOOD))),
        shortlisted=Count("pk", filter=Q(shortlisted)),
    )
    return Funnel(**counted)


def _in_list(subject: str, **which: Any) -> Exists:
    """Whether the listing's own list, as far as it is shown, holds such a pair with a partner that is still listed."""
    partner = {"need": "startup", "startup": "need"}[subject]
    rank = {f"{subject}_rank__range": (1, SHOWN), f"{partner}__status": "published"}
    return Exists(Match.objects.filter(**{subject: OuterRef("pk")}, **rank, **which))
