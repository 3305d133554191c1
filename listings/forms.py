"""Form fields for documents: they tidy what was typed and refuse nothing. What is wrong, the document says."""

import re
import unicodedata
from typing import Any

from django import forms

from listings.validators import normalised

# Large numbers as people write them, 300,000 and 1'000'000.5; 17,6 is none of them.
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[\s,'’٬]\d{3})+(?:\.\d+)?")
TRAILING_ZEROS = re.compile(r"([+-]?\d+)\.0+|([+-]?\d+\.\d*?[1-9])0+")


def tidy_number(text: str) -> str:
    """300000 for 300,000 and ３００ ０００, 17.6 for 17.600; what is no number stays as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if GROUPED.fullmatch(plain):
        plain = re.sub(r"[^\d.+-]", "", plain)
    short = TRAILING_ZEROS.fullmatch(plain)
    return short.group(1) or short.group(2) if short else plain


class LineField(forms.CharField):
    """One line. Invisible signs of direction, as pastes bring them along, are dropped."""

    def __init__(self, **kwargs: Any):
        super().__init__(**{"required": False} | kwargs)
        # A text without strong letters would stand at the wrong side in Hebrew.
        self.widget.attrs.setdefault("dir", "auto")

    def to_python(self, value: Any) -> str:
        return normalised(super().to_python(value) or "").replace("\x00", "")


class ProseField(LineField):
    """Some paragraphs."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, **kwargs: Any):
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows


class NumberField(LineField):
    """A number as it is written in any of the languages; other text is kept, and the document says that it is wrong."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "dir": "ltr"}

    def prepare_value(self, value: Any) -> Any:
        return tidy_number(str(value)) if value is not None else None

    def to_python(self, value: Any) -> str:
        return tidy_number(super().to_python(value))


class AddressField(LineField):
    """A web address, an e-mail address, a telephone number: from left to right in every language."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.widget.attrs["dir"] = "ltr"


class LinesField(ProseField):
    """A list, one entry a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]
