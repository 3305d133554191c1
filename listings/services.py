"""The life of a listing, for startups and needs alike. docs/review.md has it as a table.

Each app's services make one `Life` and name its verbs; what is true of one of them only is a function there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from listings.documents import ListingDocument
from listings.models import OUT_OF_HAND, Draft, Listing, Status
from listings.reports import Report, close_reports
from listings.search import search_vector
from listings.shape import require_shape
from listings.signals import handed_in
from listings.telling import tell_on_commit
from listings.text_reviews import take_over_reviews
from listings.trail import Transition, Verb

AnyListing = TypeVar("AnyListing", bound=Listing)
Document = dict[str, Any]

# Where a listing stands before its first publication is where its draft stands.
MIRRORED = {
    Draft.State.EDITING: Status.DRAFT,
    Draft.State.IN_REVIEW: Status.IN_REVIEW,
    Draft.State.CHANGES_REQUESTED: Status.CHANGES_REQUESTED,
}
PUT_AWAY = (Status.CLOSED, Status.ARCHIVED)


class EditedMeanwhile(Exception):  # noqa: N818 - what happened, not a failure
    """Somebody kept another version of the draft since this page was made. Nothing was written: show both."""

    def __init__(self, draft: Draft | None):
        super().__init__("The draft was edited meanwhile.")
        self.draft = draft


class MovedOn(Exception):  # noqa: N818 - what happened, not a failure
    """The listing no longer stands where this verb begins: somebody was faster, or clicked twice."""

    def __init__(self, last: Transition | None):
        super().__init__(f"The listing has moved on: {last}.")
        self.last = last

    @property
    def sentence(self) -> str:
        """What happened instead, in the reader's language."""
        if self.last is None:
            return _("Nothing waits here.")
        who = self.last.by or _("the platform")
        return _("Somebody was faster: %(verb)s by %(who)s, %(when)s. Nothing was changed now.") % {
            "verb": self.last.get_verb_display(),
            "who": who,
            "when": date_format(timezone.localtime(self.last.at), "SHORT_DATETIME_FORMAT"),
        }


def mark_changed(listing: Listing, important: list[str], other: list[str]) -> None:
    """Raise the listing's revision and renew its search terms: call after every change of it or of its rows.

    The raise is done by the database, so two editors at once give two revisions.
    """
    type(listing).objects.filter(pk=listing.pk).update(  # type: ignore[attr-defined]
        revision=F("revision") + 1, search=search_vector(important, other), updated_at=timezone.now()
    )
    listing.refresh_from_db(fields=["revision"])


def write_down(
    listing: Any, verb: Verb, by: User | None, was: str, became: str, why: str = "", comments: Any = None
) -> Transition:
    """Add a line to the listing's audit trail; on commit its owners are told, where the verb is one they wait for."""
    line = listing.transitions.create(by=by, verb=verb, was=was, became=became, why=why, comments=comments or {})
    tell_on_commit(line)
    return line


