"""Form fields for documents: they tidy what was typed and refuse nothing. What is wrong, the document says."""

import re
import unicodedata
from typing import Any

from django import forms

from listings.validators import normalised

# What people write between the digits of a large number.
GROUPING = re.compile(r"[\s,'’٬\u00a0]")


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
    """A number as it is written in either language: 300,000 and ３００ are taken, other text is kept as it is."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "dir": "ltr"}

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFKC", super().to_python(value))
        bare = GROUPING.sub("", text)
        return bare if re.fullmatch(r"[+-]?\d+(\.\d+)?", bare) else text


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
