"""What of a document can be read today, however incomplete or wrong the rest of it is."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers


def readable(serializer: Any, document: Any) -> dict[str, Any]:
    """What of the document is valid, by the names of the columns."""
    found: dict[str, Any] = {}
    for name, field in serializer.fields.items():
        if not isinstance(document, Mapping) or name not in document:
            continue
        value = _value(field, document[name])
        if field.source == "*":
            found |= value or {}
        elif value is not None:
            found[field.source] = value
    return found


def _value(field: Any, data: Any) -> Any:
    if isinstance(field, serializers.ListSerializer):
        return [readable(field.child, entry) for entry in data] if isinstance(data, list) else []
    if isinstance(field, serializers.DictField):
        return {key: readable(field.child, entry) for key, entry in data.items()} if isinstance(data, Mapping) else {}
    if isinstance(field, serializers.Serializer):
        return readable(field, data)
    try:
        return field.run_validation(data)
    except serializers.ValidationError:
        return None
