"""The texts of one side of a match, whichever rows or pasted text they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Self

from cities.models import Need
from language.bridge import Bridge
from language.detect import detect
from listings.models import Language
from matching.explaining.reading import Sentence, read
from startups.models import Startup

# Which fields are quoted from, and how gladly: a target or a list of parts says little of what it is about.
NEED_FIELDS = {"problem": 1.0, "present": 0.9, "target": 0.9, "title": 1.0}
STARTUP_FIELDS = {"advantage": 1.05, "description": 1.0, "product": 0.9, "headline": 1.1, "problem": 0.9}
# Of one text: a meeting is looked for among all pairs of sentences.
MOST_PASSAGES = 40


@dataclass(frozen=True)
class Passage:
    """A sentence and the field it stands in; `weight`: how gladly that field is quoted."""

    sentence: Sentence
    field: str
    weight: float


@dataclass(frozen=True)
class SideTexts:
    """``by_language``: language -> field -> text. ``source``: the language written first. ``weights``: by field.

    ``key``: what the listing's sentences are stored under; "" for texts that are no listing's.
    """

    source: str
    by_language: Mapping[str, Mapping[str, str]]
    weights: Mapping[str, float]
    key: str = ""

    @classmethod
    def of_need(cls, need: Need) -> Self:
        return cls._of_rows(need, NEED_FIELDS, f"n{need.pk}" if need.pk else "")

    @classmethod
    def of_startup(cls, startup: Startup) -> Self:
        return cls._of_rows(startup, STARTUP_FIELDS, f"s{startup.pk}" if startup.pk else "")

    @classmethod
    def of_pasted(cls, text: str) -> Self:
        language = detect(text)
        return cls(language, {language: {"problem": text}}, NEED_FIELDS)

    @classmethod
    def _of_rows(cls, listing: Need | Startup, weights: Mapping[str, float], key: str) -> Self:
        rows = sorted(listing.texts.all(), key=lambda row: not row.is_source)
        by_language = {row.language: {field: getattr(row, field) for field in weights} for row in rows}
        return cls(rows[0].language if rows else Language.ENGLISH, by_language, weights, key)

    def language_for(self, reader: str) -> str:
        """The reader's language where there is such a text, else English, else the one written first."""
        return next((language for language in (reader, Language.ENGLISH) if language in self.by_language), self.source)

    def passages(self, language: str, bridge: Bridge) -> tuple[Passage, ...]:
        """The sentences of the text in ``language``, at most MOST_PASSAGES; none where there is no such text."""
        fields = self.by_language.get(language, {}).items()
        found = (
            Passage(sentence, field, self.weights[field]) for field, text in fields for sentence in read(text, bridge)
        )
        return tuple(islice(found, MOST_PASSAGES))


def languages_of_pairs(need: SideTexts, startup: SideTexts, reader: str) -> list[tuple[str, str]]:
    """In which languages terms are paired: those written first, so that a pair crosses from one to the other.

    Where that leaves the reader with no word of their language, one side's text in it takes the other's place; Hebrew
    stands beside Chinese for nobody who has English instead. After these the profile's other languages: our glossaries
    know fewer Hebrew terms than Chinese ones.
    """
    if reader in (need.source, startup.source):
        is_hebrew = startup.source == Language.HEBREW and reader == Language.CHINESE
        best = need.source, startup.language_for(Language.ENGLISH) if is_hebrew else startup.source
    elif reader in need.by_language and need.source == startup.source:
        best = reader, startup.source
    else:
        best = need.source, startup.language_for(reader)
    others = [(best[0], language) for language in (Language.ENGLISH, reader) if language in startup.by_language]
    return list(dict.fromkeys([best, *others]))
