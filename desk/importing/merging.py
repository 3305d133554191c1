"""What a row of a sheet says, laid over what its listing says today. Pure functions over plain values.

A column that the sheet does not have changes nothing; an empty cell empties its place.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from listings.paths import BLANK, value_at

Document = dict[str, Any]

# How many entries of a list a sheet has columns for.
MOST = {"deployments": 3, "certificates": 4, "kpis": 3, "requirements": 6}
# By what an entry of a list is known: an entry that stays keeps what the sheet has no column for.
KNOWN_BY = {"deployments": "place.en", "certificates": "kind", "kpis": "indicator.zh", "requirements": "kind"}


def put(document: Any, path: str, value: Any) -> None:
    """Set the value at the place, through objects and lists, which are made as needed."""
    first, _, rest = path.partition(".")
    key: Any = int(first) if isinstance(document, list) else first
    if isinstance(document, list):
        document.extend({} for _ in range(key + 1 - len(document)))
    if not rest:
        document[key] = value
        return
    inner = document.get(key) if isinstance(document, dict) else document[key]
    if inner is None:
        inner = document[key] = [] if rest.partition(".")[0].isdecimal() else {}
    put(inner, rest, value)


def tidied(value: Any) -> Any:
    """Without anything that is not stated."""
    if isinstance(value, Mapping):
        inner = {key: tidied(each) for key, each in value.items()}
        return {key: each for key, each in inner.items() if each not in BLANK}
    if isinstance(value, list | tuple):
        return [each for each in map(tidied, value) if each not in BLANK]
    return value


def merged(live: Mapping[str, Any], said: Mapping[str, Any]) -> Document:
    """The listing's document with what the row says in it. Lists that a sheet cannot hold whole stay as they are."""
    document = deepcopy(dict(live))
    for name, value in said.items():
        if name not in KNOWN_BY:
            document[name] = _over(document.get(name), value)
        elif len(live.get(name) or []) <= MOST[name]:
            document[name] = _entries(live.get(name) or [], value, KNOWN_BY[name])
    return tidied(document)


def _over(live: Any, said: Any) -> Any:
    if isinstance(live, Mapping) and isinstance(said, Mapping):
        return {**live, **{key: _over(live.get(key), value) for key, value in said.items()}}
    return said


def _entries(live: Sequence[Document], said: Sequence[Document], known_by: str) -> list[Document]:
    left = list(live)
    found = []
    for entry in tidied(said):
        same = next((old for old in left if value_at(old, known_by) == value_at(entry, known_by)), None)
        if same is not None:
            left.remove(same)
        found.append(_over(same, _blanks_of(said, entry) | entry) if same else entry)
    return found


def _blanks_of(said: Sequence[Document], entry: Document) -> Document:
    """The cells that this entry left empty: they empty their place in the entry that it goes on from."""
    typed = next(each for each in said if tidied(each) == entry)
    return _over(typed, entry)


def comparable(document: Any) -> Any:
    """So that two documents that write the same rows are equal: lists whose order their rows do not keep are sorted."""
    return {key: sorted(value, key=_sortable) if key in KNOWN_BY else value for key, value in tidied(document).items()}


def _sortable(entry: Any) -> list[str]:
    return sorted(f"{key}={value}" for key, value in entry.items())
