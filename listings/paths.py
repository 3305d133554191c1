"""Places in a document, written with dots: `texts.zh.headline`, `deployments.0.after`."""

from collections.abc import Iterator, Mapping
from typing import Any

# What an empty field leaves behind. A document that is silent about something has not stated it.
BLANK: tuple[Any, ...] = (None, "", [], {})


def value_at(document: Any, path: str, default: Any = None) -> Any:
    """What stands at the place; `default` where nothing does."""
    for key in path.split(".") if path else []:
        if isinstance(document, list) and key.isdecimal() and int(key) < len(document):
            document = document[int(key)]
        elif isinstance(document, dict) and key in document:
            document = document[key]
        else:
            return default
    return document


def with_value(document: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of the document with the value at the place; a blank one takes the key away. Through objects only."""
    key, _, rest = path.partition(".")
    if rest:
        inner = document.get(key)
        value = with_value(inner if isinstance(inner, dict) else {}, rest, value)
    kept = {name: own for name, own in document.items() if name != key}
    return kept if value in BLANK else kept | {key: value}


def laid_over(document: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the document with what is said at its place; what is left blank takes nothing away."""
    found = dict(document)
    for key, value in said.items():
        if isinstance(value, dict):
            value = laid_over(found[key] if isinstance(found.get(key), dict) else {}, value)
        if value not in BLANK:
            found[key] = value
    return found


def sentences_at(detail: Any, path: str = "") -> dict[str, str]:
    """{place: sentence} of what a serializer says is wrong; of several sentences about one place, the first."""
    return dict(reversed(list(_sentences(detail, path))))


def _sentences(detail: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(detail, dict):
        for key, inner in detail.items():
            # What concerns the whole of an object stands at the object.
            yield from _sentences(
                inner, path if key == "non_field_errors" else ".".join(filter(None, [path, str(key)]))
            )
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            yield from _sentences(inner, f"{path}.{number}" if isinstance(inner, dict) else path)
    else:
        yield path, str(detail)
