"""Which texts wait for a translator or a reviewer: of drafts in review first, then of what is live."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from desk.kinds import NEEDS, STARTUPS, Kind
from listings.models import Draft, Language, ListingText
from listings.paths import value_at
from listings.text_reviews import is_reviewed

# What publishing asks for: every card has a line that its reader can read.
NEEDED = (Language.CHINESE, Language.ENGLISH)
# Of the live texts of a kind so many are fetched: an import of thousands in one language must not fill the page.
MOST_LIVE = 100


class State(models.TextChoices):
    MISSING = "missing", _("missing")
    MACHINE = "machine", _("by a machine, not reviewed")


@dataclass(frozen=True)
class Waiting:
    """One text: of this listing, in this language."""

    kind: Kind
    listing: Any
    title: str
    language: Language
    state: State
    since: datetime
    is_draft: bool

    @property
    def key(self) -> tuple[str, int, str]:
        """What its page is addressed by."""
        return self.kind.name, self.listing.pk, self.language


def waiting_texts(curator: User) -> list[Waiting]:
    """What holds a publication up first, the longest waiting before the others; nothing for whoever is no curator.

    Four queries for each kind of listing, however much waits.
    """
    if not curator.is_curator:
        return []
    found = [*_of_kind(STARTUPS, curator), *_of_kind(NEEDS, curator)]
    return sorted(found, key=lambda text: (not text.is_draft, text.since, text.key))


def _of_kind(kind: Kind, curator: User) -> Iterator[Waiting]:
    rows = kind.model.objects.select_related("draft")
    for listing in rows.reviewable_by(curator).prefetch_related("texts"):
        yield from texts_of_draft(kind, listing)
    live = rows.listed().exclude(draft__state=Draft.State.IN_REVIEW).filter(_lacks_a_language(kind.model))
    for listing in live.prefetch_related("texts").order_by("pk")[:MOST_LIVE]:
        texts = {text.language: _as_document(text) for text in listing.texts.all()}
        reviewed = {text.language for text in listing.texts.all() if text.reviewed_at}
        for language, state in states(texts, reviewed, _needed(kind)):
            yield Waiting(kind, listing, listing.known_as, language, state, listing.published_at, is_draft=False)


def texts_of_draft(kind: Kind, listing: Any) -> Iterator[Waiting]:
    """What holds the publication of this listing's draft up."""
    draft, texts = listing.draft, value_at(listing.draft.document, "texts") or {}
    reviewed = {language for language in draft.reviews if is_reviewed(draft, language)}
    first = value_at(texts, draft.document.get("source_language") or "", {})
    title = listing.known_as if kind is STARTUPS else first.get("title") or listing.known_as
    for language, state in states(texts, reviewed, _needed(kind)):
        yield Waiting(kind, listing, title, language, state, draft.submitted_at, is_draft=True)


def states(
    texts: Mapping[str, Mapping[str, Any]], reviewed: set[str], needed: Sequence[str]
) -> Iterator[tuple[Language, State]]:
    """Of each language that publishing asks for: what is to be done about it. `needed`: fields a text says at least."""
    said = {name for text in texts.values() for name in needed if text.get(name)}
    for language in NEEDED:
        text = texts.get(language, {})
        if any(not text.get(name) for name in said):
            yield language, State.MISSING
        elif text.get("origin") == ListingText.Origin.MACHINE and language not in reviewed:
            yield language, State.MACHINE


def _needed(kind: Kind) -> Sequence[str]:
    return kind.document.text_model.needed


def _as_document(text: Any) -> dict[str, Any]:
    return {name: getattr(text, name) for name in (*text.needed, "origin")}


def _lacks_a_language(model: Any) -> Q:
    """Of live rows: no text in one of the languages, one with a gap that another text does not have, or a machine's."""
    texts = model._meta.get_field("texts").related_model.objects
    owner = model._meta.model_name
    own = texts.filter(**{owner: OuterRef("pk")})
    unreviewed = own.filter(language__in=NEEDED, origin=ListingText.Origin.MACHINE, reviewed_at=None)
    found = Q(Exists(unreviewed))
    for language in NEEDED:
        found |= ~Q(Exists(own.filter(language=language)))
    gaps = Q()
    for name in texts.model.needed:
        fuller = texts.filter(**{owner: OuterRef(owner)}).exclude(**{name: ""})
        gaps |= Q(**{name: ""}) & Q(Exists(fuller))
    return found | Q(Exists(own.filter(gaps, language__in=NEEDED)))
