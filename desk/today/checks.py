"""The checks that run by themselves over what was handed in, so that a curator only decides.

Each takes what is to be read and gives what it found; nothing found is good. No address is ever fetched.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError as InvalidAddress
from django.utils.translation import gettext_lazy as _

from desk.duplicates import finding, needs
from desk.kinds import STARTUPS, Kind
from desk.secrecy import marks_in
from desk.today.findings import Finding
from listings.models import Language
from listings.paths import sentences_at, value_at
from listings.text_reviews import is_reviewed
from startups.models import Startup
from startups.site_mail import OPEN_TO_ALL, host_of
from startups.validators import validate_public_url
from taxonomy.models import Caution

ADDRESS = re.compile(r"https?://[^\s，。；、）)】\]]+", re.IGNORECASE)
# They hide where they lead.
SHORTENERS = {"bit.ly", "t.co", "t.cn", "tinyurl.com", "dwz.cn", "url.cn", "suo.im", "goo.gl", "is.gd", "ow.ly"}
MOST_DUPLICATES = 5


@dataclass(frozen=True)
class Reading:
    """One draft, to be checked."""

    kind: Kind
    listing: Any
    document: Mapping[str, Any]

    @property
    def is_startup(self) -> bool:
        return self.kind is STARTUPS

    def texts(self) -> Iterator[tuple[str, str]]:
        """(place, text) of everything that somebody has written."""
        yield from _leaves(self.document, "")


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{number}")
    elif isinstance(value, str):
        yield path, value


def complete(reading: Reading) -> Iterator[Finding]:
    """What publishing needs, and the two facts that officials and founders ask for first."""
    checked = reading.kind.document(reading.listing, data=dict(reading.document))
    wrong = {} if checked.is_valid() else sentences_at(checked.errors)
    # A language that is missing has a check of its own.
    yield from (Finding("complete.wrong", path) for path in wrong if path != "texts")
    if reading.is_startup and not reading.document.get("deployments"):
        yield Finding("complete.reference", "deployments")
    if not reading.is_startup and value_at(reading.document, "kpis.0.baseline") in (None, ""):
        yield Finding("complete.baseline", "kpis.0.baseline")


def links(reading: Reading) -> Iterator[Finding]:
    """The form of every address, and whose host it is."""
    for path, text in reading.texts():
        for address in ADDRESS.findall(text):
            if problem := _problem_of(path, address):
                yield Finding(problem, path, {"address": address[:120]})
    site, mail = host_of(_text(reading, "website")), _text(reading, "contact.email").rpartition("@")[2].lower()
    if reading.is_startup and site and mail and mail != site and not mail.endswith(f".{site}"):
        yield Finding("links.mail", "contact.email", {"site": site, "mail": mail})


def _problem_of(path: str, address: str) -> str:
    try:
        validate_public_url(address)
    except InvalidAddress:
        return "links.form"
    if host_of(address) in SHORTENERS:
        return "links.shortened"
    if path == "website" and host_of(address) in OPEN_TO_ALL:
        return "links.host"
    return "" if urlsplit(address).scheme == "https" else "links.plain"


def duplicate(reading: Reading) -> Iterator[Finding]:
    """By the rules that find duplicates at all (desk/duplicates), before anybody has published it."""
    yield from _same_startup(reading) if reading.is_startup else _same_need(reading)


def _same_startup(reading: Reading) -> Iterator[Finding]:
    found = finding.like_draft(reading.listing, reading.document)
    names = dict(Startup.objects.filter(pk__in=found).values_list("pk", "name"))
    for pk, reasons in sorted(found.items())[:MOST_DUPLICATES]:
        yield Finding(f"duplicate.{reasons[0]['code']}", values={"other": names[pk]})


def _same_need(reading: Reading) -> Iterator[Finding]:
    for pk, code in islice(needs.like_draft(reading.listing, reading.document), MOST_DUPLICATES):
        yield Finding(f"duplicate.{code}", values={"other": pk})


def cautions(reading: Reading) -> Iterator[Finding]:
    """Rules that may stand in the way of its technologies: those that bar introductions first."""
    codes = reading.document.get("technologies") or []
    for caution in Caution.objects.filter(technologies__in=codes).distinct().order_by("-caps", "position"):
        yield Finding("cautions.caps" if caution.caps else "cautions.note", "technologies", {"caution": caution.pk})


def secrecy(reading: Reading) -> Iterator[Finding]:
    for path, text in reading.texts():
        for mark in marks_in(text):
            yield Finding("secrecy.mark", path, {"mark": mark})


def languages(reading: Reading) -> Iterator[Finding]:
    """Publishing needs English and Chinese; a machine's translation is to be read by a person first."""
    texts = reading.document.get("texts") or {}
    for language in (Language.ENGLISH, Language.CHINESE):
        if language not in texts:
            yield Finding("languages.missing", f"texts.{language}", {"language": str(language.value)})
        elif texts[language].get("origin") == "machine" and not _is_reviewed(reading.listing, language):
            yield Finding("languages.machine", f"texts.{language}", {"language": str(language.value)})


def _is_reviewed(listing: Any, language: str) -> bool:
    return hasattr(listing, "draft") and is_reviewed(listing.draft, language)


def _text(reading: Reading, path: str) -> str:
    return str(value_at(reading.document, path) or "").strip()


@dataclass(frozen=True)
class Check:
    """`name` is what its findings' codes begin with; `label` is said where all is well, `missed` where it is not."""

    name: str
    label: Any
    missed: Any
    run: Callable[[Reading], Iterator[Finding]]


CHECKS: Sequence[Check] = (
    Check("complete", _("complete"), _("something is missing"), complete),
    Check("links", _("form and host of links"), _("links"), links),
    Check("duplicate", _("not here already"), _("perhaps a duplicate"), duplicate),
    Check("cautions", _("no rule in the way"), _("cautions"), cautions),
    Check("secrecy", _("no words of secret papers"), _("words of secret papers"), secrecy),
    Check("languages", _("English and Chinese"), _("a language is missing"), languages),
)


def find(reading: Reading) -> list[Finding]:
    """What all checks find."""
    return [found for check in CHECKS for found in check.run(reading)]
