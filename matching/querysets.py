from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cities.models import Need
from startups.models import Startup


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

    def for_need(self, need: Need) -> Self:
        """The need's list of startups, best first."""
        return self.filter(need=need, need_rank__isnull=False).order_by("need_rank")

    def for_startup(self, startup: Startup) -> Self:
        """The startup's list of needs, best first."""
        return self.filter(startup=startup, startup_rank__isnull=False).order_by("startup_rank")


class RunQuerySet(models.QuerySet):
    def unfinished(self) -> Self:
        return self.exclude(state__in=["done", "failed"])
