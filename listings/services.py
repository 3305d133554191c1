"""What publishing means for any listing. Each app's services add their signal and their fields."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import F
from django.utils import timezone

from listings.models import Draft, Listing, Status
from listings.search import search_vector

AnyDraft = TypeVar("AnyDraft", bound=Draft)


def mark_changed(listing: Listing, important: list[str], other: list[str]) -> None:
    """Raise the listing's revision and renew its search terms: call after every change of it or of its rows.

    The raise is done by the database, so two editors at once give two revisions.
    """
    type(listing).objects.filter(pk=listing.pk).update(  # type: ignore[attr-defined]
        revision=F("revision") + 1, search=search_vector(important, other), updated_at=timezone.now()
    )
    listing.refresh_from_db(fields=["revision"])


def set_published(listing: Listing) -> None:
    """Published now; the first time is kept, because it breaks ties in the ranking."""
    listing.status = Status.PUBLISHED
    listing.published_at = listing.published_at or timezone.now()
    listing.last_confirmed_on = date.today()
    listing.save(update_fields=["status", "published_at", "last_confirmed_on", "updated_at"])


def save_draft(model: type[AnyDraft], listing: Listing, document: dict[str, Any], by: Any) -> AnyDraft:
    """Keep `document` as what the listing shall be next, in the one draft of `model` that the listing has."""
    defaults = {"document": document, "base_revision": listing.revision, "author": by}
    owner: dict[str, Any] = {str(listing._meta.model_name): listing}
    draft, _created = model._default_manager.update_or_create(defaults=defaults, **owner)
    return draft
