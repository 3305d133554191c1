"""Ranking for a text that somebody pastes into the box. Nothing of it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Max, Sum

from matching import engine
from matching.corpus import Corpus
from matching.explaining.pairing import Asked
from matching.explaining.reading import SURE, rarity
from matching.explaining.texts import SideTexts
from matching.gather import read_problem, read_startups
from startups.models import Startup
from startups.querysets import StartupQuerySet


@dataclass(frozen=True, eq=False)
class Candidate:
    """One startup for the text; `parts` follow the engine's order."""

    asked: Asked
    startup: Startup
    score: float
    band: int
    parts: Sequence[float]


def rank_text(text: str, corpus: Corpus, limit: int = 50) -> list[Candidate]:
    """The published public startups above the floor, best first; none for a text that names no thing."""
    texts = SideTexts.of_pasted(text)
    if not names_something(texts, corpus):
        return []
    facts, features = engine.NeedFacts(id=0), read_problem(text, corpus)
    table = public_startups(corpus)
    pairs, bands = _ranked(facts, features, table, corpus, limit)
    asked = Asked(engine.view_need(facts, features, corpus.vocabulary), texts)
    ids = [int(table.ids[row]) for row in pairs.startup]
    startups = _public().with_profile().in_bulk(ids)
    return [
        Candidate(asked, startups[pk], float(score), int(band), parts.tolist())
        for pk, score, band, parts in zip(ids, pairs.score, bands, pairs.parts, strict=True)
        if pk in startups and band > engine.Band.HIDDEN
    ]


def bands_for_need(
    facts: engine.NeedFacts, features: engine.TextFeatures, corpus: Corpus, limit: int = 50
) -> Sequence[int]:
    """Of the published public startups, those that a need of these facts would be shown: their bands, best first."""
    return [int(band) for band in _ranked(facts, features, public_startups(corpus), corpus, limit)[1]]


def _ranked(
    facts: engine.NeedFacts, features: engine.TextFeatures, table: engine.StartupTable, corpus: Corpus, limit: int
) -> tuple[Any, Any]:
    need = engine.build_needs([facts], [features], corpus.vocabulary, corpus.snapshot)
    pairs = engine.rank(need, table, k=limit, weights=corpus.weights).by_need
    return pairs, engine.bands(pairs.score, engine.caps(need, table, pairs.need, pairs.startup))


def names_something(texts: SideTexts, corpus: Corpus) -> bool:
    """Whether the text speaks of any thing. Digits and everyday words alone ("test test") would be ranked by chance."""
    known = rarity(corpus.snapshot, corpus.vocabulary)
    return any(
        weight >= SURE and known.is_telling(word)
        for passage in texts.passages(texts.source, corpus.bridge)
        for word, weight in passage.sentence.weights.items()
    )


def _public() -> StartupQuerySet:
    return Startup.objects.visible_to(AnonymousUser())


def public_startups(corpus: Corpus) -> engine.StartupTable:
    """Today's public profiles in one table."""
    # The moment too: one profile withdrawn and another published may leave count and sum as they were.
    state = _public().aggregate(Count("pk"), Sum("revision", default=0), Max("updated_at"))
    return _table(tuple(state.values()), corpus)


# One: the table of today's profiles, until one of them changes.
@lru_cache(maxsize=1)
def _table(state: tuple[Any, ...], corpus: Corpus) -> engine.StartupTable:
    reading = read_startups(_public().with_profile(), corpus)
    return engine.build_startups(reading.facts, reading.texts, corpus.vocabulary, corpus.snapshot)
