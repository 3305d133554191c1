"""Pictures are drawn anew: only their pixels survive, no metadata, no second file inside, no script."""

from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

# Of a camera with 24 megapixels; decoded it takes 100 MB.
MOST_PIXELS = 25_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


def redrawn(file: IO[bytes], box: tuple[int, int]) -> Image.Image:
    """The picture upright, no larger than `box`, RGBA where it is transparent, else RGB.

    Raises `django.core.exceptions.ValidationError` with a sentence for whoever sent it.
    """
    if b"<svg" in file.read(4_096).lower():
        raise ValidationError(
            _("SVG files can hold programs, so we take none. Export the picture as PNG, JPEG or WebP."), code="svg"
        )
    file.seek(0)
    image = _decoded(file, box)
    image.thumbnail(box)
    # A new picture with nothing but pixels: `save` would write the old one's colour profile and EXIF along.
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare


def _decoded(file: IO[bytes], box: tuple[int, int]) -> Image.Image:
    try:
        image = Image.open(file, formats=FORMATS)
        # The header tells the size: a bomb is refused before it is unpacked.
        if image.width * image.height > MOST_PIXELS:
            raise _too_many_pixels(image)
        image.draft("RGB", box)
        image = ImageOps.exif_transpose(image)
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    except Image.DecompressionBombError as error:
        raise ValidationError(_("This picture has too many pixels. Make it smaller."), code="pixels") from error
    # What Pillow raises for files that are broken, cut off or something else than they say.
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
        raise ValidationError(
            _("This is not a picture that we can read. Choose a PNG, JPEG or WebP file."), code="unreadable"
        ) from error


def _too_many_pixels(image: Image.Image) -> ValidationError:
    return ValidationError(
        _("This picture has %(width)s × %(height)s pixels. At most 25 million fit, such as 5,000 × 5,000."),
        code="pixels",
        params={"width": image.width, "height": image.height},
    )
