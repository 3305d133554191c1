"""The code lists as this process knows them: labels, notes and choices in the reader's language.

Read from the database when first asked for and kept until `forget` (after a load) or until a code is asked for that is
not among them (another process has loaded newer files). Nothing is read at import, in migrations or by system checks.
"""

from collections.abc import Mapping
from typing import Any

from taxonomy.models import Code

_lists: dict[str, dict[str, Code]] | None = None


def current(list_name: str) -> list[Code]:
    """The codes of the list that may be chosen today, in order."""
    return [code for code in _known(list_name).values() if not code.is_retired]


def find(list_name: str, code: str) -> Code | None:
    """The code, retired or not; None if the list has never held it."""
    found = _known(list_name).get(code)
    if found is None and code:
        forget()
        found = _known(list_name).get(code)
    return found


def label(list_name: str, code: str | None) -> str:
    """The name in the reader's language; the code itself where it is unknown, "" where there is none."""
    found = find(list_name, code) if code else None
    return found.name if found else code or ""


def note(list_name: str, code: str | None) -> str:
    found = find(list_name, code) if code else None
    return found.note if found else ""


def data(list_name: str, code: str | None) -> Mapping[str, Any]:
    """What the list keeps beside the name, such as the bounds of a band or the symbol of a unit."""
    found = find(list_name, code) if code else None
    return found.data if found else {}


def unit(code: str | None) -> str:
    """What is written behind a number: the symbol of a kpi_unit, else its name; nothing behind a bare count."""
    symbol = data("kpi_unit", code).get("symbol")
    return label("kpi_unit", code) if symbol is None else symbol


def choices(list_name: str, blank: Any = None) -> list[tuple[str, str]]:
    """(code, name) for a select, with `blank` as the label of an empty first choice if given."""
    first = [] if blank is None else [("", str(blank))]
    return first + [(code.code, code.name) for code in current(list_name)]


def forget() -> None:
    global _lists
    _lists = None


def _known(list_name: str) -> Mapping[str, Code]:
    global _lists
    lists = _lists
    if lists is None:
        lists = {}
        for code in Code.objects.order_by("list", "position"):
            lists.setdefault(code.list, {})[code.code] = code
        # Set at once and never changed, so that threads need no lock: at worst two of them read the same rows.
        _lists = lists
    return lists.get(list_name, {})
