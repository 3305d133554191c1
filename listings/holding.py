"""What both kinds of listings hold of a person (`accounts.personal_data`): what they did, and their contact."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from listings.models import Draft, Listing
from listings.verification import Verification

CONTACT = ("contact_name", "contact_email", "contact_phone", "contact_wechat")


def doings(listing: type[Listing], user: User) -> dict[str, Any]:
    """Rows around listings of this kind that name the person. Of what others wrote there, nothing."""
    owner = str(listing._meta.model_name)

    def rows(related: str, naming: str, *fields: str) -> list[dict[str, Any]]:
        model: Any = listing._meta.get_field(related).related_model
        return list(model._default_manager.filter(**{naming: user}).order_by("pk").values(owner, *fields))

    return {
        "drafts": rows("draft", "author", "updated_at", "document"),
        "actions": rows("transitions", "by", "at", "verb", "why", "comments"),
        "texts_reviewed": rows("texts", "reviewed_by", "language", "reviewed_at"),
        "reports": rows("reports", "reported_by", "reported_at", "reason", "words", "outcome"),
        "reports_decided": rows("reports", "closed_by", "closed_at", "outcome"),
    }


def verified(verifications: type[Verification], about: str, user: User) -> dict[str, Any]:
    """Verifications that the person asked for or decided; `about` names the foreign key of what is verified."""
    rows: Any = verifications._default_manager.order_by("pk")
    return {
        "verifications_asked": list(
            rows.filter(asked_by=user).values(about, "method", "subject", "contact", "asked_at", "state", "reason")
        ),
        "verifications_decided": list(rows.filter(decided_by=user).values(about, "method", "subject", "decided_at")),
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
