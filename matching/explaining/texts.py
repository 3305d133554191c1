"""The texts of one side of a match, whichever rows or pasted text they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from cities.models import Need
from language.bridge import Bridge
from language.detect import detect
from listings.models import Language
from matching.explaining.reading import Sentence, read
from startups.models import Startup

# Which fields are quoted from, and how gladly. Headline and title stand on the card anyway; what a profile says of the
# problem is weaker evidence than what it says of its own product.
NEED_FIELDS = {"problem": 1.0, "present": 1.0, "target": 1.0, "title": 0.8}
STARTUP_FIELDS = {"advantage": 1.1, "description": 1.0, "product": 1.0, "headline": 0.9, "problem": 0.7}


@dataclass(frozen=True)
class Passage:
    """A sentence and the field it stands in; `weight`: how gladly that field is quoted."""

    sentence: Sentence
    field: str
    weight: float


@dataclass(frozen=True)
class SideTexts:
    """``by_language``: language -> field -> text. ``source``: the language written first. ``weights``: by field."""

    source: str
    by_language: Mapping[str, Mapping[str, str]]
    weights: Mapping[str, float]

    @classmethod
    def of_need(cls, need: Need) -> Self:
        return cls._of_rows(need, NEED_FIELDS)

    @classmethod
    def of_startup(cls, startup: Startup) -> Self:
        return cls._of_rows(startup, STARTUP_FIELDS)

    @classmethod
    def of_pasted(cls, text: str) -> Self:
        language = detect(text)
        return cls(language, {language: {"problem": text}}, NEED_FIELDS)

    @classmethod
    def _of_rows(cls, listing: Need | Startup, weights: Mapping[str, float]) -> Self:
        rows = sorted(listing.texts.all(), key=lambda row: not row.is_source)
        by_language = {row.language: {field: getattr(row, field) for field in weights} for row in rows}
        return cls(rows[0].language if rows else Language.ENGLISH, by_language, weights)

    def language_for(self, reader: str) -> str:
        """The reader's language where there is such a text, else English, else the one written first."""
        return next((language for language in (reader, Language.ENGLISH) if language in self.by_language), self.source)

    def passages(self, language: str, bridge: Bridge) -> tuple[Passage, ...]:
        """Every sentence of the text in ``language``; none where there is no such text."""
        fields = self.by_language.get(language, {}).items()
        return tuple(
            Passage(sentence, field, self.weights[field]) for field, text in fields for sentence in read(text, bridge)
        )


def languages_of_pairs(need: SideTexts, startup: SideTexts, reader: str) -> tuple[str, str]:
    """In which languages terms are paired: those written first, so that a pair crosses from one to the other.

    Where that leaves the reader with no word of their language, one side's text in it takes the other's place.
    """
    if reader in (need.source, startup.source):
        return need.source, startup.source
    if reader in need.by_language and need.source == startup.source:
        return reader, startup.source
    return need.source, startup.language_for(reader)
