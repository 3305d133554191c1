"""Lists and rows of sentences as the reader's language sets them, and sentences that several lines need."""

from collections.abc import Iterable

from django.utils.translation import get_language_bidi, ngettext

from listings.models import Language, reader_language
from startups.models import Startup


def listed(things: Iterable[str]) -> str:
    """A, B, C; in Chinese A、B、C."""
    return ("、" if reader_language() == Language.CHINESE else ", ").join(things)


def in_a_row(sentences: Iterable[str]) -> str:
    """Sentences one after the other, empty ones left out; Chinese sets no space between them."""
    return ("" if reader_language() == Language.CHINESE else " ").join(filter(None, sentences))


def weeks(startup: Startup) -> str:
    """How long a pilot takes; "" where the profile does not say."""
    count = startup.pilot_weeks
    return ngettext("It takes %(weeks)s week.", "It takes %(weeks)s weeks.", count) % {"weeks": count} if count else ""


def isolated(text: str) -> str:
    """In a sentence from right to left, what somebody wrote from left to right, so that it does not turn its neighbours
    around."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text
