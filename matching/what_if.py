"""What a fact that the profile does not state would change: the engine is run again with the fact set.

An empty field can be filled in several ways; each is tried, and the best of them is told, with its name.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.models import Need
from matching import engine
from matching.corpus import current_corpus
from matching.gather import read_unsaved
from matching.open_needs import fits
from matching.what_changes import Change, most_telling
from startups.models import Startup
from taxonomy import codes

# What a pilot may cost, in CNY: the ceilings of the budget bands.
PILOT_COSTS = (300_000, 1_000_000, 4_000_000)
MLPS_LEVELS = (2, 3)


@dataclass(frozen=True)
class Variant:
    """The profile with one more fact: where it stands in the document, and what it says, in words."""

    place: str
    said: str | Promise
    facts: engine.StartupFacts


@dataclass(frozen=True)
class Effect:
    """What one fact would change among the needs."""

    place: str
    said: str | Promise
    change: Change


def effects(startup: Startup, user: Any, year: int) -> list[Effect]:
    """One for each fact that is missing and would change anything, the most useful first.

    `startup` may be unsaved (`startups.unsaved`). Counted are open needs that `user` may see.
    """
    corpus = current_corpus()
    facts, text = read_unsaved(startup, corpus)
    variants = list(_variants(facts, year))
    allowed = set(Need.objects.visible_to(user).open().values_list("pk", flat=True))
    every = [facts, *(variant.facts for variant in variants)]
    today, *changed = fits(every, [text] * len(every), allowed, corpus)
    found = [
        Effect(variant.place, variant.said, Change.between(today, then))
        for variant, then in zip(variants, changed, strict=True)
    ]
    useful = [effect for effect in found if effect.change.rising or effect.change.points > 0]
    return most_telling(useful, attrgetter("place"), _usefulness)


def _variants(facts: engine.StartupFacts, year: int) -> Iterable[Variant]:
    yield from _references(facts, year)
    for place, list_name in CHOICES.items():
        if getattr(facts, place) is None:
            for code in codes.current(list_name):
                stated: dict[str, Any] = {place: code.code}
                yield Variant(place, code.name, replace(facts, **stated))
    if facts.trl is None:
        for step in codes.current("maturity"):
            yield Variant("trl", step.name, replace(facts, trl=step.data["lowest"]))
    if facts.mlps_level is None:
        for level in MLPS_LEVELS:
            said = _("level %(level)s") % {"level": level}
            yield Variant("mlps_level", said, replace(facts, mlps_level=level))
    if facts.pilot_cost_low is None and facts.pilot_cost_high is None:
        for cost in PILOT_COSTS:
            said = _("at most CNY %(cost)s") % {"cost": f"{cost:,}"}
            yield Variant("pilot.cost_low", said, replace(facts, pilot_cost_low=cost, pilot_cost_high=cost))
    yield from _certificates(facts)


CHOICES = {
    "presence": "china_presence",
    "production": "production_place",
    "materials_in_chinese": "materials_in_chinese",
    "data_in_china": "data_in_china",
}


def _references(facts: engine.StartupFacts, year: int) -> Iterable[Variant]:
    """One more reference, in a Chinese city of either of the usual sizes."""
    for band in codes.current("population_band"):
        one_more = engine.DeploymentFacts("CN", band.code, year, "DEPLOY_CN")
        said = _("A reference in a Chinese city of %(size)s") % {"size": band.name}
        yield Variant("deployments", said, replace(facts, deployments=(*facts.deployments, one_more)))


def _certificates(facts: engine.StartupFacts) -> Iterable[Variant]:
    for kind in codes.current("certificate_kind"):
        if kind.code not in facts.certificates:
            stated = replace(facts, certificates={**facts.certificates, kind.code: "HAVE"})
            yield Variant("certificates", kind.name, stated)


def _usefulness(effect: Effect) -> tuple[int, float]:
    return effect.change.rising, effect.change.entries * effect.change.points
