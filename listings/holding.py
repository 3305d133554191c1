"""What both kinds of listings hold of a person (`accounts.personal_data`): what they did, and their contact."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from listings.models import Draft, Listing
from listings.trail import Transition
from listings.verification import Verification

CONTACT = ("contact_name", "contact_email", "contact_phone", "contact_wechat")


def doings(
    user: User, owner: str, drafts: type[Draft], trail: type[Transition], texts: Any, verifications: type[Verification]
) -> dict[str, Any]:
    """Rows that name the person, each with the `owner` it belongs to. Of what others wrote there, nothing."""

    def rows(model: Any, naming: str, *fields: str) -> list[dict[str, Any]]:
        return list(model._default_manager.filter(**{naming: user}).order_by("pk").values(*fields))

    about = next(field.name for field in verifications._meta.fields if field.name in (owner, "department"))
    return {
        "drafts": rows(drafts, "author", owner, "updated_at", "document"),
        "actions": rows(trail, "by", owner, "at", "verb", "why", "comments"),
        "texts_reviewed": rows(texts, "reviewed_by", owner, "language", "reviewed_at"),
        "verifications_asked": rows(verifications, "asked_by", about, "method", "subject", "contact", "asked_at"),
        "verifications_decided": rows(verifications, "decided_by", about, "method", "subject", "decided_at"),
    }


def forget_contact(listings: QuerySet[Listing], drafts: QuerySet[Draft], user: User, acts_for: Q) -> None:
    """Empty the contact of every listing, and of every draft, that gives this person: by their address, or by their
    name in a listing they act for (`acts_for`), because not everybody has an address."""
    columns = [name for name in CONTACT if hasattr(listings.model, name)]
    named = Q(contact_name=user.full_name) & acts_for if user.full_name else Q(pk=None)
    by_address = Q(contact_email__iexact=user.email) if user.email else Q(pk=None)
    theirs = list(listings.filter(named | by_address).values_list("pk", flat=True))
    listings.filter(pk__in=theirs).update(**dict.fromkeys(columns, ""))
    for draft in drafts:
        if _gives(draft.document.get("contact"), user):
            draft.document["contact"] = {}
            draft.save(update_fields=["document"])


def _gives(contact: Any, user: User) -> bool:
    if not isinstance(contact, dict):
        return False
    address, name = str(contact.get("email", "")).lower(), contact.get("name")
    return bool(address and address == user.email) or bool(name and name == user.full_name)
