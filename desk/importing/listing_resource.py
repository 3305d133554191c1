"""What startups and needs have in common as rows of a sheet, through django-import-export.

Each row is a document, checked and published by the same services as everywhere else.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.resources import Resource
from rest_framework.exceptions import ValidationError as Refusal

from desk.importing.columns import column_at, columns_of
from desk.importing.entries import DocumentField, Entry, by_place
from desk.importing.merging import MOST, comparable, merged, put, tidied
from desk.importing.models import ImportJob
from desk.kinds import Kind
from listings.models import Status
from listings.paths import BLANK, value_at
from listings.services import MovedOn

SOURCE = "import:"


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
        document = tidied(self.document.to_representation(listing))
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
        if import_validation_errors or instance.listing is None or self.strayed(instance):
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
        return self.strayed(entry)

    def strayed(self, entry: Entry) -> dict[str, list[str]]:
        """What the row says of its listing that an import leaves as it is.

        Of a list with more entries than the sheet has columns for, nobody knows which would be lost.
        """
        long = (name for name, most in MOST.items() if len(entry.live.get(name, ())) > most)
        return {name: [self._too_many(name)] for name in long if name in entry.said and not _is_beginning(entry, name)}

    @staticmethod
    def _too_many(name: str) -> str:
        said = _("There are more of these here than the sheet has columns for (%(most)s). Change them on its own page.")
        return said % {"most": MOST[name]}

    def _writes_the_same(self, entry: Entry, new: dict[str, Any]) -> bool:
        """An empty cell and the default it stands for are the same row."""
        try:
            live, written = (comparable(self.checked(entry, data)) for data in (entry.live, self.complete(entry)))
        except Refusal:
            return False
        return live == written


def _is_beginning(entry: Entry, name: str) -> bool:
    first = {name: entry.live[name][: MOST[name]]}
    return comparable(merged(first, {name: entry.said[name]})) == comparable(first)
