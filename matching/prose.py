"""Lists and rows of sentences as the reader's language sets them."""

from collections.abc import Iterable

from listings.models import Language, reader_language


def listed(things: Iterable[str]) -> str:
    """A, B, C; in Chinese A、B、C."""
    return ("、" if reader_language() == Language.CHINESE else ", ").join(things)


def in_a_row(sentences: Iterable[str]) -> str:
    """Sentences one after the other, empty ones left out; Chinese sets no space between them."""
    return ("" if reader_language() == Language.CHINESE else " ").join(filter(None, sentences))
