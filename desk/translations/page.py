"""One text side by side: each field of the original with its terms marked, and the field to write beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.urls import reverse

from desk.kinds import STARTUPS, Kind
from desk.translations.codes import Fact, facts
from desk.translations.forms import TranslationForm
from desk.translations.queue import State, states
from language.equivalents import Piece, pieces
from listings.models import Language, ListingText
from listings.paths import value_at
from listings.text_reviews import digest, is_reviewed
from listings.translating import current_document, reviewed_draft
from matching.corpus import current_corpus


@dataclass(frozen=True)
class Row:
    """One field: what the original says, in pieces, and the field beside it; `theirs` where another curator wrote."""

    original: Sequence[Piece]
    bound: BoundField
    theirs: str | None = None

    @property
    def terms(self) -> list[Piece]:
        """Each term once, for reading below the text."""
        return list({piece.text: piece for piece in self.original if piece.equivalents}.values())


@dataclass(frozen=True)
class Side:
    """A listing's text in one language beside the one it is translated from."""

    kind: Kind
    listing: Any
    language: Language

    @cached_property
    def document(self) -> dict[str, Any]:
        return current_document(self.kind.services.life, self.listing)

    @property
    def texts(self) -> Mapping[str, Mapping[str, Any]]:
        return value_at(self.document, "texts") or {}

    @property
    def is_draft(self) -> bool:
        return reviewed_draft(self.listing) is not None

    @property
    def review_url(self) -> str:
        """Where the draft is decided once both languages are there."""
        which = self.listing.slug if self.kind is STARTUPS else self.listing.pk
        return reverse(f"desk:review-{self.listing._meta.model_name}", args=[which])

    @property
    def standing(self) -> Mapping[str, Any]:
        return self.texts.get(self.language, {})

    @property
    def source(self) -> Language:
        """The language written first, unless that is the one to be filled: then any other that says something."""
        first = self.document.get("source_language")
        languages = [first, *Language.values] if first else Language.values
        found = (language for language in languages if language != self.language and self.texts.get(language))
        return Language(next(found, self.language))

    @property
    def original(self) -> Mapping[str, Any]:
        return self.texts.get(self.source, {})

    @property
    def seen(self) -> str:
        return digest(self.standing)

    @property
    def state(self) -> State | None:
        """What is to be done; None where nothing is any more."""
        draft = reviewed_draft(self.listing)
        if draft:
            reviewed = {language for language in draft.reviews if is_reviewed(draft, language)}
        else:
            reviewed = set(self.listing.texts.exclude(reviewed_at=None).values_list("language", flat=True))
        return dict(states(self.texts, reviewed, self.kind.document.text_model.needed)).get(self.language)

    @property
    def is_by_machine(self) -> bool:
        return self.standing.get("origin") == ListingText.Origin.MACHINE

    @property
    def facts(self) -> list[Fact]:
        return facts(self.document, self.language)

    def form(self, typed: Any = None) -> TranslationForm:
        form = TranslationForm(self.kind, self.language, self.original, self.standing, typed)
        form.fields["seen"].initial = self.seen
        return form

    def rows(self, form: TranslationForm, theirs: Mapping[str, Any] | None = None) -> list[Row]:
        bridge = current_corpus().bridge
        return [
            Row(
                pieces(str(self.original.get(field.name, "")), self.source, self.language, bridge),
                field,
                _other(field, theirs),
            )
            for field in form.visible_fields()
        ]


def _other(field: BoundField, theirs: Mapping[str, Any] | None) -> str | None:
    said = str((theirs or {}).get(field.name, ""))
    return said if theirs is not None and said != (field.value() or "") else None
