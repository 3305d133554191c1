"""What is published as the very sheet that an import reads: change a cell, send it back, and only that cell changes."""

from collections.abc import Iterator

from accounts.models import User
from desk.importing.entries import Entry
from desk.importing.listing_resource import ListingResource
from desk.importing.models import ImportJob
from desk.importing.resources import KEY, RESOURCES
from listings.exporting import as_file


def published(kind: str, file_format: str, curator: User):
    """Contacts are in no file; an import leaves alone what a sheet has no column for."""
    return as_file(file_format, _rows(RESOURCES[kind](ImportJob(by=curator)), curator), kind)


def _rows(resource: ListingResource, curator: User) -> Iterator[list[str]]:
    private = {column.path for column in resource.columns if column.is_private}
    fields = [field for path, field in resource.fields.items() if path not in private]
    yield [field.column_name for field in fields]
    for listing in resource.complete_rows(resource.kind.model.objects.visible_to(curator).listed()).iterator(200):
        entry = Entry(listing, resource.live(listing), key=resource.key_for(listing))
        yield [entry.key if field.attribute == KEY else field.export(entry) for field in fields]
