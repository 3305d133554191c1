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
    fallen: list[tuple[int]] = []
    with connection.cursor() as cursor:
        for statement, subjects in ((_NUMBER_NEEDS, needs), (_NUMBER_STARTUPS, startups)):
            cursor.execute(statement, {"subjects": list(subjects), "kept": KEPT})
            fallen += cursor.fetchall()
    Match.objects.filter(pk__in=[pk for (pk,) in fallen], need_rank=None, startup_rank=None).delete()


# The day of publication is looked up for ties only: it stands in another table, a page away for every row.
_NUMBER = """
WITH ranked AS (
    SELECT id, need_id, startup_id, {side}_rank, score, count(*) OVER (PARTITION BY {side}_id, score) > 1 AS is_tied
    FROM matching_match WHERE {side}_id = ANY(%(subjects)s) AND {side}_rank IS NOT NULL
), placed AS (
    SELECT id, {side}_rank, row_number() OVER (
        PARTITION BY {side}_id
        ORDER BY score DESC, CASE WHEN is_tied THEN (
            SELECT (published_at AT TIME ZONE 'UTC')::date FROM {other_table} WHERE id = {other}_id
        ) END, {other}_id
    ) AS place FROM ranked
), renumbered AS (
    UPDATE matching_match SET {side}_rank = CASE WHEN place <= %(kept)s THEN place END
    FROM placed WHERE placed.id = matching_match.id AND placed.{side}_rank <> place
    RETURNING matching_match.id, matching_match.{side}_rank
)
SELECT id FROM renumbered WHERE {side}_rank IS NULL
"""
_NUMBER_NEEDS = _NUMBER.format(side="need", other="startup", other_table="startups_startup")
_NUMBER_STARTUPS = _NUMBER.format(side="startup", other="need", other_table="cities_need")
