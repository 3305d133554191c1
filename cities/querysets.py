from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import models
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Concat

from accounts.models import Invitation
from listings.models import Status
from listings.querysets import ListingQuerySet
from taxonomy.models import Topic

# An app above may open needs to more people (matching: to the members of matched startups). Each takes a user who is
# signed in and gives a condition on needs.
visibility_grants: list[Callable[..., Q]] = []
# Most needs close by themselves on their day. What is left beyond that is for a curator to ask about.
REPLY_IS_LATE_AFTER, ENDLESS_NEED_IS_STALE_AFTER = timedelta(days=30), timedelta(days=180)


def may_be_public() -> Q:
    """Of needs: neither a sensitive topic nor a department of the police or of transport police.

    Each is asked for itself (`Exists`): the list of all sensitive ones would be read for every page.
    """
    from cities.models import (
        NEVER_PUBLIC_DEPARTMENTS,
        NEVER_PUBLIC_DOMAINS,
        NEVER_PUBLIC_TOPICS,
        Department,
        NeedTopic,
    )

    departments = Department.objects.filter(kind__in=NEVER_PUBLIC_DEPARTMENTS)
    topics = Topic.objects.filter(Q(domain__in=NEVER_PUBLIC_DOMAINS) | Q(code__in=NEVER_PUBLIC_TOPICS))
    sensitive = NeedTopic.objects.filter(topic__in=topics.values("pk"), need=OuterRef("pk"))
    return ~Q(department__in=departments.values("pk")) & ~Q(Exists(sensitive))


def is_never_public(department_kind: str, topics: Iterable[str]) -> bool:
    """The same question of a draft, whose topics are not rows yet."""
    from cities.models import NEVER_PUBLIC_DEPARTMENTS, NEVER_PUBLIC_DOMAINS, NEVER_PUBLIC_TOPICS

    if department_kind in NEVER_PUBLIC_DEPARTMENTS or not set(NEVER_PUBLIC_TOPICS).isdisjoint(topics):
        return True
    return Topic.objects.filter(code__in=topics, domain__in=NEVER_PUBLIC_DOMAINS).exists()


class CityQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_retired=False)

    def with_open_needs(self, user):
        """Each with `open_needs`: how many of its needs this person may see, hidden cities not counted."""
        from cities.models import Need

        shown = Need.objects.visible_to(user).open().filter(Q(is_city_hidden=False) | Q(is_own=True))
        return self.annotate(
            open_needs=Count("departments__needs", filter=Q(departments__needs__in=shown.values("pk")))
        )


class DepartmentQuerySet(models.QuerySet):
    def of(self, user):
        """Those this person may act for."""
        return self.filter(officials__user=user) if user.is_authenticated else self.none()

    def editable_by(self, user):
        """Those this person may act for; curators act for any."""
        return self.all() if user.is_authenticated and user.is_curator else self.of(user)

    def verified(self):
        """Those verified under the name and in the city that they have today."""
        from cities.models import DepartmentVerification

        on_the_door = Concat(OuterRef("city_id"), Value(" "), OuterRef("name_zh"), output_field=models.CharField())
        rows = DepartmentVerification.objects.confirmed().filter(department=OuterRef("pk"), subject=on_the_door)
        return self.filter(Exists(rows))


class JoinRequestQuerySet(models.QuerySet):
    def of(self, user):
        """Those this person has made."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def answerable_by(self, user):
        """For officials of a department somebody has verified: before that, anybody may have named it theirs."""
        from cities.models import Department

        return self.filter(department__in=Department.objects.of(user).verified())


class DepartmentInvitationQuerySet(models.QuerySet):
    def open(self):
        """Those whose code can still be used."""
        return self.filter(invitation__in=Invitation.objects.open())


class NeedQuerySet(ListingQuerySet):
    def open(self):
        """Published and still looking for a supplier."""
        return self.listed()

    def visible_to(self, user):
        """What this person may read, each annotated with `is_own` (their own department's, or any for a curator)."""
        if not user.is_authenticated:
            public = self.filter(may_be_public(), status=Status.PUBLISHED, visibility="public")
            return public.annotate(is_own=Value(False))
        if user.is_curator:
            return self.annotate(is_own=Value(True))
        own = Q(department__in=user.offices.values("department"))
        allowed = own | Q(status=Status.PUBLISHED) & self._granted(user)
        return self.filter(allowed).annotate(is_own=ExpressionWrapper(own, BooleanField()))

    @staticmethod
    def _granted(user) -> Q:
        granted = may_be_public() & Q(visibility__in=["public", "members"])
        if user.persona:
            granted |= Q(is_demo=True)
        for grant in visibility_grants:
            granted |= grant(user)
        return granted

    def editable_by(self, user):
        if not user.is_authenticated:
            return self.none()
        if user.is_curator:
            return self.all()
        return self.filter(department__officials__user=user)

    def askable_by(self, user):
        """Open ones that this person may read and that are not their own: of one's own there is nothing to ask."""
        return self.visible_to(user).open().filter(is_own=False) if user.is_authenticated else self.none()

    def expired(self, today):
        return self.listed().filter(expires_on__lt=today)

    def stale(self, today):
        """Published, but its day of reply is long past, or no day closes it and nobody has confirmed it for long."""
        late = Q(reply_by__lt=today - REPLY_IS_LATE_AFTER, last_confirmed_on__lte=F("reply_by"))
        endless = Q(expires_on=None, last_confirmed_on__lt=today - ENDLESS_NEED_IS_STALE_AFTER)
        return self.listed().filter(late | endless)

    def with_card(self):
        """With what a card in a list shows."""
        from cities.models import DepartmentVerification, NeedTopic

        rows = NeedTopic.objects.select_related("topic__domain")
        checked = DepartmentVerification.objects.confirmed()
        return self.select_related("department__city__province", "department__kind").prefetch_related(
            "texts", Prefetch("topic_rows", rows), Prefetch("department__verifications", checked)
        )

    def with_page(self):
        """With everything a need's page shows."""
        return self.with_card().prefetch_related("kpis", "requirements", "excluded_technologies")


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """For whoever may read the need: what its department has answered. What waits, its asker and the department."""
        from cities.models import Need

        if user.is_authenticated and user.is_curator:
            return self.all()
        shown = Q(answered_at__isnull=False, blocked_at=None)
        if user.is_authenticated:
            shown |= Q(blocked_at=None, need__in=Need.objects.editable_by(user)) | Q(asked_by=user)
        return self.filter(shown, need__in=Need.objects.visible_to(user).values("pk"))

    def answerable_by(self, user):
        """Those about open needs of this person's departments. Curators answer for nobody."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(blocked_at=None, need__status=Status.PUBLISHED, need__department__officials__user=user)

    def waiting(self):
        """Those that nobody has answered yet."""
        return self.filter(answered_at=None, blocked_at=None)
