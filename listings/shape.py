"""Is this a draft at all? What is typed may be incomplete or wrong; it must only have the document's shape.

Whether it may be published is the document's own question, asked when it is handed in.
"""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError as InvalidText
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from listings.models import Language
from listings.validators import at_most

LONGEST_LIST = 60
LONGEST_LINE = 300
LARGEST_NUMBER = 10**15
WELL_FORMED = (ProhibitNullCharactersValidator(), ProhibitSurrogateCharactersValidator())

Misshape = tuple[str, str]


def require_shape(document: serializers.Serializer, data: Any) -> None:
    """Raises `rest_framework.serializers.ValidationError`, sentences under the paths of their fields."""
    found = list(_misshapes(document, data, ""))
    if found:
        raise serializers.ValidationError({path or "document": [sentence] for path, sentence in found})


def _misshapes(field: Any, data: Any, path: str) -> Iterator[Misshape]:
    if data is None:
        return
    if isinstance(field, serializers.DictField):
        yield from _keys(dict.fromkeys(Language.values, field.child), data, path)
    elif isinstance(field, serializers.Serializer):
        yield from _keys(field.fields, data, path)
    elif isinstance(field, serializers.ListSerializer | serializers.ListField):
        yield from _entries(field.child, data, path)
    elif isinstance(field, serializers.ManyRelatedField):
        yield from _entries(field.child_relation, data, path)
    else:
        yield from _value(field, data, path)


def _keys(fields: Any, data: Any, path: str) -> Iterator[Misshape]:
    if not isinstance(data, dict):
        yield path, _("This must be an object with named fields.")
        return
    for key, value in data.items():
        place = f"{path}.{key}" if path else str(key)
        if key in fields:
            yield from _misshapes(fields[key], value, place)
        else:
            yield place, _("Unknown key. It may be one of: %(known)s.") % {"known": ", ".join(fields)}


def _entries(child: Any, data: Any, path: str) -> Iterator[Misshape]:
    if not isinstance(data, list):
        yield path, _("This must be a list.")
    elif len(data) > LONGEST_LIST:
        yield path, _("At most %(most)s entries.") % {"most": LONGEST_LIST}
    else:
        for number, entry in enumerate(data):
            yield from _misshapes(child, entry, f"{path}.{number}")


def _value(field: Any, data: Any, path: str) -> Iterator[Misshape]:
    if isinstance(data, dict | list):
        yield path, _("This must be a single value.")
    elif isinstance(data, int | float) and not abs(data) <= LARGEST_NUMBER:
        yield path, _("This number is too large.")
    elif isinstance(data, str):
        # A choice or a number has no longest text of its own; what is typed there is kept until it is handed in.
        longest = getattr(field, "max_length", None) or LONGEST_LINE
        for validator in (*WELL_FORMED, at_most(longest)):
            try:
                validator(data)
            except (InvalidText, serializers.ValidationError) as refusal:
                yield path, _sentence(refusal)


def _sentence(refusal: Any) -> str:
    return refusal.messages[0] if isinstance(refusal, InvalidText) else str(refusal.detail[0])
