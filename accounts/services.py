"""The verbs on a person's account. Pages, admin and commands call these same functions."""

import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from accounts import legal
from accounts.models import ApiToken, Consent, Invitation, Role, User
from accounts.personal_data import erase_holdings
from accounts.signals import invitation_accepted

# Without signs that look alike when they are read out on the telephone or copied by hand.
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_GROUPS, CODE_GROUP_LENGTH = 3, 4
INVITATION_DAYS = 14
UNCONFIRMED_DAYS = 30
NAME_PREFIXES = {Role.OFFICIAL: "city", Role.FOUNDER: "startup"}


class CodeRefusedError(Exception):
    """The code is unknown, used, revoked or expired: which one is nobody's business."""


class TooManyTokensError(Exception):
    """The person has as many API tokens as one may have."""


def digest_of(code: str) -> str:
    """What is stored of a code, however it was typed: case, blanks and hyphens do not count."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return salted_hmac("accounts.invitation", plain, algorithm="sha256").hexdigest()


def _random_signs(count: int) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(count))


def invite(role: str, for_whom: str, by: User, *, account: User | None = None) -> tuple[Invitation, str]:
    """A new invitation with its code, which nobody can see again: 31 signs to the 12th, 59 bits.

    With `account`, the code gives that person a new password. Raises PermissionError when that account has an e-mail
    address to reset its password by, or rights beyond its own things: such a code would be a way around both.
    """
    if account and (account.email or account.is_curator or account.is_staff or account.is_superuser):
        raise PermissionError("This account resets its password itself.")
    code = "-".join(_random_signs(CODE_GROUP_LENGTH) for _ in range(CODE_GROUPS))
    name = f"{NAME_PREFIXES[Role(role)]}-{_random_signs(5).lower()}"
    invitation = Invitation.objects.create(
        digest=digest_of(code),
        sign_in_name=name,
        role=role,
        for_whom=for_whom,
        account=account,
        issued_by=by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    return invitation, code


def revoke_invitation(invitation: Invitation) -> None:
    """Let nobody use the code any more. One that was used stays as it is."""
    Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now())


@transaction.atomic
def join_by_invitation(digest: str, full_name: str, password: str, *, allows_transfer: bool) -> User:
    """A new account for whoever holds the code: signs in by the invitation's name and this password.

    Sends `invitation_accepted`. Raises CodeRefusedError.
    """
    invitation = _locked(digest, account=None)
    user = User(
        sign_in_name=invitation.sign_in_name, full_name=full_name, role=invitation.role, language=get_language() or ""
    )
    user.set_password(password)
    user.save()
    agree(user, allows_transfer=allows_transfer)
    _use_up(invitation, user)
    return user


@transaction.atomic
def accept_invitation(digest: str, by: User) -> Invitation:
    """Somebody who has an account uses a code: what hangs on the invitation becomes theirs.

    Sends `invitation_accepted`. Raises CodeRefusedError, also for a code that renews somebody's password.
    """
    invitation = _locked(digest, account=None)
    if not by.role:
        by.role = invitation.role
        by.save(update_fields=["role"])
    _use_up(invitation, by)
    return invitation


@transaction.atomic
def renew_password(digest: str, password: str) -> User:
    """A new password for the account that the code was issued for. Whoever was signed in as it is signed out.

    Raises CodeRefusedError.
    """
    invitation = _locked(digest, account__isnull=False)
    user = User.objects.get(renewals=invitation)
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.used_by, invitation.used_at = user, timezone.now()
    invitation.save(update_fields=["used_by", "used_at"])
    return user


def _locked(digest: str, **conditions: object) -> Invitation:
    # Of two people with one code the second waits here, and then finds it used.
    found = Invitation.objects.open().select_for_update(of=("self",)).filter(digest=digest, **conditions).first()
    if found is None:
        raise CodeRefusedError
    return found


def _use_up(invitation: Invitation, user: User) -> None:
    invitation.used_by, invitation.used_at = user, timezone.now()
    invitation.save(update_fields=["used_by", "used_at"])
    invitation_accepted.send(Invitation, invitation=invitation, user=user)


@transaction.atomic
def agree(user: User, *, allows_transfer: bool) -> None:
    """Record that the person agrees to the documents as they are now, in the language they read them in.

    The transfer of data across borders is a consent of its own: given or withdrawn here, never implied.
    """
    _consent(user, Consent.Document.TERMS)
    _consent(user, Consent.Document.PRIVACY)
    allow_transfer(user, allows_transfer)
    user.__dict__.pop("has_agreed", None)


@transaction.atomic
def allow_transfer(user: User, is_allowed: bool) -> None:
    """Give or withdraw the consent to a transfer of one's contact data across borders."""
    if is_allowed:
        _consent(user, Consent.Document.TRANSFER)
    else:
        user.consents.standing().filter(document=Consent.Document.TRANSFER).update(withdrawn_at=timezone.now())


def _consent(user: User, document: str) -> None:
    # A double click agrees twice at once: the constraint lets one row in, and the other is the same consent.
    Consent.objects.bulk_create(
        [Consent(user=user, document=document, version=legal.VERSIONS[document], language=get_language() or "")],
        ignore_conflicts=True,
    )


@transaction.atomic
def issue_token(user: User, name: str) -> tuple[ApiToken, str]:
    """A new API token with the text of it, which nobody can see again. Raises TooManyTokensError."""
    User.objects.select_for_update().get(pk=user.pk)
    if ApiToken.objects.filter(user=user).count() >= settings.MOST_API_TOKENS:
        raise TooManyTokensError
    return ApiToken.objects.create(user=user, name=name)


def forget_unconfirmed() -> int:
    """Delete accounts that somebody began with an address they never confirmed; gives their number."""
    begun = User.objects.filter(
        last_login=None, joined_at__lt=timezone.now() - timedelta(days=UNCONFIRMED_DAYS), invitations=None
    )
    unconfirmed = EmailAddress.objects.filter(user=OuterRef("pk"))
    people = begun.filter(Exists(unconfirmed.filter(verified=False)), ~Exists(unconfirmed.filter(verified=True)))
    return len([delete_account(user) for user in people])


@transaction.atomic
def delete_account(user: User) -> None:
    """Remove the person: what only they own goes, what others share stays without their name (`personal_data`)."""
    user = User.objects.select_for_update().get(pk=user.pk)
    erase_holdings(user)
    user.delete()
