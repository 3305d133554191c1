"""Bringing tables in line with reference files: write what differs, nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

Row = Mapping[str, Any]


@dataclass
class Change:
    """What became of the rows of one model, each row named by its key."""

    created: set[Any] = field(default_factory=set)
    updated: set[Any] = field(default_factory=set)
    retired: set[Any] = field(default_factory=set)
    kept: set[Any] = field(default_factory=set)

    def also_updated(self, keys: Iterable[Any]) -> None:
        """Counts kept rows as updated: their links changed."""
        changed = self.kept & set(keys)
        self.kept -= changed
        self.updated |= changed


@dataclass(frozen=True)
class LoadReport:
    """The changes of one load, by the plural name of what was loaded."""

    changes: Mapping[str, Change]

    @property
    def created(self) -> int:
        return self._count("created")

    @property
    def updated(self) -> int:
        return self._count("updated")

    @property
    def retired(self) -> int:
        return self._count("retired")

    @property
    def unchanged(self) -> int:
        return self._count("kept")

    def lines(self) -> list[str]:
        """One line for each kind of row, for the command line."""
        return [
            f"{name}: {len(change.created)} created, {len(change.updated)} updated, "
            f"{len(change.retired)} retired, {len(change.kept)} unchanged"
            for name, change in self.changes.items()
        ]

    def _count(self, what: str) -> int:
        return sum(len(getattr(change, what)) for change in self.changes.values())


def lock_reference() -> None:
    """Makes a second load wait until this transaction ends: both would insert the same new rows otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('load_reference'))")


def sync_rows(model: type[models.Model], rows: Sequence[Row], key: Sequence[str] = ("code",)) -> Change:
    """Inserts and updates the rows of `model` by `key`; those not among `rows` are retired, or deleted where the model
    knows no retirement. A row is a mapping of column to value and holds `key`; it may hold `is_retired`.
    """
    change = Change()
    stored = {_key(row, key): row for row in model._base_manager.all()}
    can_retire = any(column.name == "is_retired" for column in model._meta.concrete_fields)
    wanted = {tuple(row[part] for part in key): {"is_retired": False, **row} if can_retire else row for row in rows}
    model._base_manager.bulk_create([model(**row) for name, row in wanted.items() if name not in stored])
    change.created = set(wanted) - set(stored)
    gone = set(stored) - set(wanted)
    if can_retire:
        wanted |= {name: {"is_retired": True} for name in gone}
    else:
        model._base_manager.filter(pk__in=[stored[name].pk for name in gone]).delete()
        change.retired = gone
    _update(model, [(name, stored[name], row) for name, row in wanted.items() if name in stored], change)
    return change


def sync_links(field_of_owner: Any, links: Mapping[Any, Iterable[Any]]) -> set[tuple[Any]]:
    """Gives each owner exactly its `links` (owner's key -> keys of its targets) in a many-to-many field, such as
    `Technology.cautions`; an owner that is not named, being retired, keeps those it has. Returns the keys, as
    `sync_rows` has them, of the owners whose links changed.
    """
    field, through = field_of_owner.field, field_of_owner.through
    owner, target = field.m2m_column_name(), field.m2m_reverse_name()
    wanted = {(pk, other) for pk, others in links.items() for other in others}
    found = through._base_manager.filter(**{f"{owner}__in": list(links)})
    stored = {(getattr(link, owner), getattr(link, target)): link.pk for link in found}
    gone = set(stored) - wanted
    if gone:
        through._base_manager.filter(pk__in=[stored[pair] for pair in gone]).delete()
    added = sorted(wanted - set(stored))
    through._base_manager.bulk_create([through(**{owner: pk, target: other}) for pk, other in added])
    return {(pk,) for pk, _ in gone | set(added)}


def _key(row: models.Model, key: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, part) for part in key)


def _update(model: type[models.Model], pairs: list[tuple[Any, Any, Row]], change: Change) -> None:
    different, columns = [], set()
    for name, stored, row in pairs:
        changed = {column for column, value in row.items() if getattr(stored, column) != value}
        if not changed:
            change.kept.add(name)
            continue
        (change.retired if "is_retired" in changed and row["is_retired"] else change.updated).add(name)
        for column in changed:
            setattr(stored, column, row[column])
        different.append(stored)
        columns |= changed
    if different:
        model._base_manager.bulk_update(different, sorted(columns))
