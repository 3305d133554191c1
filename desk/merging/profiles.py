"""Two profiles side by side, and the kept one with what a curator takes from the other.

A profile is cut in parts: the keys of its document, and of the texts each language. The rows of a part are taken as a
whole; files are pointed over, never copied or deleted.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from desk.changes import Change, changes
from desk.merging.record import Record, write_back, written_out
from desk.merging.relations import profile_rows
from desk.wording import compared
from listings.documents import columns_of
from listings.paths import BLANK, value_at, with_value
from startups.documents import ProfileDocument
from startups.models import Startup, Upload

Document = dict[str, Any]

FILES = "media"
# The kept one's for certain: its address, and the language it was first written in.
NOT_OFFERED = ("slug", "source_language")


@dataclass(frozen=True)
class Part:
    """Where the two differ. What the kept one does not state (`is_stated`) is usually taken of the other one."""

    path: str
    differences: list[Change]
    is_stated: bool

    @property
    def label(self) -> str:
        return self.differences[0].label.split(" · ")[0]


def document_of(startup: Startup) -> Document:
    return json.loads(json.dumps(dict(ProfileDocument(startup).data), cls=DjangoJSONEncoder))


def is_choice(kept: Startup, gone: Startup) -> bool:
    """Only what was published once has a profile of its own; of the others the draft comes along."""
    return bool(kept.published_at and gone.published_at)


def differences(kept: Startup, gone: Startup) -> list[Part]:
    """Part by part, in the order of the document; nothing where there is nothing to choose."""
    if not is_choice(kept, gone):
        return []
    own, other = document_of(kept), document_of(gone)
    found: dict[str, list[Change]] = {}
    for change in changes(ProfileDocument(), own | {FILES: []}, other | {FILES: []}):
        found.setdefault(_part_of(change.path), []).append(change)
    if files := _files(kept, gone):
        found[FILES] = [files]
    return [Part(path, alike, is_stated(own, path)) for path, alike in found.items() if path not in NOT_OFFERED]


def _part_of(path: str) -> str:
    first, *rest = path.split(".")
    return f"{first}.{rest[0]}" if first == "texts" and rest else first


def _files(kept: Startup, gone: Startup) -> Change | None:
    own, other = (list(startup.uploads.filter(is_live=True)) for startup in (kept, gone))
    return Change(FILES, _("Files"), *compared(_named(own), _named(other))) if own or other else None


def _named(uploads: list[Upload]) -> str:
    counted = ngettext("%(count)s file", "%(count)s files", len(uploads)) % {"count": len(uploads)}
    return ": ".join(filter(None, [counted, ", ".join(str(upload.get_kind_display()) for upload in uploads)]))


def is_stated(document: Document, path: str) -> bool:
    value = value_at(document, path)
    inner = value.values() if isinstance(value, dict) else [value]
    return any(own not in BLANK for own in inner)


def take(kept: Startup, gone: Startup, paths: Collection[str], record: Record) -> dict[str, Any]:
    """Write what is taken of the other one into the kept profile; returns what it takes to go back (`give_back`).

    Raises `rest_framework.serializers.ValidationError` where the two do not go together, such as a pilot that would
    cost more at least than at most.
    """
    if FILES in paths:
        _exchange_files(kept, gone, record)
    taken = [path for path in paths if path != FILES]
    if not taken:
        return {}
    before = {
        "rows": [row for rows in profile_rows(kept) for row in written_out(rows)],
        "columns": {column.attname: column.value_from_object(kept) for column in columns_of(ProfileDocument())},
    }
    _write(kept, _joined(document_of(kept), document_of(gone), taken))
    return before | {"after": digest(kept)}


def _joined(own: Document, other: Document, paths: Collection[str]) -> Document:
    for path in paths:
        own = with_value(own, path, value_at(other, path))
    return own


def _write(startup: Startup, document: Document) -> None:
    document = {key: value for key, value in document.items() if key != FILES}
    checked = ProfileDocument(startup, data=document | ProfileDocument.pinned(startup))
    checked.is_valid(raise_exception=True)
    checked.write_profile(startup, checked.validated_data)


def _exchange_files(kept: Startup, gone: Startup, record: Record) -> None:
    # Read before either moves.
    own, theirs = (list(one.uploads.filter(is_live=True).values_list("pk", flat=True)) for one in (kept, gone))
    record.point(Upload.objects.filter(pk__in=theirs), "startup_id", gone.pk, kept.pk)
    record.point(Upload.objects.filter(pk__in=own), "startup_id", kept.pk, gone.pk)


def files_of_the_draft(kept: Startup, gone: Startup, record: Record) -> None:
    """A draft that came along names files: those still with the other one come too, none of them published."""
    exchanged = [pk for pk, *_places in record.changes.get("startups.Upload", {}).get("startup_id", [])]
    files = gone.uploads.exclude(pk__in=exchanged)
    for upload in files.filter(is_live=True):
        record.change(upload, is_live=False)
    record.point(files, "startup_id", gone.pk, kept.pk)


def is_as_left(kept: Startup, content: dict[str, Any]) -> bool:
    """Whether the kept profile still says what the merger made it say."""
    return bool(content) and digest(kept) == content["after"]


def give_back(kept: Startup, content: dict[str, Any]) -> None:
    """The kept profile as it was before the merger."""
    for rows in profile_rows(kept):
        rows.delete()
    columns = {name: Startup._meta.get_field(name).to_python(value) for name, value in content["columns"].items()}
    Startup.objects.filter(pk=kept.pk).update(**columns)
    write_back(content["rows"])


def digest(startup: Startup) -> str:
    """The same as long as nothing that the profile says has changed, its files apart."""
    document = document_of(Startup.objects.get(pk=startup.pk)) | {FILES: []}
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
