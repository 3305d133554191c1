import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from rest_framework.exceptions import ValidationError

import cities.services
import startups.services
from accounts.models import Role, User
from cities.models import NEVER_PUBLIC_DEPARTMENTS, NEVER_PUBLIC_DOMAINS, NEVER_PUBLIC_TOPICS, Need, Official
from cities.verification import record_call
from desk.demo.waiting import grown_old, make_what_waits
from listings.models import Listing
from matching.receivers import quietly
from startups.models import Member, Startup
from taxonomy.models import Topic

FOLDER = Path(__file__).parent
# libyaml reads the files in a tenth of the time, where PyYAML was built with it.
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Dates in the files count from the day of loading; an older demo gets fresh ones.
FRESH_DAYS = 14
PERSONAS = {
    User.Persona.OFFICIAL: ("official@demo.example", "演示官员 Demo official"),
    User.Persona.FOUNDER: ("founder@demo.example", "Demo founder"),
    User.Persona.CURATOR: ("curator@demo.example", "Demo curator"),
}
OFFICIALS_NEED, FOUNDERS_TOPIC = "W-LEAK-1", ("W-LEAK", "good")

Document = dict[str, Any]
Slugs = dict[tuple[str, str], str]


class DemoFileError(Exception):
    """A demo file that cannot be loaded, with file, entry and what is wrong."""


@dataclass(frozen=True)
class Loaded:
    created: int
    refreshed: int
    unchanged: int


def startup_documents(folder: Path = FOLDER) -> Iterator[tuple[str, Document]]:
    """(slug, document) of every demo startup; `plays` says which part it has in a topic's contest."""
    for _file, document in _documents(folder / "startups"):
        yield document["slug"], document


def need_documents(folder: Path = FOLDER) -> Iterator[tuple[str, Document]]:
    """(key, document) of every demo need."""
    for _file, document in _documents(folder / "needs"):
        yield document["key"], document


def _documents(folder: Path) -> Iterator[tuple[Path, Document]]:
    for file in sorted(folder.glob("*.yaml")):
        try:
            for document in yaml.load(file.read_text(encoding="utf-8"), YAML_LOADER):  # noqa: S506 - both are safe
                yield file, document
        except (yaml.YAMLError, TypeError, UnicodeDecodeError) as error:
            raise DemoFileError(f"{file.name} cannot be read: {error}") from error


@transaction.atomic
def load_demo(folder: Path = FOLDER) -> Loaded:
    """Publish every demo startup and need that is new, changed in the files or out of date; then the personas."""
    slugs = _slugs()
    with quietly():
        old = grown_old(slugs)
        outcomes = [_load(key, document, _Startups, key in old) for key, document in startup_documents(folder)]
        outcomes += [_load(key, document, _Needs) for key, document in need_documents(folder)]
    _make_personas(slugs)
    make_what_waits(slugs)
    return Loaded(*(outcomes.count(outcome) for outcome in ("created", "refreshed", "unchanged")))


@dataclass(frozen=True)
class _Kind:
    """How one kind of listing is published and told apart from its like."""

    model: type[Listing]
    publish_document: Callable[..., Any]
    bookkeeping: tuple[str, ...]
    added: Callable[[Document], Document]


def _visibility(document: Document) -> Document:
    secret = (
        Topic.objects.filter(pk__in=document["topics"], domain__in=NEVER_PUBLIC_DOMAINS).exists()
        or set(document["topics"]) & set(NEVER_PUBLIC_TOPICS)
        or document["department"]["kind"] in NEVER_PUBLIC_DEPARTMENTS
    )
    return {"visibility": Need.Visibility.MATCHED if secret else Need.Visibility.PUBLIC, "city_hidden": False}


_Startups = _Kind(Startup, startups.services.publish_document, ("plays",), lambda document: {})
_Needs = _Kind(Need, cities.services.publish_document, ("key",), _visibility)


def _load(key: str, document: Document, kind: _Kind, may_be_old: bool = False) -> str:
    source = f"demo:{key}:{_digest(document)}"
    existing = kind.model.objects.filter(is_demo=True, source__startswith=f"demo:{key}:").first()
    is_fresh = existing and (may_be_old or existing.last_confirmed_on > date.today() - timedelta(FRESH_DAYS))
    if is_fresh and existing.source == source:
        return "unchanged"
    cleaned = {name: value for name, value in document.items() if name not in kind.bookkeeping} | kind.added(document)
    try:
        listing = kind.publish_document(cleaned, existing)
    except ValidationError as error:
        raise DemoFileError(f"{key}: {error.detail}") from error
    kind.model.objects.filter(pk=listing.pk).update(is_demo=True, source=source)
    return "refreshed" if existing else "created"


def _digest(document: Document) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True, default=str).encode()).hexdigest()[:12]


def _slugs() -> Slugs:
    """The startup that plays each (topic, role)."""
    plays = ((document.get("plays"), slug) for slug, document in startup_documents())
    return {(played["topic"], played["role"]): slug for played, slug in plays if played}


def _make_personas(slugs: Slugs) -> None:
    people = {}
    for persona, (email, name) in PERSONAS.items():
        is_curator = persona == User.Persona.CURATOR
        people[persona], _created = User.objects.update_or_create(
            persona=persona,
            defaults={
                "email": email,
                "full_name": name,
                "role": persona if persona in Role.values else "",
                "is_curator": is_curator,
                "is_staff": is_curator,
            },
        )
    need = Need.objects.get(is_demo=True, source__startswith=f"demo:{OFFICIALS_NEED}:")
    Official.objects.get_or_create(department=need.department, user=people[User.Persona.OFFICIAL])
    # So that whoever plays the official can hand needs in.
    if not need.department.is_verified:
        record_call(need.department, "", "Invented, as everything in the demo.", people[User.Persona.CURATOR])
    Member.objects.get_or_create(
        startup=Startup.objects.get(slug=slugs[FOUNDERS_TOPIC]),
        user=people[User.Persona.FOUNDER],
        defaults={"role": Member.Role.OWNER, "since": timezone.now()},
    )
