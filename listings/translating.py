"""A curator translates a text of a listing, or stands for what a machine has translated.

What waits for review takes it in its draft and goes on waiting; what is live takes it in its rows at once.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from listings.models import Draft, Listing, ListingText, Status
from listings.paths import value_at, with_value
from listings.services import Life, write_down
from listings.text_reviews import Text, digest
from listings.trail import Verb


class TranslatedMeanwhile(Exception):  # noqa: N818 - what happened, not a failure
    """Another text stands there than the page showed. Nothing was written: show both."""

    def __init__(self, text: Text):
        super().__init__("The text was changed meanwhile.")
        self.text = text


def reviewed_draft(listing: Any) -> Draft | None:
    """The draft that waits for review: it, and not the rows, is what readers will see next."""
    draft = getattr(listing, "draft", None)
    is_waiting = draft is not None and draft.state == Draft.State.IN_REVIEW and listing.status != Status.BLOCKED
    return draft if is_waiting else None


def current_document(life: Life[Any], listing: Any) -> dict[str, Any]:
    """What is translated: the draft in review, else what is live."""
    draft = reviewed_draft(listing)
    return draft.document if draft else dict(life.document(listing).data)


@transaction.atomic
def translate(life: Life[Any], listing: Any, language: str, text: Text, by: User, seen: str) -> None:
    """Make `text` (field -> words) what the listing says in the language, written by a person.

    `seen` is the digest of the text that the page showed; raises TranslatedMeanwhile where another stands there now.
    Sent twice, it is written once. Raises `rest_framework.serializers.ValidationError` naming a field that is wrong.
    """
    checked = life.document().fields["texts"].child.run_validation(dict(text))
    listing = life.model._default_manager.select_for_update().get(pk=listing.pk)
    place, document = f"texts.{language}", current_document(life, listing)
    standing = value_at(document, place, {})
    if digest(standing) == digest(checked):
        # Kept as it stands: of a machine's text that is to stand for it, of a person's nothing.
        if standing.get("origin") == ListingText.Origin.MACHINE:
            mark_reviewed(life, listing, language, by, seen)
        return
    _require_seen(standing, seen)
    written = checked | {"origin": ListingText.Origin.PERSON}
    if reviewed_draft(listing):
        life.keep_draft(listing, with_value(document, place, written), by, listing.draft_version)
    else:
        _write_row(listing, language, written)
        _take_along(life, listing, place, standing, written, by)
        life.record_change(listing)
    write_down(listing, Verb.TRANSLATE, by, listing.status, listing.status, why=language)


@transaction.atomic
def mark_reviewed(life: Life[Any], listing: Any, language: str, by: User, seen: str) -> None:
    """Stand for a machine's translation as it is; it counts as trusted until a word of it changes.

    Raises TranslatedMeanwhile as `translate` does.
    """
    listing = life.model._default_manager.select_for_update().get(pk=listing.pk)
    standing = value_at(current_document(life, listing), f"texts.{language}", {})
    _require_seen(standing, seen)
    now = timezone.now()
    if draft := reviewed_draft(listing):
        draft.reviews[language] = {"by": by.pk, "at": now.isoformat(), "digest": digest(standing)}
        draft.save(update_fields=["reviews"])
    else:
        listing.texts.filter(language=language).update(reviewed_by=by, reviewed_at=now)
        life.record_change(listing)
    write_down(listing, Verb.REVIEW_TEXT, by, listing.status, listing.status, why=language)


def _require_seen(standing: Text, seen: str) -> None:
    if digest(standing) != seen:
        raise TranslatedMeanwhile(standing)


def _write_row(listing: Listing, language: str, written: Text) -> None:
    texts: Any = listing.texts  # type: ignore[attr-defined]
    unreviewed = {"reviewed_by": None, "reviewed_at": None}
    texts.update_or_create(language=language, defaults={**written, **unreviewed})


def _take_along(life: Life[Any], listing: Any, place: str, standing: Text, written: Text, by: User) -> None:
    """Into a draft that its owners are still writing, where it says what the rows said: else its approval would undo
    the translation. What they have changed there themselves stays theirs."""
    draft = getattr(listing, "draft", None)
    if draft is not None and digest(value_at(draft.document, place, {})) == digest(standing):
        life.keep_draft(listing, with_value(draft.document, place, dict(written)), by, listing.draft_version)
