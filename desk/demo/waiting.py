"""What waits on the desk of the demo, so that whoever plays the curator has something to decide. Made once."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

import cities.services
import startups.services
from accounts.models import Role, User
from cities.models import DepartmentVerification, Need
from cities.verification import record_call
from listings.models import Listing
from listings.paths import with_value
from listings.reports import report
from listings.verification import State
from startups.membership import claim
from startups.models import STALE_AFTER, Startup
from startups.verification import ask_company

FILE = Path(__file__).parent / "waiting.yaml"
Entry = dict[str, Any]


@transaction.atomic
def make_what_waits(slugs: dict[tuple[str, str], str]) -> None:
    """`slugs` names the startup of each (topic, role). What was made before is not made again, decided or not."""
    waiting = _read()
    person = waiting["applicant"]
    applicant, is_new = User.objects.get_or_create(
        email=person["email"],
        defaults={"full_name": person["name"], "language": person["language"], "role": Role.FOUNDER},
    )
    if is_new:
        _hand_in(waiting, slugs, applicant)
        _ask(waiting, slugs, applicant)


def grown_old(slugs: dict[tuple[str, str], str]) -> set[str]:
    """Startups that nobody has confirmed for long, and that loading again must not confirm."""
    return {slugs[entry["topic"], entry["role"]] for entry in _read()["stale"]}


def _read() -> Entry:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def _hand_in(waiting: Entry, slugs: dict[tuple[str, str], str], by: User) -> None:
    for document in waiting["new_profiles"]:
        startup = startups.services.begin(document["name"]["en"], by)
        Startup.objects.filter(pk=startup.pk).update(is_demo=True)
        _draft(startups.services, startup, document | {"slug": startup.slug}, by)
    for startup, entry in _startups(waiting["changed_profiles"], slugs):
        _draft(startups.services, startup, _changed(startups.services, startup, entry), by)
    for need, entry in _needs(waiting["changed_needs"]):
        if not need.department.is_verified:
            curator = User.objects.get(persona=User.Persona.CURATOR)
            record_call(need.department, "", "Invented, as everything in the demo.", curator)
        _draft(cities.services, need, _changed(cities.services, need, entry), by)


def _draft(services: Any, listing: Listing, document: Entry, by: User) -> None:
    services.keep_draft(listing, document, by, listing.draft_version)
    services.submit(listing, by)


def _changed(services: Any, listing: Listing, entry: Entry) -> Entry:
    return with_value(deepcopy(dict(services.life.document(listing).data)), entry["path"], entry["value"])


def _ask(waiting: Entry, slugs: dict[tuple[str, str], str], by: User) -> None:
    for startup, entry in _startups(waiting["claims"], slugs):
        claim(startup, by, entry["words"])
    for startup, entry in _startups(waiting["reports"], slugs):
        report(startup, entry["reason"], entry["words"], by)
    for startup, entry in _startups(waiting["companies"], slugs):
        ask_company(startup, entry["number"], by)
    for need, entry in _needs(waiting["departments"]):
        need.department.verifications.create(
            method=DepartmentVerification.Method.WORK_MAIL, subject=need.department.on_the_door,
            contact=entry["contact"], state=State.ANSWERED, asked_by=by,
        )  # fmt: skip
    for startup, _entry in _startups(waiting["stale"], slugs):
        Startup.objects.filter(pk=startup.pk).update(last_confirmed_on=date.today() - STALE_AFTER - timedelta(days=1))


def _startups(entries: list[Entry], slugs: dict[tuple[str, str], str]) -> Iterator[tuple[Startup, Entry]]:
    for entry in entries:
        yield Startup.objects.get(slug=slugs[entry["topic"], entry["role"]]), entry


def _needs(entries: list[Entry]) -> Iterator[tuple[Need, Entry]]:
    for entry in entries:
        yield Need.objects.get(is_demo=True, source__startswith=f"demo:{entry['key']}:"), entry
