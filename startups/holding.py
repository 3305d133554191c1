"""What startups hold of a person (`accounts.personal_data`)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal_data import Holding
from startups.models import Claim, Invitation, Member, ProfileDraft, Startup, StartupTransition, Upload


def export(user: User) -> dict[str, Any]:
    return {
        "memberships": list(Member.objects.filter(user=user).values("startup__name", "role", "since")),
        "claims": list(Claim.objects.filter(user=user).values("startup__name", "words", "claimed_at", "outcome")),
        # Whom somebody invited is the other person's.
        "invitations_sent": list(Invitation.objects.filter(invited_by=user).values("startup__name", "invited_at")),
        "invitations_received": list(
            Invitation.objects.filter(email=user.email or "").values("startup__name", "role", "invited_at")
        ),
        "drafts_kept_last": list(ProfileDraft.objects.filter(author=user).values("startup__name", "updated_at")),
        "files": list(Upload.objects.filter(uploaded_by=user).values("startup__name", "kind", "size", "uploaded_at")),
        "acts": list(StartupTransition.objects.filter(by=user).values("startup__name", "verb", "at", "why")),
    }


def erase(user: User) -> None:
    """What nobody else could act for any more goes along, if it was never published; and letters still unanswered."""
    never_published(user).delete()
    Invitation.objects.filter(email=user.email or "").delete()


def consequences(user: User) -> Iterator[str]:
    for startup in never_published(user):
        yield _("The unpublished profile of %(startup)s is deleted: nobody else acts for it.") % {"startup": startup}
    for startup in alone(user).exclude(published_at=None):
        yield _("%(startup)s stays without anybody who acts for it. Hand it over first, or withdraw it.") % {
            "startup": startup
        }


def alone(user: User) -> QuerySet:
    """Startups for which nobody else acts."""
    return Startup.objects.filter(pk__in=user.startup_memberships.values("startup")).filter(
        pk__in=Startup.objects.annotate(people=Count("members")).filter(people=1).values("pk")
    )


def never_published(user: User) -> QuerySet:
    return alone(user).filter(published_at=None)


HOLDING = Holding("startups", export, erase, consequences=consequences)
