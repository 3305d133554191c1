"""Rows of a scenario list as drafts of needs. They are their department's from then on: a second run finds them there
and leaves them alone, whatever has been made of them."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.resources import Resource
from rest_framework.exceptions import ValidationError as Refusal

import cities.services
from cities.documents import NeedDocument
from cities.models import Department, Need
from desk.importing.entries import Entry, by_place
from desk.importing.models import ImportJob
from desk.importing.scenarios import document_of, said_by
from listings.shape import require_shape

SOURCE = "list:"
# Where the input of a meaning stands in the document, by the last part of its path.
MEANING_AT = {
    "title": "title", "problem": "problem", "present": "present", "target": "target", "pilot_site": "pilot_site",
    "data_access": "data_access", "by": "by", "budget_cny": "budget", "name": "contact_name", "phone": "contact_phone",
    "email": "contact_email",
}  # fmt: skip


class ScenarioResource(Resource):
    class Meta:
        skip_diff = True
        store_instance = True

    def __init__(self, job: ImportJob):
        super().__init__()
        self.job = job

    def said_in(self, cells: list[str]) -> dict[str, Any]:
        said, notes = said_by(cells, self.job.columns, self.job.headings)
        return {**said, "notes": notes}

    # The list's own headings say what they are.
    labels: Mapping[str, str] = {}

    def title_of(self, row: dict[str, Any]) -> str:
        return row.get("title", "")

    def column_name_at(self, path: str) -> str:
        return MEANING_AT.get(path.rpartition(".")[2], "")

    @cached_property
    def departments(self) -> dict[str, Department]:
        """Those of the same city by the name on their door: a list of a city names its own offices."""
        return {row.name_zh: row for row in Department.objects.filter(city=self.job.place["city"])}

    def department_of(self, row: dict[str, Any]) -> Department:
        """The one that the row names, else the one that was chosen for the list, unsaved where it is new."""
        chosen = self.job.place
        if named := self.departments.get(row.get("unit", "")) or self.departments.get(chosen["name_zh"]):
            return named
        return Department(city_id=chosen["city"], kind_id=chosen["kind"], name_zh=chosen["name_zh"])

    def key_of(self, row: dict[str, Any]) -> str:
        """The same scenario of the same unit in the same department is the same draft."""
        if not row.get("title"):
            return ""
        known_by = f"{self.department_of(row).on_the_door}\n{row.get('unit', '')}\n{row['title']}"
        return hashlib.sha256(known_by.encode()).hexdigest()[:24]

    def key_for(self, need: Need) -> str:
        return need.source.removeprefix(SOURCE)

    def listings(self, keys: set[str]) -> Any:
        return Need.objects.filter(source__in={f"{SOURCE}{key}" for key in keys})

    def live(self, need: Need) -> dict[str, Any]:
        """Nothing is compared: what is here is left alone."""
        return {}

    # What django-import-export asks ----------------------------------------------------------------------------------

    def init_instance(self, row=None):
        return Entry()

    def get_instance(self, instance_loader, row):
        return instance_loader.get_instance(row)

    def import_instance(self, instance, row, **kwargs):
        notes = dict(row["notes"])
        if row.get("unit") and row["unit"] not in self.departments:
            notes = {_unit_heading(self.job): row["unit"], **notes}
        instance.said = document_of({name: text for name, text in row.items() if name != "notes"}, notes)

    def skip_row(self, instance, original, row, import_validation_errors=None):
        if instance.listing:
            instance.pk = instance.listing.pk
        return instance.listing is not None

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        texts = instance.said["texts"]
        if not any(text.get("title") for text in texts.values()):
            raise ValidationError({"title": [_("The scenario has no name.")]})
        try:
            require_shape(NeedDocument(), instance.said)
        except Refusal as refusal:
            raise ValidationError(by_place(refusal)) from refusal

    def save_instance(self, instance, is_create, row, **kwargs):
        if self._is_dry_run(kwargs):
            return
        department = self.department_of(row)
        if department.pk is None:
            department.save()
            self.departments[department.name_zh] = department
        need = cities.services.begin(department, self.job.by, instance.said)
        marks = {"source": f"{SOURCE}{self.key_of(row)}", "is_demo": settings.DEMO_MODE}
        Need.objects.filter(pk=need.pk).update(**marks)
        instance.pk = need.pk


def _unit_heading(job: ImportJob) -> str:
    return job.headings[job.columns.index("unit")]
