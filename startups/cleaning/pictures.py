"""Pictures of profiles: drawn anew, as WebP, in the size in which they are shown."""

import io
from typing import IO

from django.core.files.base import ContentFile

from listings.pictures import redrawn

from .cleaned import Cleaned

LOGO, PICTURE, QR = (512, 512), (1920, 1440), (640, 640)


def clean_logo(file: IO[bytes]) -> Cleaned:
    return _webp(file, LOGO, lossless=True)


def clean_picture(file: IO[bytes]) -> Cleaned:
    return _webp(file, PICTURE, lossless=False)


def clean_qr(file: IO[bytes]) -> Cleaned:
    return _webp(file, QR, lossless=True)


def _webp(file: IO[bytes], box: tuple[int, int], *, lossless: bool) -> Cleaned:
    image, content = redrawn(file, box), io.BytesIO()
    image.save(content, "WEBP", lossless=lossless, quality=85, method=4)
    return Cleaned(ContentFile(content.getvalue()), "image/webp", "webp", *image.size)
