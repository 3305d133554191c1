"""A photo or scan of a stamped letter, drawn anew: only its pixels survive, nothing hidden in the file."""

import io
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 2_400


def redrawn(file: IO[bytes]) -> ContentFile:
    """The picture as a JPEG without metadata. Raises ValidationError for what is none, or too large."""
    if file.seek(0, io.SEEK_END) > MOST_BYTES:
        raise ValidationError(_("The file is larger than 10 MB. A photo by telephone is enough."), code="size")
    file.seek(0)
    content = io.BytesIO()
    _opened(file).save(content, "JPEG", quality=85)
    return ContentFile(content.getvalue(), "letter.jpg")


def _opened(file: IO[bytes]) -> Image.Image:
    try:
        image = Image.open(file, formats=("JPEG", "PNG"))
        # The header tells the size: a bomb is refused before it is unpacked.
        if image.width * image.height > MOST_PIXELS:
            raise ValidationError(_("This picture has too many pixels. Make it smaller."), code="pixels")
        image = ImageOps.exif_transpose(image).convert("RGB")
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        bare = Image.new("RGB", image.size)
        bare.paste(image)
        return bare
    # What Pillow raises for files that are broken, cut off or something else than they say.
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("This is not a picture that we can read. Choose a JPEG or PNG file."), code="unreadable"
        ) from error
