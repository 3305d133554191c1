"""What a merger has changed, in the words of the database, so that it can be undone.

A column goes back if it still holds what the merger wrote there; a row that was put aside comes back if the row it had
to make room for is still there. So whatever people did since then stands.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.core import serializers
from django.db.models import Model, QuerySet

from accounts.models import User

Rows = list[dict[str, Any]]


@dataclass
class Record:
    """`changes`: {"app.Model": {"column": [[id, before, after]]}}; `aside`: [{"for": [label, id], "rows": [...]}]."""

    changes: dict[str, dict[str, list[list[Any]]]] = field(default_factory=dict)
    aside: list[dict[str, Any]] = field(default_factory=list)

    def point(self, rows: QuerySet[Any], column: str, before: int, after: int) -> None:
        """Let the foreign key `column` of these rows point at `after` instead of `before`."""
        pks = list(rows.values_list("pk", flat=True))
        rows.model._default_manager.filter(pk__in=pks).update(**{column: after})
        self._note(rows.model, column, [[pk, before, after] for pk in pks])

    def change(self, row: Any, **columns: Any) -> None:
        """Write the columns of a row. Past `save`: no column that keeps the time of a change is touched."""
        for column, after in columns.items():
            before = getattr(row, column)
            if before != after:
                self._note(type(row), column, [[row.pk, before, after]])
                type(row)._default_manager.filter(pk=row.pk).update(**{column: after})

    def put_aside(self, row: Model, rival: Model) -> None:
        """Take a row and what hangs on it out of its table: `rival` stands in its place."""
        self.aside.append({"for": [rival._meta.label, rival.pk], "rows": written_out([row])})
        row.delete()

    def _note(self, model: type[Model], column: str, entries: list[list[Any]]) -> None:
        if entries:
            self.changes.setdefault(model._meta.label, {}).setdefault(column, []).extend(entries)


def written_out(rows: Iterable[Model]) -> Rows:
    """The rows, and those that would be deleted along with them, as JSON holds them; owners before what they own."""
    found = NestedObjects(using="default")
    # It comes to owners before it comes to what they own.
    found.collect(list(rows))
    in_order = [row for table in found.data.values() for row in sorted(table, key=lambda row: row.pk)]
    return json.loads(json.dumps(serializers.serialize("python", in_order), default=_plain))


def _plain(value: Any) -> str:
    """Django's own encoder would cut a moment to its milliseconds, and it would come back as another one."""
    return value.isoformat() if isinstance(value, date) else str(value)


def write_back(rows: Rows) -> None:
    """Put the rows into their tables under their own ids; those that name something that is gone stay out."""
    for restored in serializers.deserialize("python", rows):
        if all(_is_there(restored.object, column) for column in restored.object._meta.concrete_fields):
            restored.save()


def _is_there(row: Model, column: Any) -> bool:
    value = getattr(row, column.attname)
    if not column.is_relation or value is None:
        return True
    return column.related_model._default_manager.filter(pk=value).exists()


def undo_changes(changes: dict[str, dict[str, list[list[Any]]]]) -> None:
    """Each column back to what it was, where it still is what the merger made it."""
    for rows, column, before, _count in _still_as_left(changes):
        rows.update(**{column: before})


def lost_of(changes: dict[str, dict[str, list[list[Any]]]]) -> int:
    """How many columns are no longer what the merger made them."""
    return sum(count - rows.count() for rows, _column, _before, count in _still_as_left(changes))


def _still_as_left(
    changes: dict[str, dict[str, list[list[Any]]]],
) -> Iterator[tuple[QuerySet[Any], str, Any, int]]:
    """(rows that hold what the merger wrote, column, what it held before, how many the merger wrote)."""
    for label, columns in changes.items():
        every = apps.get_model(label)._default_manager
        for column, entries in columns.items():
            for (before, after), pks in _alike(entries).items():
                yield every.filter(pk__in=pks, **{column: after}), column, before, len(pks)


def _alike(entries: list[list[Any]]) -> dict[tuple[Any, Any], list[int]]:
    """(before, after) -> ids: most rows of a table were changed alike, and go back in one statement."""
    found: dict[tuple[Any, Any], list[int]] = {}
    for pk, before, after in entries:
        found.setdefault((before, after), []).append(pk)
    return found


def restore_aside(aside: list[dict[str, Any]]) -> None:
    """Write back what was put aside, unless its rival has gone since: who left one of two has left."""
    for entry in aside:
        if _has_rival(entry):
            write_back(entry["rows"])


def lost_aside(aside: list[dict[str, Any]]) -> int:
    return sum(not _has_rival(entry) for entry in aside)


def _has_rival(entry: dict[str, Any]) -> bool:
    label, pk = entry["for"]
    return apps.get_model(label)._default_manager.filter(pk=pk).exists()


def without(rows: Rows, user: User) -> Rows:
    """The rows as the deletion of this person would leave them in their tables (`accounts.personal_data`)."""
    return [row for row in rows if _outlives(row, user)]


def _outlives(row: dict[str, Any], user: User) -> bool:
    for column, value in _people(row):
        if value == user.pk:
            if not column.null:
                return False
            row["fields"][column.name] = None
    return True


def _people(row: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    for column in apps.get_model(row["model"])._meta.concrete_fields:
        if column.related_model is User:
            yield column, row["fields"].get(column.name)
