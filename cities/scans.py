"""A photo or scan of a stamped letter, as a curator reads it."""

import io
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from listings.pictures import redrawn

MOST_BYTES = 10 * 1024 * 1024
READABLE = (2_400, 2_400)


def clean_scan(file: IO[bytes]) -> ContentFile:
    """The scan drawn anew as a JPEG. Raises ValidationError for what is no picture, or too large."""
    if file.seek(0, io.SEEK_END) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 10 MB. A photo by telephone is enough."), code="size")
    file.seek(0)
    content = io.BytesIO()
    redrawn(file, READABLE).convert("RGB").save(content, "JPEG", quality=85)
    return ContentFile(content.getvalue(), "letter.jpg")
