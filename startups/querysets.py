from django.db.models import Prefetch, Q

from listings.querysets import ListingQuerySet


class StartupQuerySet(ListingQuerySet):
    def visible_to(self, user):
        """Published and public; signed in also the members-only ones; its members and curators see any."""
        if not user.is_authenticated:
            return self.listed().filter(visibility="public")
        if user.is_curator:
            return self.all()
        return self.filter(Q(status="published") | Q(pk__in=user.startup_memberships.values("startup")))

    def editable_by(self, user):
        if not user.is_authenticated:
            return self.none()
        if user.is_curator:
            return self.all()
        return self.filter(pk__in=user.startup_memberships.values("startup"))

    def with_card(self):
        """With what a card in a list shows: texts, technologies with their sectors, and what was verified."""
        from startups.models import StartupTechnology, StartupVerification

        rows = StartupTechnology.objects.select_related("technology__sector")
        checked = StartupVerification.objects.confirmed()
        return self.prefetch_related("texts", Prefetch("technology_rows", rows), Prefetch("verifications", checked))

    def with_profile(self):
        """With everything a profile page shows."""
        return self.with_card().prefetch_related("deployments", "certificates", "excluded_topics")
