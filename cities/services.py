"""The verbs on a need. Pages, API, admin, tasks and commands call these same functions."""

from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import User
from cities.documents import NeedDocument
from cities.models import City, Need, NeedDraft, PilotProgramme, Province
from cities.reference import FOLDER, CityFiles, read_files
from cities.signals import need_changed
from listings.models import Status
from listings.services import mark_changed, save_draft, set_published
from taxonomy.entries import Entry
from taxonomy.models import Code
from taxonomy.sync import Change, LoadReport, lock_reference, sync_links, sync_rows


@transaction.atomic
def save_need(need: Need | None, document: dict[str, Any], by: User | None = None) -> NeedDraft:
    """Keep `document` as the need's draft; live rows stay as they are.

    A need of None begins a new, unpublished one. Raises `rest_framework.serializers.ValidationError` naming each field
    that is wrong; nothing is written then.
    """
    checked = NeedDocument(need, data=document)
    checked.is_valid(raise_exception=True)
    if need is None:
        need = Need.objects.create(department=NeedDocument.department_of(checked.validated_data))
    return save_draft(NeedDraft, need, document, by)


@transaction.atomic
def publish(need: Need, by: User | None = None) -> Need:
    """Write the draft, if there is one, to the live rows and list the need.

    Raises `rest_framework.serializers.ValidationError` naming each field that is wrong or missing, whether it stands in
    the draft or was written to the rows by other ways; nothing is written then.
    """
    # Locked, so that of two publishes at once the second sees what the first has written.
    need = Need.objects.select_for_update().get(pk=need.pk)
    need.closing_reason = ""
    need.save(update_fields=["closing_reason"])
    draft = NeedDraft.objects.filter(need=need).first()
    if draft is None:
        require_complete(need)
    else:
        document = NeedDocument(need, data=draft.document)
        document.is_valid(raise_exception=True)
        need = document.save()
        draft.delete()
    set_published(need)
    record_change(need)
    return need


@transaction.atomic
def close(need: Need, reason: str, by: User | None = None) -> Need:
    """Stop looking for suppliers. `reason` is a code of the list closing_reason."""
    need.status, need.closing_reason = Status.CLOSED, reason
    need.save(update_fields=["status", "closing_reason", "updated_at"])
    record_change(need)
    return need


def withdraw(need: Need, by: User | None = None) -> Need:
    """Take the need off every list at once; its rows stay."""
    return close(need, "WITHDRAWN", by)


def require_complete(need: Need) -> None:
    """Raises `rest_framework.serializers.ValidationError` naming what a published need needs and these rows lack."""
    NeedDocument(need, data=NeedDocument(need).data).is_valid(raise_exception=True)


def record_change(need: Need) -> None:
    """Raise the revision, renew the search terms, tell whoever listens. After every write to a need or its rows."""
    texts = list(need.texts.all())
    mark_changed(
        need,
        important=[text.title for text in texts],
        other=[
            *(" ".join((text.problem, text.present, text.target)) for text in texts),
            *(f"{topic.name_en} {topic.name_zh} {topic.name_he}" for topic in need.topics.all()),
            *_places_that_may_be_found(need),
        ],
    )
    need_changed.send(Need, need_id=need.pk)


def _places_that_may_be_found(need: Need) -> list[str]:
    # A hidden city must not be found by searching for its name either.
    if need.is_city_hidden:
        return []
    city, department = need.city, need.department
    return [city.name_zh, city.name_en, city.name_he, department.name_zh, department.name_en]


def load_cities(folder: Path = FOLDER) -> LoadReport:
    """Brings provinces, pilot programmes and cities in line with the files of `folder`, in one transaction. Repeatable.

    A unit that is no longer in its file is retired. Needs the taxonomy's population bands. Raises ReferenceFileError,
    before anything is written, with every problem of the files.
    """
    files = read_files(set(Code.objects.filter(list="population_band").values_list("code", flat=True)), folder)
    with transaction.atomic():
        lock_reference()
        return LoadReport(
            {
                "provinces": sync_rows(Province, _province_rows(files)),
                "pilot programmes": sync_rows(PilotProgramme, _pilot_rows(files)),
                "cities": _load_cities(files),
            }
        )


def _named(position: int, entry: Entry) -> dict[str, Any]:
    return {
        "position": position,
        "is_retired": entry.get("retired", False),
        "name_en": entry["en"],
        "name_zh": entry["zh"],
        "name_he": entry.get("he", ""),
    }


def _province_rows(files: CityFiles) -> list[dict[str, Any]]:
    return [
        {
            **_named(position, entry),
            "code": entry["code"],
            "tile_row": entry.get("tile", {}).get("row"),
            "tile_column": entry.get("tile", {}).get("col"),
        }
        for position, entry in enumerate(files.provinces)
    ]


def _pilot_rows(files: CityFiles) -> list[dict[str, Any]]:
    return [
        {**_named(position, entry), "code": entry["code"], "year": entry["year"], "notice": entry["notice"]}
        for position, entry in enumerate(files.pilots)
    ]


def _city_row(position: int, entry: Entry) -> dict[str, Any]:
    return {
        **_named(position, entry),
        "code": entry["gb_code"],
        "slug": entry["slug"],
        "province_id": entry["province"],
        "level": entry["level"],
        "latitude": entry.get("lat"),
        "longitude": entry.get("lon"),
        "population_band": entry.get("population_band", ""),
        "is_provincial_capital": entry.get("provincial_capital", False),
    }


def _load_cities(files: CityFiles) -> Change:
    change = sync_rows(City, [_city_row(position, entry) for position, entry in enumerate(files.cities)])
    change.also_updated(sync_links(City.pilots, {entry["gb_code"]: entry.get("pilots", []) for entry in files.cities}))
    return change
