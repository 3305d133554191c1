"""The verbs on a need. Pages, API, admin, tasks and commands call these same functions."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from accounts.models import User
from cities.documents import DepartmentDocument, NeedDocument
from cities.inputs import OPEN_DAYS
from cities.models import City, Department, Need, NothingFits, PilotProgramme, Province
from cities.reference import FOLDER, CityFiles, read_files
from cities.signals import need_changed
from listings import translating
from listings.models import Draft, Status
from listings.paths import value_at, with_value
from listings.services import Life, mark_changed
from listings.trail import Verb
from taxonomy.entries import Entry
from taxonomy.models import Code
from taxonomy.sync import Change, LoadReport, lock_reference, sync_links, sync_rows

LONGEST_OPEN = timedelta(days=366)


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


life = Life(Need, NeedDocument, record_change)
keep_draft = life.keep_draft
submit, request_changes, approve, reject = life.submit, life.request_changes, life.approve, life.reject
publish, publish_document, record_edit = life.publish, life.publish_document, life.record_edit
put_live = life.put_live
archive, block, unblock = life.archive, life.block, life.unblock
require_complete = life.require_complete
translate, mark_reviewed = partial(translating.translate, life), partial(translating.mark_reviewed, life)


@transaction.atomic
def begin(department: Department, by: User, document: dict[str, Any] | None = None) -> Need:
    """A new, unpublished need of the department, its draft holding what has been typed so far.

    Clicked twice, it is the same one. Raises `rest_framework.serializers.ValidationError` as `keep_draft` does.
    """
    typed = (document or {}) | {"city": department.city_id, "department": DepartmentDocument(department).data}
    # The second of two clicks waits here, and then finds what the first has made.
    User.objects.select_for_update().get(pk=by.pk)
    begun = Need.objects.filter(department=department, draft__author=by, draft__document=typed, published_at=None)
    if need := begun.filter(draft__state=Draft.State.EDITING).first():
        return need
    # Whatever is written in the demo is part of it, whoever signs in there: loading it again must not meet real needs.
    return life.start(Need.objects.create(department=department, is_demo=settings.DEMO_MODE), typed, by)


@transaction.atomic
def close(need: Need, reason: str, by: User | None = None) -> Need:
    """Stop looking for suppliers. `reason` is a code of the list closing_reason."""
    return life.leave(need, [Status.PUBLISHED], Status.CLOSED, Verb.CLOSE, by, why=reason, closing_reason=reason)


@transaction.atomic
def withdraw(need: Need, by: User | None = None) -> Need:
    """Take the need off every list at once; its rows stay."""
    return life.leave(
        need, [Status.PUBLISHED], Status.CLOSED, Verb.WITHDRAW, by, why="WITHDRAWN", closing_reason="WITHDRAWN"
    )


@transaction.atomic
def renew(need: Need, expires_on: date, by: User) -> Need:
    """Open until a later day, again where it was closed: nothing in it changes, so nobody has to review it.

    Raises `rest_framework.serializers.ValidationError` if the day has passed or is more than a year away, or if the
    need is no longer complete.
    """
    if expires_on <= date.today():
        raise ValidationError({"expires_on": [_("Name a day in the future.")]})
    if expires_on > date.today() + LONGEST_OPEN:
        raise ValidationError({"expires_on": [_("A need is open for a year at most; renew it again then.")]})
    life.require_complete(need)
    return life.leave(
        need, [Status.PUBLISHED, Status.CLOSED], Status.PUBLISHED, Verb.RENEW, by,
        expires_on=expires_on, closing_reason="", last_confirmed_on=date.today(),
    )  # fmt: skip


@transaction.atomic
def copy(need: Need, document: dict[str, Any], by: User) -> Need:
    """A new, unpublished need of the same department with this document, its title marked as a copy and no old day.

    Clicked twice, it is the same copy.
    """
    language = document.get("source_language") or "zh"
    title = value_at(document, f"texts.{language}.title", "")
    with translation.override("zh-hans" if language == "zh" else language):
        marked = (_("%(title)s (copy)") % {"title": title})[:100] if title else ""
    copied = {key: value for key, value in document.items() if key != "reply_by"} | {"expires": OPEN_DAYS}
    return begin(need.department, by, with_value(copied, f"texts.{language}.title", marked))


@transaction.atomic
def say_nothing_fits(need: Need, reasons: list[str], words: str, by: User) -> NothingFits:
    """The department's answer to its list of candidates; said again, the new one takes the old one's place."""
    said = {"reasons": reasons, "words": words, "by": by, "at": timezone.now()}
    return NothingFits.objects.update_or_create(need=need, defaults=said)[0]


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
