import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

# Overrides and isolates can make a name read as another; zero-width signs can make two names look alike.
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


def normalised(text: str) -> str:
    """NFC, without bidi overrides and isolates. What is left is what a reader sees."""
    return BIDI_CONTROLS.sub("", unicodedata.normalize("NFC", text))


def validate_plain_text(text: str) -> None:
    if "\x00" in text:
        raise ValidationError(
            _("The text holds a NUL character. Remove it; it often comes with a copy from a PDF."), code="nul"
        )
    if BIDI_CONTROLS.search(text):
        raise ValidationError(
            _("The text holds signs that turn the writing direction. Type it anew or paste it as plain text."),
            code="bidi",
        )
    if text and not INVISIBLE.sub("", text).strip():
        raise ValidationError(_("The text holds only invisible signs. Type what readers should see."), code="invisible")


def at_most(characters: int) -> MaxLengthValidator:
    """In place of a field's max_length, with which a browser cuts a longer paste off without a word."""
    return MaxLengthValidator(
        characters,
        ngettext_lazy(
            "At most %(limit_value)d character fits, the text has %(show_value)d. Keep what matters most.",
            "At most %(limit_value)d characters fit, the text has %(show_value)d. Keep what matters most.",
            "limit_value",
        ),
    )
