"""How complete a profile is: what it states of what its readers ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from listings.paths import value_at
from startups.sections import SECTIONS, Section, section_of

# The first eight questions: without these a profile is not handed in.
FIRST = (
    "name.en", "website", "texts.{source}.headline", "texts.{source}.problem", "texts.{source}.advantage",
    "technologies", "trl", "presence", "production", "pilot.cost_low", "pilot.weeks", "contact.name", "contact.email",
)  # fmt: skip
# Everything else, in the order in which officials ask.
LATER = (
    "deployments", "texts.zh.headline", "texts.zh.problem", "texts.zh.advantage", "texts.en.headline",
    "texts.en.problem", "texts.en.advantage", "data_in_china", "materials_in_chinese", "certificates",
    "pilot.city_brings", "texts.{source}.description", "cooperation", "name.zh", "media", "team_size", "founded_year",
    "home_city",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One thing that readers ask. `section` is None for files, which have a page of their own."""

    place: str
    label: str
    section: Section | None
    is_needed: bool
    is_stated: bool


@dataclass(frozen=True)
class Completeness:
    asked: Sequence[Asked]

    @property
    def percent(self) -> int:
        return 100 * sum(entry.is_stated for entry in self.asked) // len(self.asked)

    @property
    def needed(self) -> list[Asked]:
        """What is missing before the profile can be handed in."""
        return [entry for entry in self.asked if entry.is_needed and not entry.is_stated]

    @property
    def later(self) -> list[Asked]:
        return [entry for entry in self.asked if not entry.is_needed and not entry.is_stated]


def completeness(document: dict[str, Any]) -> Completeness:
    source = document.get("source_language", "en")
    first = [place.format(source=source) for place in FIRST]
    places = dict.fromkeys([*first, *(place.format(source=source) for place in LATER)])
    return Completeness([_asked(place, document, is_needed=place in first) for place in places])


def _asked(place: str, document: dict[str, Any], *, is_needed: bool) -> Asked:
    section = section_of(place)
    return Asked(place, label_of(place, section), section, is_needed, bool(value_at(document, place)))


def label_of(place: str, section: Section | None) -> str:
    """What the field is called; of a text, with its language; of a list, with what its section is called."""
    if section is None:
        return str(_("Logo and pictures")) if place.startswith("media") else place
    if section.is_rows:
        return _label_in_row(place, section)
    fields = section.form.base_fields
    field = next((field for name, field in fields.items() if section.place(name) == place), None)
    if field is None:
        return str(section.title)
    is_text = section.code.startswith("text-")
    return f"{field.label} ({section.title})" if is_text else str(field.label)


def _label_in_row(place: str, section: Section) -> str:
    """With the row's number: “Where it runs 2 · country”."""
    number, _dot, own = place.removeprefix(f"{section.base}.").partition(".")
    form = section.form.form
    field = next((field for name, field in form.base_fields.items() if form.path(name) == own), None)
    return f"{section.title} {int(number) + 1} · {field.label}" if field else str(section.title)


def sections_with_gaps(found: Completeness) -> dict[str, int]:
    """{section code: how many of its questions are open}."""
    gaps = dict.fromkeys(SECTIONS, 0)
    for entry in found.asked:
        if entry.section and not entry.is_stated:
            gaps[entry.section.code] += 1
    return gaps
