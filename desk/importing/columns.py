"""The columns of a sheet, read from the document that its rows become: one place says what a listing holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from desk.changes import label_of
from desk.importing.merging import MOST
from desk.importing.widgets import (
    Answer,
    CodeWidget,
    DateWidget,
    ListWidget,
    NumberWidget,
    TextWidget,
    YesNoWidget,
    choices_of,
    codes_of,
    rows_of,
)
from listings.documents import CodeValue, RelativeDate
from listings.models import Language
from taxonomy.models import Technology, Topic

# Files do not fit in cells.
LEFT_OUT = {"media"}
# Lists of codes that their documents hold as plain words.
VOCABULARY: dict[str, Any] = {"technologies": Technology, "topics": Topic}
PRIVATE = "contact"


@dataclass(frozen=True)
class Column:
    """`path` is its place in the document, `labels` lead there in the reader's language."""

    path: str
    labels: tuple[str, ...]
    widget: TextWidget
    is_required: bool = False

    @property
    def name(self) -> str:
        """What stands at the top of the sheet: the path, counted as people count."""
        return ".".join(str(int(part) + 1) if part.isdecimal() else part for part in self.path.split("."))

    @property
    def label(self) -> str:
        return " · ".join(self.labels)

    @property
    def is_private(self) -> bool:
        return PRIVATE in self.path.split(".")

    @property
    def answers(self) -> list[Answer]:
        """What may stand in it, where that is one of a list."""
        widget = self.widget.each if isinstance(self.widget, ListWidget) else self.widget
        return widget.find_answers() if isinstance(widget, CodeWidget) else []


def columns_of(document: serializers.Serializer) -> list[Column]:
    """In the order of the document, with labels in the active language."""
    fields = ((name, field) for name, field in document.fields.items() if name not in LEFT_OUT)
    return [column for name, field in fields for column in _of(field, name, (label_of(document, name),), True)]


def _of(field: Any, path: str, labels: tuple[str, ...], is_required: bool) -> Iterator[Column]:
    is_required = is_required and field.required
    if isinstance(field, serializers.DictField):
        for language in Language:
            # Hebrew is welcome, the other two are what everybody needs.
            needed = is_required and language != Language.HEBREW
            yield from _of(field.child, f"{path}.{language}", (*labels, str(language.label)), needed)
    elif isinstance(field, serializers.ListSerializer):
        for number in range(MOST[path]):
            yield from _of(field.child, f"{path}.{number}", (*labels, str(number + 1)), False)
    elif isinstance(field, serializers.Serializer):
        for name, inner in field.fields.items():
            yield from _of(inner, f"{path}.{name}", (*labels, label_of(field, name)), is_required)
    else:
        yield Column(path, labels, widget_for(field, path), is_required)


def widget_for(field: Any, path: str = "") -> TextWidget:
    """How a cell of this field is read and written."""
    if path in VOCABULARY:
        return ListWidget(rows_of(VOCABULARY[path]))
    if isinstance(field, serializers.ManyRelatedField):
        return ListWidget(widget_for(field.child_relation))
    if isinstance(field, serializers.ListField):
        return ListWidget(widget_for(field.child))
    if isinstance(field, CodeValue):
        return codes_of(field.list_name)
    if isinstance(field, serializers.PrimaryKeyRelatedField):
        return rows_of(field.get_queryset().model)
    return _plain(field)


def _plain(field: Any) -> TextWidget:
    if isinstance(field, serializers.ChoiceField):
        return choices_of(field.choices)
    if isinstance(field, serializers.BooleanField):
        return YesNoWidget()
    if isinstance(field, RelativeDate):
        return DateWidget()
    return NumberWidget() if isinstance(field, serializers.IntegerField | serializers.DecimalField) else TextWidget()


def column_at(path: str, columns: Iterable[Column]) -> Column | None:
    """The column that a sentence about this place belongs to: its own, else the first one inside it."""
    inside = (column for column in columns if f"{column.path}.".startswith(f"{path}."))
    return next(inside, None) if path else None
