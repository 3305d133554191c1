"""What the accounts themselves hold of a person (`personal_data`)."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from accounts.models import ApiToken, Consent, Invitation, User
from accounts.personal_data import Holding

OWN_FIELDS = (
    "email", "sign_in_name", "full_name", "role", "language", "is_curator", "is_staff", "is_superuser", "joined_at",
    "last_login",
)  # fmt: skip


def export(user: User) -> dict[str, Any]:
    return {
        "account": {field: getattr(user, field) for field in OWN_FIELDS},
        "email_addresses": _rows(EmailAddress, user, "email", "verified", "primary"),
        "consents": _rows(Consent, user, "document", "version", "language", "given_at", "withdrawn_at"),
        # Of secrets only that they exist.
        "second_factors": _rows(Authenticator, user, "type", "created_at", "last_used_at"),
        "api_tokens": _rows(ApiToken, user, "name", "created", "expiry"),
        "sessions": _rows(UserSession, user, "ip", "user_agent", "created_at", "last_seen_at"),
        # Whom an invitation was for is the other person's.
        "invitations_issued": list(user.issued_invitations.values("role", "issued_at", "used_at")),
        "invitations_used": list(user.invitations.values("role", "used_at")),
    }


def _rows(model: Any, user: User, *fields: str) -> list[dict[str, Any]]:
    return list(model.objects.filter(user=user).values(*fields))


def erase(user: User) -> None:
    """What no foreign key takes along: sessions, the admin's log about the person, what a curator noted of them."""
    keys = UserSession.objects.filter(user=user).values("session_key")
    Session.objects.filter(session_key__in=keys).delete()
    about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    about.update(object_repr="", change_message="")
    Invitation.objects.filter(used_by=user).update(
        for_whom="", sign_in_name=Concat(Value("gone-"), Cast(F("pk"), CharField()))
    )


HOLDING = Holding("account", export, erase)
