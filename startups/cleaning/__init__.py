"""What people upload, made harmless: one function a kind of file, from its content and never from its name.

Each takes a file that Django received and returns a `Cleaned` one, or raises a ValidationError whose sentence tells
the person what to do. Nothing is stored here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from .captions import clean_captions
from .cleaned import Cleaned
from .decks import clean_deck
from .pictures import clean_logo, clean_picture, clean_qr
from .videos import clean_video

__all__ = ["LARGEST", "RULES", "Cleaned", "clean"]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Rule:
    """How one kind of file is cleaned, the most bytes it may have, and what a file chooser should offer."""

    clean: Callable[[IO[bytes]], Cleaned]
    most_bytes: int
    accept: str


PICTURES = "image/png,image/jpeg,image/webp"
RULES: Mapping[str, Rule] = {
    "logo": Rule(clean_logo, 5 * MEGABYTE, PICTURES),
    "picture": Rule(clean_picture, 15 * MEGABYTE, PICTURES),
    "qr": Rule(clean_qr, 5 * MEGABYTE, PICTURES),
    "video": Rule(clean_video, 200 * MEGABYTE, "video/mp4,video/webm"),
    "captions": Rule(clean_captions, MEGABYTE, ".vtt,text/vtt"),
    "deck": Rule(clean_deck, 30 * MEGABYTE, "application/pdf"),
}
LARGEST = max(rule.most_bytes for rule in RULES.values())


def clean(kind: str, file: Any) -> Cleaned:
    """The upload made harmless; `kind` is a key of RULES. Raises ValidationError where it cannot be."""
    rule = RULES[kind]
    if file.size > rule.most_bytes:
        raise too_large(kind)
    file.seek(0)
    return rule.clean(file)


def too_large(kind: str) -> ValidationError:
    return ValidationError(
        _("This file is too large: at most %(most)s fit here. Make it smaller and choose it again."),
        code="too_large",
        params={"most": filesizeformat(RULES[kind].most_bytes)},
    )
