"""What publishing means for any listing. Each app's services add their signal and their fields."""

from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from listings.models import Draft, Listing, Status
from listings.search import search_vector


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


def save_draft(drafts: Any, listing: Listing, document: dict[str, Any], by: Any) -> Draft:
    """Keep `document` as what the listing shall be next. `drafts` is the listing's draft manager's model."""
    owner = {listing._meta.model_name: listing}
    draft, _created = drafts.objects.update_or_create(
        **owner, defaults={"document": document, "base_revision": listing.revision, "author": by}
    )
    return draft