@dataclass(frozen=True)
class Life(Generic[AnyListing]):
    """The verbs that both kinds of listings have.

    Each locks the listing's row first, so that of two people at once one is second and finds what the first has done;
    it is then told by `MovedOn` or `EditedMeanwhile`, and nothing is written. Each writes one line of the audit trail
    in its own transaction.
    """

    model: type[AnyListing]
    document: type[ListingDocument]
    record_change: Callable[[AnyListing], None]

    # Drafts -----------------------------------------------------------------------------------------------------------

    def start(self, listing: AnyListing, document: Document, by: User) -> AnyListing:
        """The first draft of a listing that was just made, and the first line of its trail."""
        write_down(listing, Verb.BEGIN, by, "", listing.status)
        self.keep_draft(listing, document, by, over_version=0)
        return self.model._default_manager.get(pk=listing.pk)

    @transaction.atomic
    def keep_draft(self, listing: AnyListing, document: Document, by: User | None, over_version: int) -> Draft:
        """Store `document` as what the listing shall be next; live rows stay as they are.

        It may be incomplete. `over_version` is the listing's `draft_version` when the page was made; raises
        EditedMeanwhile if that is not the one of today, and `rest_framework.serializers.ValidationError` under the
        paths of fields that are too long or have another shape. A draft that waits for review is taken back: its state
        is then "editing" again, unless it is a curator who mends or translates it.
        """
        require_shape(self.document(), document)
        listing = self._locked(listing)
        draft = self._draft_of(listing)
        if over_version != listing.draft_version:
            raise EditedMeanwhile(draft)
        if draft is None:
            draft = self._new_draft(listing, document, by)
        elif draft.state == Draft.State.IN_REVIEW and not (by and by.is_curator):
            self._move(listing, draft, Draft.State.EDITING, Verb.TAKE_BACK, by)
        draft.document = document | self.document.pinned(listing)
        draft.base_revision, draft.author = listing.revision, by
        draft.save()
        self._raise_version(listing)
        return draft

    @transaction.atomic
    def submit(self, listing: AnyListing, by: User) -> Draft:
        """Hand the draft in for review; where there is none (a withdrawn listing), the rows as they are.

        Sends `handed_in`. Raises `rest_framework.serializers.ValidationError` naming each field that is wrong or
        missing.
        """
        listing = self._locked(listing)
        draft = self._draft_of(listing) or self._new_draft(listing, dict(self.document(listing).data), by)
        if draft.state == Draft.State.IN_REVIEW or listing.status in OUT_OF_HAND:
            raise self._moved_on(listing)
        self._checked(listing, draft, is_handed_in=True)
        draft.comments, draft.submitted_at = {}, timezone.now()
        self._move(listing, draft, Draft.State.IN_REVIEW, Verb.SUBMIT, by)
        handed_in.send(self.model, listing=listing, by=by)
        return draft

    # Review -----------------------------------------------------------------------------------------------------------

    @transaction.atomic
    def request_changes(
        self, listing: AnyListing, comments: dict[str, str], by: User, version: int | None = None
    ) -> Draft:
        """Give the draft back with a sentence for each field path ("" for the whole)."""
        listing, draft = self._in_review(listing, version)
        draft.comments = comments
        self._move(listing, draft, Draft.State.CHANGES_REQUESTED, Verb.REQUEST_CHANGES, by, comments=comments)
        return draft

    @transaction.atomic
    def approve(self, listing: AnyListing, by: User, version: int | None = None) -> AnyListing:
        """Publish the draft that waits for review. `version` is the one that was read; another raises EditedMeanwhile.

        Raises `rest_framework.serializers.ValidationError` if the draft is no longer complete, as when a code has been
        retired since.
        """
        listing, draft = self._in_review(listing, version)
        return self._go_live(listing, draft, Verb.APPROVE, by, was=draft.state)

    @transaction.atomic
    def reject(self, listing: AnyListing, reason: str, by: User, version: int | None = None) -> AnyListing:
        """Say no to the draft. It stays with its owners; a listing that was never published is put away."""
        listing, draft = self._in_review(listing, version)
        draft.state, draft.comments = Draft.State.EDITING, {}
        draft.save(update_fields=["state", "comments"])
        if not listing.published_at:
            self._set_status(listing, Status.ARCHIVED)
        write_down(listing, Verb.REJECT, by, Draft.State.IN_REVIEW, listing.status, why=reason)
        return listing

    # Without review ---------------------------------------------------------------------------------------------------

    @transaction.atomic
    def publish(self, listing: AnyListing, by: User | None = None) -> AnyListing:
        """A curator lists it at once, with the draft if there is one, wherever that stands.

        Raises `rest_framework.serializers.ValidationError` naming each field that is wrong or missing, whether it
        stands in the draft or was written to the rows by other ways; nothing is written then.
        """
        listing = self._locked(listing)
        if listing.status in OUT_OF_HAND:
            raise self._moved_on(listing)
        return self._go_live(listing, self._draft_of(listing), Verb.PUBLISH, by, was=listing.status)

    @transaction.atomic
    def publish_document(
        self, document: Document, over: AnyListing | None = None, by: User | None = None
    ) -> AnyListing:
        """A whole listing out of a file, live at once: new, or over the rows of an existing one.

        Raises `rest_framework.serializers.ValidationError` naming each field that is wrong; nothing is written then.
        """
        over = over and self._locked(over)
        was = over.status if over else ""
        if was in OUT_OF_HAND:
            raise self._moved_on(over)
        checked = self.document(over, data=document)
        checked.is_valid(raise_exception=True)
        return self._list(checked.save(), Verb.IMPORT, by, was)

    @transaction.atomic
    def put_live(self, listing: AnyListing, document: Document, verb: Verb, by: User) -> AnyListing:
        """Write the document over a published listing without review: a correction that is safe, or its way back.

        Files that the document no longer names are kept for a while, so that there is a way back. Raises
        `rest_framework.serializers.ValidationError` if it is not complete, and MovedOn if the listing is not published.
        """
        listing = self._locked(listing)
        if listing.status != Status.PUBLISHED:
            raise self._moved_on(listing)
        pinned = document | self.document.pinned(listing)
        checked = self.document(listing, data=pinned, context={"keeps_files": True})
        checked.is_valid(raise_exception=True)
        return self._list(checked.save(), verb, by, was=listing.status)

    @transaction.atomic
    def record_edit(self, listing: AnyListing, by: User) -> None:
        """A curator has written to the live rows in the administration."""
        self.record_change(listing)
        write_down(listing, Verb.EDIT, by, listing.status, listing.status)

    # The rest of life -------------------------------------------------------------------------------------------------

    @transaction.atomic
    def archive(self, listing: AnyListing, by: User | None) -> AnyListing:
        """Put away what is not live: a draft given up, a need that was closed."""
        from_any = [status for status in Status if status not in (Status.PUBLISHED, Status.ARCHIVED, *OUT_OF_HAND)]
        return self.leave(listing, from_any, Status.ARCHIVED, Verb.ARCHIVE, by)

    @transaction.atomic
    def block(self, listing: AnyListing, reason: str, by: User) -> AnyListing:
        """Take it off every list at once and keep it off, until `unblock`. That answers what readers reported."""
        close_reports(cast(Any, listing).reports, Report.Outcome.BLOCKED, by)
        return self.leave(listing, [Status.PUBLISHED], Status.BLOCKED, Verb.BLOCK, by, why=reason)

    @transaction.atomic
    def unblock(self, listing: AnyListing, reason: str, by: User) -> AnyListing:
        """Lift the block: readers find it again as it was."""
        return self.leave(listing, [Status.BLOCKED], Status.PUBLISHED, Verb.UNBLOCK, by, why=reason)

    def leave(
        self,
        listing: AnyListing,
        allowed: Iterable[str],
        status: str,
        verb: Verb,
        by: User | None,
        why: str = "",
        **columns: Any,
    ) -> AnyListing:
        """From one of the `allowed` statuses to another, with further `columns`; MovedOn from anywhere else.

        Nothing happens where all of it is so already: a button was clicked twice.
        """
        listing = self._locked(listing)
        was = listing.status
        if was not in allowed:
            raise self._moved_on(listing)
        if was == status and all(getattr(listing, name) == value for name, value in columns.items()):
            return listing
        if status != Status.PUBLISHED:
            self._stop_review(listing)
        self._set_status(listing, status, **columns)
        self.record_change(listing)
        write_down(listing, verb, by, was, status, why)
        return listing

    # Parts ------------------------------------------------------------------------------------------------------------

    def require_complete(self, listing: AnyListing) -> None:
        """Raises `rest_framework.serializers.ValidationError` naming what a published one needs and these rows lack."""
        self.document(listing, data=self.document(listing).data).is_valid(raise_exception=True)

    def _locked(self, listing: AnyListing) -> AnyListing:
        # The race that is closed here: two verbs on one listing at once (docs/architecture.md).
        return self.model._default_manager.select_for_update().get(pk=listing.pk)

    @staticmethod
    def _draft_of(listing: Any) -> Draft | None:
        return getattr(listing, "draft", None)

    def _new_draft(self, listing: AnyListing, document: Document, by: User | None) -> Draft:
        drafts: Any = self.model._meta.get_field("draft").related_model
        owner: Any = {str(self.model._meta.model_name): listing}
        return drafts(document=document, base_revision=listing.revision, author=by, **owner)

    def _stop_review(self, listing: AnyListing) -> None:
        # An approval that comes after a withdrawal must find nothing to approve.
        draft = self._draft_of(listing)
        if draft and draft.state == Draft.State.IN_REVIEW:
            draft.state = Draft.State.EDITING
            draft.save(update_fields=["state"])

    def _raise_version(self, listing: AnyListing) -> None:
        listing.draft_version += 1
        listing.save(update_fields=["draft_version"])

    def _checked(self, listing: AnyListing, draft: Draft, is_handed_in: bool = False) -> ListingDocument:
        # Owners may be asked for more than an import, and for less where curators add to it before they approve.
        context = {"is_handed_in": is_handed_in}
        checked = self.document(listing, data=draft.document | self.document.pinned(listing), context=context)
        checked.is_valid(raise_exception=True)
        return checked

    def _in_review(self, listing: AnyListing, version: int | None) -> tuple[AnyListing, Draft]:
        listing = self._locked(listing)
        draft = self._draft_of(listing)
        if draft is None or draft.state != Draft.State.IN_REVIEW or listing.status in OUT_OF_HAND:
            raise self._moved_on(listing)
        if version not in (None, listing.draft_version):
            raise EditedMeanwhile(draft)
        return listing, draft

    def _moved_on(self, listing: Any) -> MovedOn:
        return MovedOn(listing.transitions.select_related("by").first())

    def _move(
        self, listing: AnyListing, draft: Draft, state: str, verb: Verb, by: User | None, comments: Any = None
    ) -> None:
        was, draft.state = draft.state, Draft.State(state)
        draft.save()
        if not listing.published_at:
            self._set_status(listing, MIRRORED[draft.state])
        write_down(listing, verb, by, was, state, comments=comments)

    def _set_status(self, listing: AnyListing, status: str, **columns: Any) -> None:
        for name, value in {"status": status, **columns}.items():
            setattr(listing, name, value)
        listing.save(update_fields=["status", *columns, "updated_at"])

    def _go_live(self, listing: AnyListing, draft: Draft | None, verb: Verb, by: User | None, was: str) -> AnyListing:
        if draft is None:
            self.require_complete(listing)
        else:
            listing = self._checked(listing, draft).save()
            take_over_reviews(listing, draft)
            draft.delete()
        return self._list(listing, verb, by, was)

    def _list(self, listing: AnyListing, verb: Verb, by: User | None, was: str) -> AnyListing:
        listing.become_listed()
        self.record_change(listing)
        write_down(listing, verb, by, was, listing.status)
        return listing
