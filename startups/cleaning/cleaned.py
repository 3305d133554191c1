from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Cleaned:
    """A file fit to be stored and shown. `width` and `height` are those of a picture."""

    content: Any
    content_type: str
    extension: str
    width: int | None = None
    height: int | None = None
