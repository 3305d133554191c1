"""What one more answer of a need would change among its candidates: the engine is run again with the answer set.

A band or a stage can be given in several ways: the one that changes most is told. Of must-haves each is told by
itself, because each asks for something else; a profile that says no to it falls a band.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from cities.forms import LEVELS, TICKS, tick_name
from cities.models import Need
from matching import engine
from matching.corpus import Corpus, current_corpus
from matching.gather import read_unsaved_need
from matching.pasted import public_startups
from matching.what_changes import Change, Fit, fits_by_row, most_telling
from taxonomy import codes

# As many as are shown to a department.
CANDIDATES = 50
MOST_TOLD = 8


@dataclass(frozen=True)
class Variant:
    """The need with one more answer: the input that takes it, what it says in words, and a key of its own."""

    field: str
    key: str
    said: str
    facts: engine.NeedFacts


@dataclass(frozen=True)
class Effect:
    """What one answer would change among the candidates."""

    field: str
    key: str
    said: str
    change: Change

    @property
    def is_must_have(self) -> bool:
        return self.field == "must_haves"


def effects(need: Need) -> list[Effect]:
    """One for each answer that the need does not give and that would move a candidate to another band, or on or off
    the list; what moves most comes first, certificates behind the rest.

    `need` may be unsaved (`cities.unsaved`). Counted are public profiles.
    """
    corpus = current_corpus()
    if not need.texts.all():
        return []
    facts, text = read_unsaved_need(need, corpus)
    variants = list(_variants(facts))
    today, *changed = _lists([facts, *(variant.facts for variant in variants)], text, corpus)
    found = [
        Effect(variant.field, variant.key, variant.said, Change.between(today, then))
        for variant, then in zip(variants, changed, strict=True)
    ]
    moving = [effect for effect in found if effect.change.rising or effect.change.falling]
    return most_telling(moving, attrgetter("key"), _telling)[:MOST_TOLD]


def _variants(facts: engine.NeedFacts) -> Iterator[Variant]:
    if facts.budget_band is None:
        for band in codes.current("budget_band"):
            yield Variant("budget_band", "budget_band", band.name, replace(facts, budget_band=band.code))
    for stage in codes.current("need_stage"):
        if stage.code != facts.stage:
            yield Variant("stage", "stage", stage.name, replace(facts, stage=stage.code))
    asked = {(row.kind, row.value) for row in facts.requirements}
    for tick in (*TICKS, *LEVELS, *(f"CERTIFICATE:{kind.code}" for kind in codes.current("certificate_kind"))):
        kind, _colon, value = tick.partition(":")
        if (kind, value or None) not in asked:
            one_more = (*facts.requirements, engine.RequirementFacts(kind, value or None))
            yield Variant("must_haves", tick, tick_name(tick), replace(facts, requirements=one_more))


def _lists(needs: list[engine.NeedFacts], text: engine.TextFeatures, corpus: Corpus) -> list[dict[int, Fit]]:
    """Of each need its candidates, {startup id: fit}."""
    startups = public_startups(corpus)
    table = engine.build_needs(needs, [text] * len(needs), corpus.vocabulary, corpus.snapshot)
    pairs = engine.rank(table, startups, k=CANDIDATES, weights=corpus.weights).by_need
    bands = engine.bands(pairs.score, engine.caps(table, startups, pairs.need, pairs.startup))
    found = fits_by_row(pairs.need, startups.ids[pairs.startup], pairs.score, bands)
    return [found.get(row, {}) for row in range(len(needs))]


def _telling(effect: Effect) -> tuple[bool, int, float]:
    # Most certificates belong to another field than the need's: they come behind what every need may ask.
    is_usual, change = not effect.key.startswith("CERTIFICATE"), effect.change
    return is_usual, change.rising + change.falling, change.entries * abs(change.points)
