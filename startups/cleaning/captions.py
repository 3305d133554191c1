import re
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from listings.validators import normalised

from .cleaned import Cleaned

TIMING = re.compile(r"^(?:\d{2,}:)?\d{2}:\d{2}\.\d{3} +--> +(?:\d{2,}:)?\d{2}:\d{2}\.\d{3}", re.MULTILINE)
# STYLE and REGION blocks could reach for other addresses and hide the picture; captions are words.
LOOKS = re.compile(r"^(?:STYLE|REGION)\b.*?(?:\n\n|\Z)", re.MULTILINE | re.DOTALL)
# Marks of voice, class and emphasis.
MARKS = re.compile(r"<[^>\n]*>")


def clean_captions(file: IO[bytes]) -> Cleaned:
    """WebVTT with its times and words, and nothing else."""
    try:
        text = file.read().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise _unreadable() from error
    if not text.startswith("WEBVTT") or "\x00" in text or not TIMING.search(text):
        raise _unreadable()
    plain = normalised(MARKS.sub("", LOOKS.sub("", text)))
    return Cleaned(ContentFile(plain.encode()), "text/vtt; charset=utf-8", "vtt")


def _unreadable() -> ValidationError:
    return ValidationError(
        _("These are no captions that we can read. Save them as WebVTT (.vtt) in UTF-8."), code="unreadable"
    )
