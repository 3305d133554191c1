"""Form fields for documents: they tidy what was typed and refuse nothing. What is wrong, the document says."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from listings.validators import at_most, normalised

# Large numbers as people write them, 300,000 and 1'000'000.5; 17,6 is none of them.
GROUPED = re.compile(r"[+-]?\d{1,3}(?:[\s,'’٬]\d{3})+(?:\.\d+)?")
TIMES = {"万": 10_000, "亿": 100_000_000}
# A site as it stands on a card, without the scheme.
BARE_SITE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.I)
WRITTEN_DAY = re.compile(r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?")
TRAILING_ZEROS = re.compile(r"([+-]?\d+)\.0+|([+-]?\d+\.\d*?[1-9])0+")


def tidy_number(text: str) -> str:
    """300000 for 300,000 and ３００ ０００, 17.6 for 17.600; what is no number stays as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if GROUPED.fullmatch(plain):
        plain = re.sub(r"[^\d.+-]", "", plain)
    short = TRAILING_ZEROS.fullmatch(plain)
    return short.group(1) or short.group(2) if short else plain


def read_number(text: str, signs: Sequence[str] = ()) -> str:
    """300000 for 30万元, where 元 is a sign that the label says already; what is no number stays as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for sign in signs:
        plain = plain.removeprefix(sign).removesuffix(sign).strip()
    times = TIMES.get(plain[-1:], 1)
    number = tidy_number(plain if times == 1 else plain[:-1])
    if not re.fullmatch(r"[+-]?\d+(?:\.\d+)?", number):
        return tidy_number(text)
    return tidy_number(f"{Decimal(number) * times:f}")


def read_day(text: str) -> str:
    """2027-03-01 for 2027年3月1日 and 2027/3/1; what is no day stays as it is."""
    said = WRITTEN_DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return f"{said[1]}-{said[2]:0>2}-{said[3]:0>2}" if said else text


class LineField(forms.CharField):
    """One line. Invisible signs of direction, as pastes bring them along, are dropped."""

    def __init__(self, **kwargs: Any):
        super().__init__(**{"required": False} | kwargs)
        # A text without strong letters would stand at the wrong side in Hebrew.
        self.widget.attrs.setdefault("dir", "auto")

    def to_python(self, value: Any) -> str:
        return normalised(super().to_python(value) or "").replace("\x00", "")


class ProseField(LineField):
    """Some paragraphs, of at most so many characters where `most` says so."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, most: int | None = None, **kwargs: Any):
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows
        if most:
            self.validators.append(at_most(most))


class NumberField(LineField):
    """A number as it is written in any of the languages; other text is kept, and the document says that it is wrong."""

    def __init__(self, *, signs: Sequence[str] = (), **kwargs: Any):
        super().__init__(**kwargs)
        self.signs = signs
        self.widget.attrs |= {"inputmode": "decimal", "dir": "ltr"}

    def prepare_value(self, value: Any) -> Any:
        return tidy_number(str(value)) if value is not None else None

    def to_python(self, value: Any) -> str:
        return read_number(super().to_python(value), self.signs)


class AddressField(LineField):
    """A web address, an e-mail address, a telephone number: from left to right in every language."""

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.widget.attrs["dir"] = "ltr"


class SiteField(AddressField):
    """A web address; one written as on a card, company.example, gets the scheme that nearly all have."""

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        return f"https://{typed}" if BARE_SITE.fullmatch(typed) else typed


class DayField(AddressField):
    """A day as the browser's calendar gives it, or as one writes it. Other text is kept; the document says so."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: Any) -> str:
        return read_day(super().to_python(value))


class LinesField(ProseField):
    """A list, one entry a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class DressedForm(forms.Form):
    """With the classes of the site's form controls."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field.widget)


def dress(widget: forms.Widget) -> None:
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.CheckboxInput | forms.RadioSelect):
        widget.attrs.setdefault("class", "form-check-input")
    elif isinstance(widget, forms.Select):
        widget.attrs.setdefault("class", "form-select")
    else:
        widget.attrs.setdefault("class", "form-control")
