from datetime import date, timedelta

from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils import timezone

from listings.querysets import ListingQuerySet


class StartupQuerySet(ListingQuerySet):
    def standing(self):
        """Without those that were merged into another one."""
        return self.filter(merged_into=None)

    def visible_to(self, user):
        """Published and public; signed in also the members-only ones; its members and curators see any."""
        if not user.is_authenticated:
            return self.listed().filter(visibility="public")
        if user.is_curator:
            return self.standing()
        return self.filter(Q(status="published") | Q(pk__in=user.startup_memberships.values("startup")))

    def editable_by(self, user):
        if not user.is_authenticated:
            return self.none()
        if user.is_curator:
            return self.standing()
        return self.filter(pk__in=user.startup_memberships.values("startup"))

    def owned_by(self, user):
        """Where this person decides who else may act; curators decide everywhere."""
        if not user.is_authenticated:
            return self.none()
        if user.is_curator:
            return self.standing()
        return self.filter(pk__in=user.startup_memberships.filter(role="owner").values("startup"))

    def with_card(self):
        """With what a card in a list shows: texts, technologies with their sectors, and what was verified."""
        from startups.models import StartupTechnology, StartupVerification

        rows = StartupTechnology.objects.select_related("technology__sector")
        checked = StartupVerification.objects.confirmed()
        return self.prefetch_related("texts", Prefetch("technology_rows", rows), Prefetch("verifications", checked))

    def with_profile(self):
        """With everything a profile page shows."""
        return self.with_card().prefetch_related("deployments", "certificates", "excluded_topics")

    def with_media(self):
        """With the files of the published profile."""
        from startups.models import Upload

        return self.prefetch_related(Prefetch("uploads", Upload.objects.live().select_related("startup")))

    def due_for_reminder(self, today: date):
        """Published, last confirmed too long ago, and not reminded of it since. Again when it counts as stale."""
        from startups.models import REMINDED_AFTER, STALE_AFTER

        first, second = today - REMINDED_AFTER, today - STALE_AFTER
        not_yet = Q(reminded_on=None) | Q(reminded_on__lt=F("last_confirmed_on") + REMINDED_AFTER)
        not_again = Q(last_confirmed_on__lt=second, reminded_on__lte=F("last_confirmed_on") + STALE_AFTER)
        return self.listed().filter(Q(last_confirmed_on__lt=first), not_yet | not_again)

    def stale(self, today: date):
        """Published, and nobody has said for more than a year that all of it still holds."""
        from startups.models import STALE_AFTER

        return self.listed().filter(last_confirmed_on__lt=today - STALE_AFTER)


class UploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of published profiles to whoever may see these; of drafts, and the QR code, to those who edit."""
        from startups.models import Startup

        shown = Q(is_live=True, startup__in=Startup.objects.visible_to(user).values("pk")) & ~Q(kind="qr")
        return self.filter(shown | Q(startup__in=Startup.objects.editable_by(user).values("pk")))

    def live(self):
        return self.filter(is_live=True)


class InvitationQuerySet(models.QuerySet):
    VALID = timedelta(days=7)

    def open(self):
        """Still to be accepted; one that was accepted or taken back is no longer there."""
        return self.filter(invited_at__gt=timezone.now() - self.VALID)


class ClaimQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(outcome="")

    def decidable_by(self, user):
        return self.waiting() if user.is_authenticated and user.is_curator else self.none()
