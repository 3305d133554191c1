"""What startups hold of a person (`accounts.personal_data`)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal_data import Holding
from listings.holding import doings, forget_contact, verified
from listings.models import Status
from startups.models import Claim, Invitation, Member, ProfileDraft, Startup, StartupVerification, Upload


def export(user: User) -> dict[str, Any]:
    return {
        "memberships": list(Member.objects.filter(user=user).values("startup__name", "role", "since")),
        "claims": list(
            Claim.objects.filter(user=user).values("startup__name", "words", "claimed_at", "outcome", "why")
        ),
        # Whom somebody invited is the other person's.
        "invitations_sent": list(Invitation.objects.filter(invited_by=user).values("startup__name", "invited_at")),
        "invitations_received": list(
            Invitation.objects.filter(email=user.email or "").values("startup__name", "role", "invited_at")
        ),
        "files": list(Upload.objects.filter(uploaded_by=user).values("startup__name", "kind", "size", "uploaded_at")),
        **doings(Startup, user),
        **verified(StartupVerification, "startup", user),
    }


def erase(user: User) -> None:
    """What nobody else could act for any more goes along, if it was never published; and letters still unanswered."""
    for heir in heirs(user):
        heir.role = Member.Role.OWNER
        heir.save(update_fields=["role"])
    never_published(user).delete()
    Invitation.objects.filter(email=user.email or "").delete()
    drafts = Q(startup__members__user=user) | Q(document__contact__email__iexact=user.email)
    forget_contact(Startup.objects.all(), ProfileDraft.objects.filter(drafts), user, acts_for=Q(members__user=user))
    StartupVerification.objects.filter(asked_by=user).update(note="", reason="")
    if user.email:
        StartupVerification.objects.filter(contact__iexact=user.email).update(contact="")


def consequences(user: User) -> Iterator[str]:
    for startup in never_published(user):
        yield _("The unpublished profile of %(startup)s is deleted: nobody else acts for it.") % {"startup": startup}
    for startup in alone(user).exclude(published_at=None).exclude(status=Status.ARCHIVED):
        yield _("%(startup)s stays without anybody who acts for it. Hand it over first, or withdraw it.") % {
            "startup": startup
        }
    for heir in heirs(user):
        yield _("%(person)s becomes the owner of %(startup)s.") % {"person": heir.user, "startup": heir.startup}


def alone(user: User) -> QuerySet:
    """Startups for which nobody else acts."""
    return Startup.objects.filter(pk__in=user.startup_memberships.values("startup")).filter(
        pk__in=Startup.objects.annotate(people=Count("members")).filter(people=1).values("pk")
    )


def never_published(user: User) -> QuerySet:
    return alone(user).filter(published_at=None)


def heirs(user: User) -> list[Member]:
    """Of each startup whose only owner the person is, the editor who is there longest: somebody must answer for it."""
    owned = Startup.objects.filter(members__user=user, members__role=Member.Role.OWNER)
    others = Member.objects.filter(startup__in=owned).exclude(user=user).select_related("startup", "user")
    first: dict[int, Member] = {}
    for member in others.order_by("-role", "since", "pk"):
        first.setdefault(member.startup_id, member)
    return [heir for heir in first.values() if heir.role != Member.Role.OWNER]


HOLDING = Holding("startups", export, erase, consequences=consequences)
