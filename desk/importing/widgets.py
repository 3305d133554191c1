"""Between a cell and a value of a document. A cell that is wrong stays as it is: the document says what is wrong."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from listings.forms import tidy_number
from listings.validators import normalised
from taxonomy import codes

YES, NO = {"true", "yes", "y", "1", "是", "כן"}, {"false", "no", "n", "0", "否", "לא"}
SEPARATORS = re.compile(r"[;；\n]")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")


class TextWidget(Widget):
    """What a person typed."""

    def clean(self, value, row=None, **kwargs):
        return normalised(str(value)).strip()

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class NumberWidget(TextWidget):
    def clean(self, value, row=None, **kwargs):
        return tidy_number(super().clean(value))

    def render(self, value, obj=None, **kwargs):
        return tidy_number(super().render(value))


class DateWidget(TextWidget):
    """2026-12-31, 2026/12/31 or 2026年12月31日. A bare number is no day: it would count from the day of the import."""

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        found = DAY.fullmatch(text)
        try:
            return date(*map(int, found.groups())).isoformat() if found else self._refused(text)
        except ValueError:
            return self._refused(text)

    @staticmethod
    def _refused(text):
        if text:
            raise ValueError(_("Write a day of the calendar, such as 2026-12-31."))
        return ""


class YesNoWidget(TextWidget):
    def clean(self, value, row=None, **kwargs):
        text = super().clean(value).lower()
        if text in YES | NO:
            return text in YES
        if text:
            raise ValueError(_("Write yes or no."))
        return ""

    def render(self, value, obj=None, **kwargs):
        return "" if value in (None, "") else "yes" if value else "no"


@dataclass(frozen=True)
class Answer:
    """One code that a cell may hold, its name in the reader's language, and all names by which it is known."""

    code: str
    label: str
    names: tuple[str, ...]


class CodeWidget(TextWidget):
    """One code. Its name in any of the three languages is understood too."""

    def __init__(self, find_answers: Callable[[], list[Answer]]):
        super().__init__()
        self.find_answers = find_answers

    @cached_property
    def names(self) -> Mapping[str, str]:
        answers = self.find_answers()
        names = {name.lower(): answer.code for answer in answers for name in answer.names if name}
        # A code comes before another one's name.
        return names | {answer.code.lower(): answer.code for answer in answers}

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        return self.names.get(text.lower(), text)


class ListWidget(TextWidget):
    """Several values in one cell: codes behind semicolons, words one a line."""

    def __init__(self, each: TextWidget):
        super().__init__()
        self.each = each

    @property
    def separator(self) -> str:
        return "; " if isinstance(self.each, CodeWidget) else "\n"

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        parts = SEPARATORS.split(text) if isinstance(self.each, CodeWidget) else text.splitlines()
        return [self.each.clean(part) for part in parts if part.strip()]

    def render(self, value, obj=None, **kwargs):
        return self.separator.join(self.each.render(part) for part in value or ())


def codes_of(list_name: str) -> CodeWidget:
    return CodeWidget(lambda: _answers(codes.current(list_name), "code"))


def rows_of(model: Any) -> CodeWidget:
    return CodeWidget(lambda: _answers(model.objects.filter(is_retired=False), "pk"))


def choices_of(choices: Mapping[Any, Any]) -> CodeWidget:
    return CodeWidget(lambda: [Answer(value, str(label), (str(label),)) for value, label in choices.items()])


def _answers(rows: Iterable[Any], key: str) -> list[Answer]:
    return [Answer(getattr(row, key), row.name, (row.name_en, row.name_zh, row.name_he)) for row in rows]
