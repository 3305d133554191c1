"""The stored lists after one edit: which pairs are kept, and their ranks. All of it inside a caller's transaction.

A list is the pairs that hold a rank in it, by score; ties go to the earlier publication, then to the lower id, as in
the engine. In a need's list near-equals change places as matching/exposure says. A pair with no rank in either list is
dropped. A list that loses a pair is not refilled from pairs that are stored for the other side only: `KEPT` is more
than is shown, and the next full run (matching/replacing.py) fills it.
"""

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet

from cities.models import Need
from matching.columns import PairColumns, days_of, is_tied, ranks
from matching.copying import copy_out, literal
from matching.exposure.nudging import nudged_ranks
from matching.exposure.storing import nudges_of
from matching.models import KEPT, Match
from startups.models import Startup

# Any number, the same everywhere: edits hold it shared, the end of a full run alone.
RUN_LOCK = 7_101
# What a rank is between `store` and `renumber`.
TO_BE_PLACED = 0


def lock_run(*, alone: bool) -> None:
    """Until the transaction ends. Closes the race between a run's merge and an edit's write."""
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [RUN_LOCK])


def store(pairs: PairColumns, snapshot_version: str, weights_version: str) -> None:
    """Insert or overwrite these pairs; a row whose numbers are unchanged is not written again.

    What is written stands in both lists as `TO_BE_PLACED`, until `renumber` has been called for both sides.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            {
                "weights": weights_version,
                "snapshot": snapshot_version,
                "needs": literal(pairs.need),
                "startups": literal(pairs.startup),
                "scores": literal(pairs.score),
                "bands": literal(pairs.band),
                # Arrays of arrays come apart in unnest, so the parts of all pairs travel as one array.
                "parts": literal(pairs.parts),
                "width": pairs.parts.shape[1],
            },
        )


_STORE = """
INSERT INTO matching_match AS old
    (need_id, startup_id, need_rank, startup_rank, score, band, parts, weights_version, snapshot_version, scored_at)
SELECT need, startup, 0, 0, score, band, all_parts[(place - 1) * %(width)s + 1 : place * %(width)s],
    %(weights)s, %(snapshot)s, now()
FROM unnest(%(needs)s::bigint[], %(startups)s::bigint[], %(scores)s::real[], %(bands)s::smallint[])
    WITH ORDINALITY AS new (need, startup, score, band, place)
CROSS JOIN (SELECT %(parts)s::real[]) AS flat (all_parts)
ON CONFLICT (need_id, startup_id) DO UPDATE
SET need_rank = coalesce(old.need_rank, 0), startup_rank = coalesce(old.startup_rank, 0),
    score = EXCLUDED.score, band = EXCLUDED.band, parts = EXCLUDED.parts, scored_at = EXCLUDED.scored_at,
    weights_version = EXCLUDED.weights_version, snapshot_version = EXCLUDED.snapshot_version
WHERE (old.score, old.band, old.parts, old.weights_version, old.snapshot_version)
   IS DISTINCT FROM (EXCLUDED.score, EXCLUDED.band, EXCLUDED.parts, EXCLUDED.weights_version, EXCLUDED.snapshot_version)
"""


def renumber(needs: Collection[int] = (), startups: Collection[int] = ()) -> None:
    """Ranks of these needs' and startups' lists anew; then pairs that fell out of their last list are dropped."""
    changed: dict[int, list[int]] = {}
    for column, (subjects, side, other) in enumerate(((needs, Need, Startup), (startups, Startup, Need))):
        for pk, place in _new_places(subjects, side, other):
            changed.setdefault(pk, [AS_IT_IS, AS_IT_IS])[column] = place
    if not changed:
        return
    with connection.cursor() as cursor:
        # The rows by number, counted: joined with the lists themselves, the whole table would be read for them.
        cursor.execute(_RENUMBER, list(map(literal, np.array([(pk, *places) for pk, places in changed.items()]).T)))
    fallen = [pk for pk, places in changed.items() if OUT in places]
    Match.objects.filter(pk__in=fallen, need_rank=None, startup_rank=None).delete()


AS_IT_IS, OUT = -1, 0
# A rank that was not placed here may be another edit's to write: it stays as it is then.
_RENUMBER = """
UPDATE matching_match AS old
SET need_rank = CASE WHEN new.need_rank = -1 THEN old.need_rank ELSE nullif(new.need_rank, 0) END,
    startup_rank = CASE WHEN new.startup_rank = -1 THEN old.startup_rank ELSE nullif(new.startup_rank, 0) END
FROM unnest(%s::bigint[], %s::smallint[], %s::smallint[]) AS new (id, need_rank, startup_rank)
WHERE old.id = new.id
"""


def _new_places(subjects: Collection[int], side: Any, other: Any) -> Iterator[tuple[int, int]]:
    """(number of the row, its place or `OUT`) of every pair in the subjects' lists that is not at its place."""
    names = {"side": side._meta.model_name, "other": other._meta.model_name}
    rows = copy_out(_RANKED.format(**names), {"subjects": list(subjects)}, _RANKED_FIELDS)
    lists, others = rows["list"].astype(np.int64), rows["other"].astype(np.int64)
    score = rows["score"].astype(np.float32)
    # The day of publication is looked up for ties only: it stands in another table, a page away for every row.
    days = publication_days(other.objects.filter(pk__in=others[is_tied(lists, score)].tolist()))
    places = ranks(lists, score, days_of(others, days), others, KEPT)
    if side is Need:
        places = nudged_ranks(lists, score, places, nudges_of(others))
    # What is still to be placed must be, if only by its being out.
    moved = (places != rows["rank"]) | (rows["rank"] == TO_BE_PLACED)
    return zip(rows["id"][moved].tolist(), places[moved].tolist(), strict=True)


_RANKED = """
SELECT id, {side}_id, {other}_id, {side}_rank, score
FROM matching_match WHERE {side}_id = ANY(%(subjects)s::bigint[]) AND {side}_rank IS NOT NULL
"""
_RANKED_FIELDS = {"id": ">i8", "list": ">i8", "other": ">i8", "rank": ">i2", "score": ">f4"}


def publication_days(listings: QuerySet[Any]) -> dict[int, int]:
    """Id -> day of publication, as the engine counts it."""
    return {pk: at.date().toordinal() if at else 0 for pk, at in listings.values_list("pk", "published_at")}
