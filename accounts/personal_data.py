"""Everything that is kept of a person: how it is handed out, and how it goes.

Each app adds its own `Holding` when it starts (`AppConfig.ready`), as matching adds to `cities.querysets`. A table that
points at people belongs to exactly one holding; tests/accounts/test_deletion.py goes through all tables.

A trail of who did what keeps its rows when a person goes: let its foreign key be SET_NULL, keep no name or address
beside it, and export the rows whose actor is the person. Texts that quote a person are emptied
by the holding's `erase`.
"""

import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User


def _nothing(user: User) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Holding:
    """What one app keeps of a person.

    `export` gives what JSON can hold, `files` pairs of (name inside the ZIP, open file). `erase` runs inside the
    transaction that removes the person, before their row goes. `consequences` gives sentences about what the person
    should know before: what stays, and what others will lose.
    """

    name: str
    export: Callable[[User], Any]
    erase: Callable[[User], None]
    files: Callable[[User], Iterable[tuple[str, File]]] = _nothing
    consequences: Callable[[User], Iterable[str]] = _nothing


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Once for each name: an app that starts twice has one holding."""
    _holdings[holding.name] = holding


def holdings() -> list[Holding]:
    return list(_holdings.values())


def archive_of(user: User) -> bytes:
    """A ZIP with one JSON file for each app, and the person's files in a folder beside it."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for holding in holdings():
            archive.writestr(f"{holding.name}.json", _readable(holding.export(user)))
            for name, file in holding.files(user):
                with file.open() as content:
                    archive.writestr(f"{holding.name}/{name}", content.read())
    return packed.getvalue()


def _readable(data: Any) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def consequences_of(user: User) -> list[str]:
    return [sentence for holding in holdings() for sentence in holding.consequences(user)]


def erase_holdings(user: User) -> None:
    for holding in holdings():
        holding.erase(user)
