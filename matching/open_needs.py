"""How startups that are stored nowhere stand to the open needs: pasted texts, and profiles as they might become."""

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import Count, Max, Sum

from cities.models import Need
from matching import engine
from matching.corpus import Corpus
from matching.gather import read_needs
from matching.what_changes import Fit, fits_by_row

# Per startup; far more than anybody reads, few enough to be counted while a page is made.
MOST = 500


def fits(
    startups: Sequence[engine.StartupFacts],
    texts: Sequence[engine.TextFeatures],
    allowed: Collection[int],
    corpus: Corpus,
) -> list[dict[int, Fit]]:
    """For each startup its needs above the floor, best first, of those `allowed`: {need id: fit}."""
    needs = _open_needs(corpus)
    table = engine.build_startups(startups, texts, corpus.vocabulary, corpus.snapshot)
    pairs = engine.rank(needs, table, k=MOST, weights=corpus.weights).by_startup
    bands = engine.bands(pairs.score, engine.caps(needs, table, pairs.need, pairs.startup))
    ids = needs.ids[pairs.need]
    shown = np.isin(ids, list(allowed))
    found = fits_by_row(pairs.startup[shown], ids[shown], pairs.score[shown], bands[shown])
    return [found.get(row, {}) for row in range(len(startups))]


def _open_needs(corpus: Corpus) -> engine.NeedTable:
    # The moment too: one need closed and another published may leave count and sum as they were.
    state = Need.objects.open().aggregate(Count("pk"), Sum("revision", default=0), Max("updated_at"))
    return _table(tuple(state.values()), corpus)


# One: the table of today's needs, until one of them changes.
@lru_cache(maxsize=1)
def _table(state: tuple[Any, ...], corpus: Corpus) -> engine.NeedTable:
    reading = read_needs(Need.objects.open().with_page(), corpus)
    return engine.build_needs(reading.facts, reading.texts, corpus.vocabulary, corpus.snapshot)
