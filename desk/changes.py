"""What a draft would change, field by field, in the order of the document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from desk.wording import Pieces, compared
from listings.documents import RelativeDate
from listings.models import Language
from startups.documents import YearField
from startups.places import country_choices
from taxonomy import codes
from taxonomy.models import Technology, Topic

# From here on a number is read in groups of three; below it may be a year.
LONG = 10_000
NOTHING: tuple[Any, ...] = (None, "", [], {})
# Lists of codes that are rows of their own.
NAMED = {
    "technologies": Technology, "excluded_technologies": Technology, "topics": Topic, "excluded_topics": Topic,
}  # fmt: skip

# What a document groups under a name that no column has, or none in the reader's language.
GROUPS = {
    "technologies": _("technologies"),
    "topics": _("topics"),
    "texts": _("texts"),
    "deployments": _("deployments"),
    "certificates": _("certificates"),
    "kpis": _("KPIs"),
    "requirements": _("requirements"),
    "pilot": _("pilot"),
    "contact": _("contact"),
    "city": _("city"),
    "district": _("district"),
    "place": _("place"),
    "scale": _("scale"),
    "indicator": _("indicator"),
    "measured": _("how it is measured"),
    "source_language": _("written first in"),
}


@dataclass(frozen=True)
class Change:
    path: str
    label: str
    before: Pieces
    after: Pieces


@dataclass(frozen=True)
class Leaf:
    """One value of a document with the field that reads it."""

    field: Any
    labels: tuple[str, ...]
    value: Any


def changes(document: serializers.Serializer, live: Mapping[str, Any], draft: Mapping[str, Any]) -> list[Change]:
    """Every field whose value differs. `live` is empty for what was never published."""
    old, new = dict(_leaves(document, live)), dict(_leaves(document, draft))
    names = _names(live, draft)
    found = []
    for path in sorted({*old, *new}, key=_order(document)):
        leaf = new.get(path) or old[path]
        before, after = (_comparable(side[path].value) if path in side else "" for side in (old, new))
        if before != after:
            shown = (_shown(leaf.field, side[path].value, names) if path in side else "" for side in (old, new))
            found.append(Change(path, " · ".join(leaf.labels), *compared(*shown)))
    return found


def label_at(document: serializers.Serializer, path: str) -> str:
    """What the place in the document is called, as far as it is known."""
    field: Any = document
    labels = []
    for key in path.split(".") if path else []:
        if isinstance(field, serializers.DictField) and key in Language.values:
            labels.append(str(Language(key).label))
        elif isinstance(field, serializers.ListSerializer) and key.isdecimal():
            labels.append(str(int(key) + 1))
        elif isinstance(field, serializers.Serializer) and key in field.fields:
            labels.append(label_of(field, key))
        else:
            break
        field = field.fields[key] if isinstance(field, serializers.Serializer) else field.child
    return " · ".join(labels)


def _leaves(field: Any, value: Any, path: str = "", labels: tuple[str, ...] = ()) -> Iterator[tuple[str, Leaf]]:
    if value in NOTHING:
        return
    if isinstance(field, serializers.DictField) and isinstance(value, dict):
        for language, inner in value.items():
            name = str(Language(language).label)
            yield from _leaves(field.child, inner, f"{path}.{language}", (*labels, name))
    elif isinstance(field, serializers.ListSerializer) and isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(field.child, inner, f"{path}.{number}", (*labels, str(number + 1)))
    elif isinstance(field, serializers.Serializer) and isinstance(value, dict):
        for name, inner in value.items():
            if name in field.fields:
                place = f"{path}.{name}" if path else name
                yield from _leaves(field.fields[name], inner, place, (*labels, label_of(field, name)))
    else:
        yield path, Leaf(field, labels, value)


def label_of(parent: serializers.Serializer, name: str) -> str:
    """As the model calls it, which is translated; languages by their names; else as the document calls it."""
    field = parent.fields[name]
    if name in Language.values:
        return str(Language(name).label)
    models = [parent.root.Meta.model, getattr(getattr(parent, "Meta", None), "model", None)]
    columns = {column.name: column for model in models if model for column in model._meta.get_fields()}
    column = columns.get(field.source) or columns.get(name)
    return str(GROUPS.get(name) or getattr(column, "verbose_name", None) or field.label or name)


def _order(document: serializers.Serializer) -> Any:
    """As the document declares its fields, at every depth: a draft comes out of the database in another order."""

    def key(path: str) -> list[int]:
        field, places = document, []
        for part in path.split("."):
            place, field = _step(field, part)
            places.append(place)
        return places

    return key


def _step(field: Any, part: str) -> tuple[int, Any]:
    """The place of this part of a path among its neighbours, and the field that it leads to."""
    if isinstance(field, serializers.Serializer):
        return list(field.fields).index(part), field.fields[part]
    place = int(part) if part.isdecimal() else Language.values.index(part)
    return place, field.child


def _comparable(value: Any) -> str:
    """17.60 and 17.6 are one number, whether typed or read from the rows."""
    if isinstance(value, list):
        return "\n".join(map(str, value))
    try:
        return format(Decimal(str(value)).normalize(), "f")
    except InvalidOperation:
        return str(value).strip()


def _shown(field: Any, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        inner = getattr(field, "child", None)
        return ", ".join(_shown(inner, one, names) for one in value)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if list_name := getattr(field, "list_name", None):
        return codes.label(list_name, str(value))
    if isinstance(field, serializers.ChoiceField):
        return str(field.choices.get(value, value))
    if getattr(field, "field_name", "") == "country":
        return str(dict(country_choices()).get(value, value))
    if isinstance(field, serializers.IntegerField | RelativeDate):
        return _counted(field, value)
    return names.get(str(value), str(value))


def _counted(field: Any, value: Any) -> str:
    """A number, a year or a day as readers will see it; what is none stays as it was typed."""
    try:
        meant = field.to_internal_value(value)
    except serializers.ValidationError:
        return str(value)
    if isinstance(field, YearField | RelativeDate):
        return str(meant)
    return number_format(meant, force_grouping=meant >= LONG)


def _names(*documents: Mapping[str, Any]) -> dict[str, str]:
    """The names of the technologies and topics that the documents speak of."""
    found: dict[str, str] = {}
    for model in (Technology, Topic):
        keys = [key for key, named in NAMED.items() if named is model]
        wanted = {code for document in documents for key in keys for code in _codes(document, key)}
        found |= {row.pk: row.name for row in model.objects.filter(pk__in=wanted)} if wanted else {}
    return found


def _codes(document: Mapping[str, Any], key: str) -> list[str]:
    value = document.get(key)
    return [str(code) for code in value] if isinstance(value, list) else []
