"""By what a startup is known again: its names, its site, its company number, each in one form for all spellings."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from desk.models import Mark
from language.latin import name_key, skeleton
from language.scripts import HAN_RUN
from listings.paths import value_at
from listings.verification import State
from startups.models import ProfileDraft, Startup, StartupVerification
from startups.site_mail import OPEN_TO_ALL
from startups.subjects import site_of

# Shorter ones are shared by chance.
SHORTEST = 4
LONGEST = 200


@transaction.atomic
def renew_marks(startup: Startup) -> list[Mark]:
    """Store the marks that the startup has today."""
    Mark.objects.filter(startup=startup).delete()
    return Mark.objects.bulk_create(marks_of(startup, _draft(startup)))


def marks_of(startup: Startup, document: Mapping[str, Any]) -> list[Mark]:
    """Unsaved: those of its rows, and of what a draft of it says."""
    marks = {(kind, value): shown for kind, value, shown in _marks(startup, document)}
    return [
        Mark(startup=startup, kind=kind, value=value[:LONGEST], shown=shown[:LONGEST])
        for (kind, value), shown in marks.items()
    ]


def _marks(startup: Startup, document: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in _names(startup, document):
        key = name_key(name)
        if len(key) >= SHORTEST:
            yield Mark.Kind.NAME, key, name
        if len(skeleton(key)) >= SHORTEST and not HAN_RUN.search(name):
            yield Mark.Kind.SKELETON, skeleton(key), name
    for site in {site_of(startup), _host(value_at(document, "website"))} - {"", None, *OPEN_TO_ALL}:
        yield Mark.Kind.SITE, site, site
    numbers = startup.verifications.filter(method=StartupVerification.Method.COMPANY_NUMBER)
    for number in numbers.exclude(state__in=[State.DENIED, State.REVOKED]).values_list("detail", flat=True):
        if plain := "".join(sign for sign in number.casefold() if sign.isalnum()):
            yield Mark.Kind.NUMBER, plain, number


def _draft(startup: Startup) -> dict[str, Any]:
    """What was never published says who it is in its draft only."""
    if startup.published_at:
        return {}
    return ProfileDraft.objects.filter(startup=startup).values_list("document", flat=True).first() or {}


def _names(startup: Startup, document: Mapping[str, Any]) -> list[str]:
    drafted = value_at(document, "name")
    named = [startup.name, startup.name_zh, startup.name_he, startup.legal_name]
    named += [*drafted.values(), value_at(document, "legal_name")] if isinstance(drafted, dict) else []
    return [name for name in named if name and isinstance(name, str)]


def _host(website: Any) -> str:
    try:
        return (urlsplit(str(website or "")).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
