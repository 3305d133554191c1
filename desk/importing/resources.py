"""Rows of a sheet as startups and needs, through django-import-export: each row a document, checked and published by
the same services as everywhere else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from rest_framework.exceptions import ValidationError as Refusal

from desk.importing.columns import MOST, Column, column_at, columns_of
from desk.importing.merging import comparable, merged, put, tidied
from desk.importing.models import ImportJob
from desk.importing.widgets import TextWidget
from desk.kinds import NEEDS, STARTUPS, Kind
from listings.models import Status
from listings.paths import BLANK, sentences_at, value_at
from listings.services import MovedOn

KEY = "key"
# What the key column of needs writes for those that came by other ways than an import.
NUMBERED = "#"
SOURCE = "import:"


@dataclass
class Entry:
    """One listing on its way: as it stands today, and what its row says."""

    listing: Any = None
    live: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    pk: int | None = None

    def __str__(self):
        return str(self.listing or self.key)

    @property
    def document(self) -> dict[str, Any]:
        return merged(self.live, self.said)


class DocumentField(Field):
    """One place of the document as one column."""

    def __init__(self, column: Column):
        super().__init__(attribute=column.path, column_name=column.name, widget=column.widget)

    def get_value(self, instance):
        return value_at(instance.live, self.attribute)

    def save(self, instance, row, is_m2m=False, **kwargs):
        put(instance.said, self.attribute, self.clean(row, **kwargs))


class ListingLoader(BaseInstanceLoader):
    """Finds all listings that the rows name, and locks them when they are about to be written."""

    def __init__(self, resource: "ListingResource", dataset: Iterable[Mapping[str, str]], locked: bool = False):
        super().__init__(resource, dataset)
        keys = {resource.key_of(row) for row in dataset} - {""}
        # Whoever edits one of them meanwhile waits, and then finds what the import wrote (docs/architecture.md).
        rows = resource.listings(keys).order_by("pk")
        found = rows.select_for_update(of=("self",)) if locked else rows
        self.listings = {resource.key_for(listing): listing for listing in found}

    def get_instance(self, row):
        listing = self.listings.get(self.resource.key_of(row))
        return Entry(listing, self.resource.live(listing)) if listing else None


class ListingResource(Resource):
    """What startups and needs have in common. A subclass says by which key its listings are known."""

    kind: Kind
    key_column: str

    class Meta:
        # Both copy and compare every field of every row; `skip_row` compares what would be written.
        skip_diff = True
        store_instance = True

    def __init__(self, job: ImportJob):
        super().__init__()
        self.job, self.by = job, job.by
        # One for all rows: to make its fields takes longer than to check a row.
        self.document = self.kind.document()
        self.columns = columns_of(self.document)
        self.fields |= {column.path: DocumentField(column) for column in self.columns}

    def key_of(self, row: Mapping[str, str]) -> str:
        """By what the row knows its listing."""
        raise NotImplementedError

    def key_for(self, listing: Any) -> str:
        """The key under which a row would name this listing."""
        raise NotImplementedError

    def listings(self, keys: set[str]) -> Any:
        """Those known by these keys, with all that their documents hold."""
        raise NotImplementedError

    def complete_rows(self, rows: Any) -> Any:
        """With all that their documents hold."""
        raise NotImplementedError

    def said_in(self, cells: Sequence[str]) -> dict[str, str]:
        """{column: text} of one row of the sheet."""
        return dict(zip(self.job.columns, cells, strict=False)) | dict.fromkeys(self.job.columns[len(cells) :], "")

    def title_of(self, row: Mapping[str, str]) -> str:
        """What a reader calls the row by."""
        raise NotImplementedError

    def column_name_at(self, path: str) -> str:
        """The column that a sentence about this place of the document belongs to; "" for the whole row."""
        column = column_at(path, self.columns)
        return column.name if column else ""

    @property
    def labels(self) -> dict[str, str]:
        """What the columns are called in the reader's language."""
        return {column.name: column.label for column in self.columns}

    def live(self, listing: Any) -> dict[str, Any]:
        """Its document as a sheet would say it: 17.6 where the rows have 17.600."""
        document = tidied(self.kind.document(listing).data)
        for column in self.columns:
            value = value_at(document, column.path)
            if value not in BLANK:
                put(document, column.path, column.widget.clean(column.widget.render(value)))
        return document

    # What django-import-export asks ----------------------------------------------------------------------------------

    def init_instance(self, row=None):
        return Entry()

    def get_instance(self, instance_loader, row):
        return instance_loader.get_instance(row)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """Nothing would change: nothing is written, no revision is raised."""
        if import_validation_errors or instance.listing is None:
            return False
        new = instance.document
        return comparable(new) == comparable(instance.live) or self._writes_the_same(instance, new)

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Raises `django.core.exceptions.ValidationError`, each sentence under the path of its place."""
        wrong = (import_validation_errors or {}) | self.refusals(instance)
        if wrong:
            raise ValidationError(wrong)
        # What is about to be written is checked by the verb that writes it.
        if self.job.state == ImportJob.State.CHECKING:
            try:
                self.checked(instance, self.complete(instance))
            except Refusal as refusal:
                raise ValidationError(by_place(refusal)) from refusal

    def save_instance(self, instance, is_create, row, **kwargs):
        if self._is_dry_run(kwargs):
            return
        try:
            listing = self.kind.services.publish_document(self.complete(instance), instance.listing, self.by)
        except Refusal as refusal:
            raise ValidationError(by_place(refusal)) from refusal
        except MovedOn as moved:
            raise ValidationError(moved.sentence) from moved
        if is_create:
            marks = {"source": f"{SOURCE}{self.key_of(row)}", "is_demo": settings.DEMO_MODE}
            self.kind.model.objects.filter(pk=listing.pk).update(**marks)
        instance.pk = listing.pk

    def checked(self, entry: Entry, document: dict[str, Any]) -> dict[str, Any]:
        """The document as its serializer understands it. Raises `rest_framework.serializers.ValidationError`."""
        self.document.instance = entry.listing
        return self.document.run_validation(document)

    # Parts ------------------------------------------------------------------------------------------------------------

    def complete(self, entry: Entry) -> dict[str, Any]:
        """The document to be written; what an import may not change stays as it is."""
        return entry.document | (self.kind.document.pinned(entry.listing) if entry.listing else {})

    def refusals(self, entry: Entry) -> dict[str, list[str]]:
        """What speaks against this row, beyond its values."""
        if entry.listing is None:
            return {}
        if entry.listing.status != Status.PUBLISHED:
            said = _("It is “%(status)s” here. An import changes what is published; publish it first.")
            return {"": [said % {"status": entry.listing.get_status_display()}]}
        return {name: [self._too_many(name)] for name in self._changed_long_lists(entry)}

    @staticmethod
    def _changed_long_lists(entry: Entry) -> list[str]:
        """Lists with more entries than the sheet has columns for: which of them would be lost cannot be known."""
        long = (name for name, most in MOST.items() if len(entry.live.get(name, ())) > most)
        return [name for name in long if name in entry.said and not _is_beginning(entry, name)]

    @staticmethod
    def _too_many(name: str) -> str:
        said = _("There are more of these here than the sheet has columns for (%(most)s). Change them on its own page.")
        return said % {"most": MOST[name]}

    def _writes_the_same(self, entry: Entry, new: dict[str, Any]) -> bool:
        """An empty cell and the default it stands for are the same row."""
        if self.refusals(entry):
            return False
        try:
            live, written = (comparable(self.checked(entry, data)) for data in (entry.live, self.complete(entry)))
        except Refusal:
            return False
        return live == written


def by_place(refusal: Refusal) -> dict[str, list[str]]:
    """{path: sentences} of what a document says is wrong."""
    return {path: [sentence] for path, sentence in sentences_at(refusal.detail).items()}


def _is_beginning(entry: Entry, name: str) -> bool:
    first = {name: entry.live[name][: MOST[name]]}
    return comparable(merged(first, {name: entry.said[name]})) == comparable(first)


class StartupResource(ListingResource):
    """Known by the address of their page."""

    kind, key_column = STARTUPS, "slug"

    def key_of(self, row):
        return row.get("slug", "").strip()

    def key_for(self, listing):
        return listing.slug

    def title_of(self, row):
        return row.get("name.en") or self.key_of(row)

    def listings(self, keys):
        return self.complete_rows(self.kind.model.objects.filter(slug__in=keys))

    def complete_rows(self, rows):
        return rows.with_profile().with_media()


class KeyField(Field):
    """The importer's own number of a need."""

    def __init__(self):
        super().__init__(attribute=KEY, column_name=KEY, widget=TextWidget())

    def save(self, instance, row, is_m2m=False, **kwargs):
        instance.key = self.clean(row, **kwargs)


