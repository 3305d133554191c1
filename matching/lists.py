"""The stored lists after one edit: which pairs are kept, and their ranks. All of it inside a caller's transaction.

A list is the pairs that hold a rank in it, by score; ties go to the earlier publication, then to the lower id, as in
the engine. A pair with no rank in either list is dropped. A list that loses a pair is not refilled from pairs that are
stored for the other side only: `KEPT` is more than is shown, and the next full run (matching/replacing.py) fills it.
"""

from collections.abc import Collection

from django.db import connection

from matching import engine
from matching.columns import PairColumns
from matching.models import KEPT, Match

# Any number, the same everywhere: edits hold it shared, the end of a full run alone.
RUN_LOCK = 7_101


def lock_run(*, alone: bool) -> None:
    """Until the transaction ends. Closes the race between a run's merge and an edit's write."""
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [RUN_LOCK])


def store(pairs: PairColumns, snapshot_version: str) -> None:
    """Insert or overwrite these pairs; a row whose numbers are unchanged is not written again.

    What is written stands in both lists at rank 0, "to be placed", until `renumber` has been called for both sides.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            {
                "weights": engine.CURRENT.version,
                "snapshot": snapshot_version,
                "needs": pairs.need.tolist(),
                "startups": pairs.startup.tolist(),
                "scores": pairs.score.tolist(),
                "bands": pairs.band.tolist(),
                # Arrays of arrays come apart in unnest, so the parts of all pairs travel as one array.
                "parts": pairs.parts.ravel().tolist(),
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
    changed: dict[int, list[int | None]] = {}
    with connection.cursor() as cursor:
        for column, (statement, subjects) in enumerate(((_PLACE_IN_NEEDS, needs), (_PLACE_IN_STARTUPS, startups))):
            cursor.execute(statement, {"subjects": list(subjects), "kept": KEPT})
            for pk, place in cursor.fetchall():
                changed.setdefault(pk, [AS_IT_IS, AS_IT_IS])[column] = place
        ranks = [list(column) for column in zip(*changed.values(), strict=True)] or [[], []]
        # The rows by number, counted: joined with the places themselves, the whole table would be read for them.
        cursor.execute(_RENUMBER, [list(changed), *ranks])
    fallen = [pk for pk, places in changed.items() if None in places]
    Match.objects.filter(pk__in=fallen, need_rank=None, startup_rank=None).delete()


AS_IT_IS = -1
# The day of publication is looked up for ties only: it stands in another table, a page away for every row.
_PLACE = """
WITH ranked AS (
    SELECT id, {other}_id, {side}_id, {side}_rank, score, count(*) OVER (PARTITION BY {side}_id, score) > 1 AS is_tied
    FROM matching_match WHERE {side}_id = ANY(%(subjects)s) AND {side}_rank IS NOT NULL
), placed AS (
    SELECT id, {side}_rank, row_number() OVER (
        PARTITION BY {side}_id
        ORDER BY score DESC, CASE WHEN is_tied THEN (
            SELECT (published_at AT TIME ZONE 'UTC')::date FROM {other_table} WHERE id = {other}_id
        ) END, {other}_id
    ) AS place FROM ranked
)
SELECT id, CASE WHEN place <= %(kept)s THEN place END FROM placed WHERE {side}_rank <> place
"""
_PLACE_IN_NEEDS = _PLACE.format(side="need", other="startup", other_table="startups_startup")
_PLACE_IN_STARTUPS = _PLACE.format(side="startup", other="need", other_table="cities_need")
# A rank that was not placed here may be another edit's to write: it stays as it is then.
_RENUMBER = """
UPDATE matching_match AS old
SET need_rank = CASE WHEN new.need_rank = -1 THEN old.need_rank ELSE new.need_rank END,
    startup_rank = CASE WHEN new.startup_rank = -1 THEN old.startup_rank ELSE new.startup_rank END
FROM unnest(%s::bigint[], %s::smallint[], %s::smallint[]) AS new (id, need_rank, startup_rank)
WHERE old.id = new.id
"""
