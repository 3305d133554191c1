"""Pairs that a curator has placed: they stay among the stored matches though no search finds them.

What the engine writes, an edit or a run, takes out whatever it did not find; `keep_pins` puts the pins back in the same
transaction, in no list by score (both ranks empty), with the numbers that their ruling keeps. `refresh_pins` computes
these anew afterwards.
"""

import logging
from collections.abc import Collection

import numpy as np
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from cities.models import Need
from matching import engine
from matching.columns import PairColumns
from matching.corpus import Corpus, current_corpus
from matching.gather import read_needs, read_startups
from matching.models import Match, Ruling
from startups.models import Startup

log = logging.getLogger(__name__)


def keep_pins(needs: Collection[int] = (), startups: Collection[int] = ()) -> None:
    """Have a row for every pin of these needs and startups, or of all without any; what the engine wrote stays.

    One statement, inside the caller's transaction: no reader ever finds a pin missing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"all": not needs and not startups, "needs": [*needs], "startups": [*startups]})


_KEEP = """
INSERT INTO matching_match (
    need_id, startup_id, need_rank, startup_rank, score, band, parts, weights_version, snapshot_version, scored_at
)
SELECT need_id, startup_id, NULL, NULL, score, band, parts, weights_version, snapshot_version, at
FROM matching_ruling
WHERE verb = 'pin' AND (%(all)s OR need_id = ANY(%(needs)s::bigint[]) OR startup_id = ANY(%(startups)s::bigint[]))
ORDER BY need_id, startup_id
ON CONFLICT (need_id, startup_id) DO NOTHING
"""


def refresh_pins(**subject: int) -> None:
    """Compute the numbers of pins anew (`need=` or `startup=` an id, or all) and write them where no list has them."""
    pins = Ruling.objects.pins().filter(**subject)
    standing = pins.filter(need__in=Need.objects.open().values("pk"), startup__in=Startup.objects.listed().values("pk"))
    for ruling in standing.select_related("need", "startup"):
        try:
            _write(ruling, scored(ruling.need, ruling.startup))
        except ValidationError:
            # Excluded since: it stands where the curator placed it until the curator looks again.
            log.info("Ruling %s places a pair that one side excludes now.", ruling.pk)


@transaction.atomic
def _write(ruling: Ruling, match: Match) -> None:
    numbers = {name: getattr(match, name) for name in NUMBERS}
    Ruling.objects.pins().filter(pk=ruling.pk).update(**numbers)
    alone = Match.objects.filter(need=ruling.need_id, startup=ruling.startup_id, need_rank=None, startup_rank=None)
    alone.update(**numbers, scored_at=match.scored_at)


# What a ruling keeps of its match.
NUMBERS = ("score", "band", "parts", "weights_version", "snapshot_version")


def scored(need: Need, startup: Startup) -> Match:
    """The pair as the engine sees it today, in no list and not saved, whether or not any search would find it.

    Raises `django.core.exceptions.ValidationError` for a pair that one side has excluded.
    """
    corpus = current_corpus()
    columns = _computed(need, startup, corpus)
    return Match(
        need=need,
        startup=startup,
        score=float(columns.score[0]),
        band=int(columns.band[0]),
        parts=columns.parts[0].tolist(),
        weights_version=corpus.weights.version,
        snapshot_version=corpus.snapshot.version,
    )


def _computed(need: Need, startup: Startup, corpus: Corpus) -> PairColumns:
    asked = read_needs(Need.objects.with_page().filter(pk=need.pk), corpus)
    offered = read_startups(Startup.objects.with_profile().filter(pk=startup.pk), corpus)
    if engine.is_excluded(asked.facts[0], offered.facts[0]):
        raise ValidationError(_("One of the two has excluded what the other one is."))
    needs = engine.build_needs(asked.facts, asked.texts, corpus.vocabulary, corpus.snapshot)
    startups = engine.build_startups(offered.facts, offered.texts, corpus.vocabulary, corpus.snapshot)
    row = np.zeros(1, np.int32)
    parts = engine.explain_pairs(needs, startups, row, row, corpus.weights).astype(np.float32)
    score = engine.score_pairs(needs, startups, row, row, corpus.weights)
    pairs = engine.Pairs(need=row, startup=row, score=score, parts=parts, rank=np.zeros(1, np.int16))
    return PairColumns.of(pairs, needs, startups)