class NeedResource(ListingResource):
    """Known by the key that their sheet gives them; those that came by other ways by `#` and their number here."""

    kind, key_column = NEEDS, KEY
    LONGEST_KEY = 60

    def __init__(self, job):
        super().__init__(job)
        self.fields = {KEY: KeyField(), **self.fields}

    def key_of(self, row):
        return row.get(KEY, "").strip()

    def key_for(self, listing):
        is_imported = listing.source.startswith(SOURCE)
        return listing.source.removeprefix(SOURCE) if is_imported else f"{NUMBERED}{listing.pk}"

    def title_of(self, row):
        return row.get("texts.zh.title") or row.get("texts.en.title") or self.key_of(row)

    def column_name_at(self, path):
        return KEY if path == KEY else super().column_name_at(path)

    def listings(self, keys):
        numbers = {int(key[1:]) for key in keys if key[:1] == NUMBERED and key[1:].isdecimal() and len(key) < 18}
        sources = {f"{SOURCE}{key}" for key in keys}
        found = self.kind.model.objects.filter(source__in=sources) | self.kind.model.objects.filter(pk__in=numbers)
        return self.complete_rows(found)

    def complete_rows(self, rows):
        return rows.with_page()

    def refusals(self, entry):
        return super().refusals(entry) | self._key(entry) | self._moved(entry)

    def _key(self, entry):
        if entry.listing:
            return {}
        if not entry.key:
            return {KEY: [_("Give every need a key of its own: by it the next import finds it again.")]}
        if entry.key.startswith(NUMBERED):
            return {KEY: [_("There is no need of this number here.")]}
        return {KEY: [_("At most %(most)s signs.") % {"most": self.LONGEST_KEY}]} if self._is_long(entry.key) else {}

    def _is_long(self, key):
        return len(key) > self.LONGEST_KEY

    def _moved(self, entry):
        """A need stays with its department."""
        if entry.listing is None:
            return {}
        own, new = self.kind.document.pinned(entry.listing), entry.document
        said = _("The need belongs to another one here. An import does not move it.")
        return {path: [said] for path in ("city", "department.name.zh") if value_at(new, path) != value_at(own, path)}


RESOURCES = {"startups": StartupResource, "needs": NeedResource}
