from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from cities.models import Department, Need
from cities.querysets import NeedQuerySet
from startups.models import Startup
from startups.querysets import StartupQuerySet
from taxonomy.models import GlossaryTerm


def needs_of(user: Any) -> NeedQuerySet:
    """Needs of the departments this person acts for. Curators read all of them and act for none."""
    return Need.objects.filter(department__in=Department.objects.of(user))


def startups_of(user: Any) -> StartupQuerySet:
    """Startups this person acts for."""
    return Startup.objects.filter(members__user=user) if user.is_authenticated else Startup.objects.none()


def pairs_for(user: Any, side: str) -> tuple[NeedQuerySet, StartupQuerySet]:
    """Needs and startups that this person may decide on for one side: its own, and of the other what they may see."""
    if side == "city":
        return needs_of(user), Startup.objects.listed().visible_to(user)
    return Need.objects.open().visible_to(user), startups_of(user)


def _refused_by(user: Any) -> Exists:
    """On a match: a side of this person said no to the pair."""
    from matching.models import Decision

    return Exists(Decision.objects.of(user).filter(need=OuterRef("need"), startup=OuterRef("startup"), verb="no"))


class MatchQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Pairs of listings this person may see, and among them those that concern them.

        Stored matches are the business of the department's officials, the startup's members and curators; in demo
        mode everybody may look. A withdrawn listing is gone from here at once, worker or no worker.
        """
        between_listed = self.filter(
            startup__in=Startup.objects.listed().visible_to(user).values("pk"),
            need__in=Need.objects.open().visible_to(user).values("pk"),
        )
        if settings.DEMO_MODE or (user.is_authenticated and user.is_curator):
            return between_listed
        if not user.is_authenticated:
            return self.none()
        return between_listed.filter(
            Q(need__department__in=user.offices.values("department"))
            | Q(startup__in=user.startup_memberships.values("startup"))
        )

    def with_places_for(self, user: Any) -> Self:
        """Without the pairs that a side of this person said no to; places in both lists close up over them."""
        if not user.is_authenticated:
            return self.annotate(need_place=F("need_rank"), startup_place=F("startup_rank"))
        return self.exclude(_refused_by(user)).annotate(
            need_place=F("need_rank") - self._refused_above("need", user),
            startup_place=F("startup_rank") - self._refused_above("startup", user),
        )

    def _refused_above(self, subject: str, user: Any) -> Coalesce:
        rank = f"{subject}_rank"
        above = self.model._default_manager.filter(
            _refused_by(user), **{subject: OuterRef(subject), f"{rank}__lt": OuterRef(rank)}
        )
        counted = above.order_by().values(subject).annotate(count=Count("pk")).values("count")
        return Coalesce(Subquery(counted), Value(0))

    def for_need(self, need: Need) -> Self:
        """The need's list of startups, best first."""
        return self.filter(need=need, need_rank__isnull=False).order_by("need_rank")

    def for_startup(self, startup: Startup) -> Self:
        """The startup's list of needs, best first."""
        return self.filter(startup=startup, startup_rank__isnull=False).order_by("startup_rank")

    def as_decided_by(self, side: str) -> Self:
        """Each subject's list as this side arranged it: its shortlist first, what it put aside last, no "no".

        Each has its `place` in the list by score, closed up where a "no" was taken out.
        """
        subject, rank = ("need", "need_rank") if side == "city" else ("startup", "startup_rank")
        return (
            self.not_refused_by(side)
            .annotate(place=Window(RowNumber(), partition_by=F(subject), order_by=F(rank).asc()))
            .order_by(
                f"{subject}_id", Case(When(verb="shortlist", then=0), When(verb="not_now", then=2), default=1), rank
            )
        )

    def not_refused_by(self, side: str) -> Self:
        """Without the pairs this side said no to; each with the side's `verb`, "" where it has not decided."""
        from matching.models import Decision

        decided = Decision.objects.filter(need=OuterRef("need"), startup=OuterRef("startup"), side=side)
        verb = Coalesce(Subquery(decided.values("verb")), Value(""))
        return self.annotate(verb=verb).exclude(verb="no")


class DecisionQuerySet(models.QuerySet):
    def of(self, user: Any) -> Self:
        """Decisions of the sides this person acts for. Nobody else learns of them, curators neither."""
        return self.filter(
            Q(side="city", need__in=needs_of(user).values("pk"))
            | Q(side="startup", startup__in=startups_of(user).values("pk"))
        )

    def standing(self) -> Self:
        """Not taken back."""
        return self.exclude(verb="")

    def visible_to(self, user: Any) -> Self:
        """Standing decisions of this person's sides on listings that they may still see."""
        others = Q(side="city", startup__in=Startup.objects.listed().visible_to(user).values("pk"))
        others |= Q(side="startup", need__in=Need.objects.open().visible_to(user).values("pk"))
        return self.of(user).standing().filter(others)

    def for_subject(self, subject: Need | Startup) -> Self:
        """A need's decisions by its department, or a startup's by the startup."""
        if isinstance(subject, Need):
            return self.filter(need=subject, side="city")
        return self.filter(startup=subject, side="startup")

    def with_both_sides(self) -> Self:
        """With what a line about the pair shows."""
        return self.select_related("need", "startup", "by").prefetch_related("need__texts", "startup__texts")

    def shortlisted(self) -> Self:
        """In the order that people gave the list."""
        return self.filter(verb="shortlist").order_by("need_id", "place", "pk")


class RunQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.exclude(state__in=["done", "failed", "stopped"])


class UnglossedQuerySet(models.QuerySet):
    def without_entry(self) -> Self:
        """Words about which no curator has decided since they were counted."""
        return self.exclude(Exists(GlossaryTerm.objects.filter(language=OuterRef("language"), term=OuterRef("word"))))
