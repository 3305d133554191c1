"""One listing on its way from a row of a sheet, how its columns are read and written, and how it is found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from rest_framework.exceptions import ValidationError as Refusal

from desk.importing.columns import Column
from desk.importing.merging import merged, put
from listings.paths import sentences_at, value_at

if TYPE_CHECKING:
    from desk.importing.listing_resource import ListingResource


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


def by_place(refusal: Refusal) -> dict[str, list[str]]:
    """{path: sentences} of what a document says is wrong."""
    return {path: [sentence] for path, sentence in sentences_at(refusal.detail).items()}
