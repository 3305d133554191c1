"""How a draft is edited: by sections, by several people at once, without losing what anybody typed."""

from typing import Any

from django.http import QueryDict

from accounts.models import User
from listings.paths import sentences_at, value_at
from listings.services import EditedMeanwhile
from startups import services
from startups.documents import ProfileDocument
from startups.models import ProfileDraft, Startup
from startups.sections import Section

Document = dict[str, Any]

# Somebody else may keep another section between our reading and our writing; so often at once nobody does.
ATTEMPTS = 5


class OthersWroteError(Exception):
    """Somebody has changed the very section since this page was made. Nothing was written: show both."""

    def __init__(self, document: Document):
        super().__init__("The section was changed meanwhile.")
        self.document = document


def draft_of(startup: Startup) -> ProfileDraft | None:
    return ProfileDraft.objects.select_related("author").filter(startup=startup).first()


def current_document(startup: Startup) -> Document:
    """What the owners want next: the draft, or the published profile where there is none."""
    draft = draft_of(startup)
    return draft.document if draft else published_document(startup)


def published_document(startup: Startup) -> Document:
    return dict(ProfileDocument(startup).data)


def keep_section(startup: Startup, section: Section, data: QueryDict, by: User) -> Document:
    """Put what was typed into the draft; returns the draft's document.

    `data["seen"]` is the section's digest when the page was made. Whoever edits another section is no hindrance; raises
    OthersWroteError where this one was changed meanwhile, and `rest_framework.serializers.ValidationError` where a text
    is too long to be kept. Saving the same again, as a double click does, writes nothing.
    """

    def merge(document: Document) -> Document:
        merged = section.merged(section.bound(data), document)
        is_same = section.digest(merged) == section.digest(document)
        if not is_same and data.get("seen") != section.digest(document):
            raise OthersWroteError(document)
        return document if is_same else merged

    return keep_change(startup, merge, by)


def keep_change(startup: Startup, change: Any, by: User) -> Document:
    """Keep `change(document)` as the draft, over whatever others have kept in the same moment."""
    for attempts_left in reversed(range(ATTEMPTS)):
        version = Startup.objects.values_list("draft_version", flat=True).get(pk=startup.pk)
        document = current_document(startup)
        changed = change(document)
        if changed == document:
            return document
        try:
            return services.keep_draft(startup, changed, by, version).document
        except EditedMeanwhile:
            if not attempts_left:
                raise
    return current_document(startup)


def problems(startup: Startup, document: Document) -> dict[str, str]:
    """{place: sentence} of everything that keeps the document from being handed in."""
    whole = document | ProfileDocument.pinned(startup)
    checked = ProfileDocument(startup, data=whole, context={"is_handed_in": True})
    checked.is_valid()
    return sentences_at(checked.errors)


def problems_of(section: Section, startup: Startup, document: Document) -> dict[str, str]:
    """Those of one section about something that was typed, and what a row that was begun lacks; what else is missing
    stands in the overview."""
    return {
        place: sentence
        for place, sentence in problems(startup, document).items()
        if section.holds(place) and (section.is_rows or value_at(document, place) is not None)
    }
