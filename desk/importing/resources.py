"""Startups and needs as rows of a sheet, and by which key each is found again."""

from django.utils.translation import gettext as _
from import_export.fields import Field

from desk.importing.listing_resource import SOURCE, ListingResource
from desk.importing.widgets import TextWidget
from desk.kinds import NEEDS, STARTUPS
from listings.paths import value_at

KEY = "key"
# What the key column of needs writes for those that came by other ways than an import.
NUMBERED = "#"


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
        return super().refusals(entry) | self._key(entry)

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

    def strayed(self, entry):
        """A need stays with its department."""
        own, new = self.kind.document.pinned(entry.listing), entry.document
        said = _("The need belongs to another one here. An import does not move it.")
        moved = (path for path in ("city", "department.name.zh") if value_at(new, path) != value_at(own, path))
        return super().strayed(entry) | {path: [said] for path in moved}


RESOURCES = {"startups": StartupResource, "needs": NeedResource}
