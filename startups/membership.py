"""The verbs on who acts for a startup. The last owner can neither leave nor be removed: somebody must answer."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from startups import letters
from startups.models import Claim, Invitation, Member, Startup
from startups.site_mail import speaks_for

SALT = "startups.invitation"
VALID = timedelta(days=7)


def token_of(invitation: Invitation) -> str:
    """What stands in the link. A new invitation of the same person makes older links worthless."""
    return signing.dumps([invitation.pk, invitation.invited_at.timestamp()], salt=SALT)


def invitation_of(token: str) -> Invitation | None:
    """The open invitation that the link names; None where it is old, taken back, accepted or forged."""
    try:
        pk, moment = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    invitation = Invitation.objects.open().select_related("startup", "invited_by").filter(pk=pk).first()
    return invitation if invitation and invitation.invited_at.timestamp() == moment else None


@transaction.atomic
def invite(startup: Startup, email: str, role: str, by: User) -> Invitation:
    """Ask somebody by e-mail to act for the startup; asked again, they get a new link.

    Raises `django.core.exceptions.ValidationError` when that person is a member already.
    """
    email = email.strip().lower()
    if startup.members.filter(user__email=email).exists():
        raise ValidationError(_("This person is a member already."), code="member")
    values = {"role": role, "invited_by": by, "invited_at": timezone.now()}
    invitation, _created = Invitation.objects.update_or_create(startup=startup, email=email, defaults=values)
    _on_commit(letters.invite, invitation, token_of(invitation))
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User) -> Member:
    """The invited person is a member now, and the link is used up.

    Raises `django.core.exceptions.ValidationError` when the invitation went to another address: a forwarded link lets
    nobody in.
    """
    if (user.email or "").lower() != invitation.email:
        raise ValidationError(
            _("This invitation went to %(email)s. Sign in with that address to accept it."),
            code="other_address",
            params={"email": invitation.email},
        )
    # Of two clicks the second waits here, and then finds the member.
    startup = _locked(invitation.startup)
    member, _created = Member.objects.get_or_create(startup=startup, user=user, defaults={"role": invitation.role})
    Invitation.objects.filter(pk=invitation.pk).delete()
    return member


def revoke_invitation(invitation: Invitation) -> None:
    """The link opens nothing any more."""
    Invitation.objects.filter(pk=invitation.pk).delete()


@transaction.atomic
def transfer_ownership(member: Member, by: User) -> Member:
    """The member is an owner now; the one who gave it on stays as an editor."""
    startup = _locked(member.startup)
    startup.members.filter(user=by).exclude(pk=member.pk).update(role=Member.Role.EDITOR)
    member.role = Member.Role.OWNER
    member.save(update_fields=["role"])
    _on_commit(letters.became_owner, member)
    return member


@transaction.atomic
def remove_member(member: Member) -> None:
    """Take somebody out, or leave. Raises `django.core.exceptions.ValidationError` for the last owner."""
    startup = _locked(member.startup)
    others = startup.members.exclude(pk=member.pk)
    if member.role == Member.Role.OWNER and not others.filter(role=Member.Role.OWNER).exists():
        raise ValidationError(
            _("The last owner cannot leave. Hand the ownership to another member first."), code="last"
        )
    startup.members.filter(pk=member.pk).delete()


@transaction.atomic
def claim(startup: Startup, user: User, words: str) -> Claim | Member:
    """Whoever has mail at the site's domain is a member at once: the owner where there is none, else an editor.

    For everybody else a claim waits for a curator. The members are told in both cases. Claimed again, it is the same.
    """
    startup = _locked(startup)
    members = list(startup.members.select_related("user"))
    if member := next((member for member in members if member.user_id == user.pk), None):
        return member
    if speaks_for(user, startup.website):
        made: Claim | Member = _join(startup, user)
    else:
        made, is_new = Claim.objects.get_or_create(startup=startup, user=user, outcome="", defaults={"words": words})
        if not is_new:
            return made
    _on_commit(letters.somebody_claims, startup, user, [member.user for member in members])
    return made


@transaction.atomic
def decide_claim(waiting: Claim, outcome: str, by: User, why: str = "") -> Claim:
    """A curator's answer, `why` for whoever claims; an answer that was given meanwhile stays."""
    decided = Claim.objects.waiting().filter(pk=waiting.pk)
    if decided.update(outcome=outcome, why=why, decided_by=by, decided_at=timezone.now()):
        waiting.refresh_from_db()
        if outcome == Claim.Outcome.GRANTED:
            _join(_locked(waiting.startup), waiting.user)
        _on_commit(letters.claim_decided, waiting)
    return waiting


def _join(startup: Startup, user: User) -> Member:
    has_owner = startup.members.filter(role=Member.Role.OWNER).exists()
    role = Member.Role.EDITOR if has_owner else Member.Role.OWNER
    return Member.objects.get_or_create(startup=startup, user=user, defaults={"role": role})[0]


def _locked(startup: Startup) -> Startup:
    # The race that is closed here: two owners leave in the same moment, and nobody is left.
    return Startup.objects.select_for_update().get(pk=startup.pk)


def _on_commit(letter: Callable[..., None], *about: object) -> None:
    transaction.on_commit(partial(letter, *about))
