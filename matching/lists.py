"""The stored lists: which pairs are kept, and their ranks. Everything here runs inside a caller's transaction.

A list is whatever pairs are stored for a subject, by score; ties go to the earlier publication, then to the lower id,
as in the engine. So ranks follow from the rows, and a pair that is in neither list's best `KEPT` is dropped.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection

from matching import engine
from matching.models import KEPT, Match

# Any number, the same everywhere: edits hold it shared, the end of a full run alone.
RUN_LOCK = 7_101


@dataclass(frozen=True)
class ScoredPair:
    """One pair as the engine scored it; `parts` in the engine's order."""

    need: int
    startup: int
    score: float
    band: int
    parts: Sequence[float]


def lock_run(*, alone: bool) -> None:
    """Until the transaction ends. Closes the race between a run's merge and an edit's write."""
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [RUN_LOCK])


def store(pairs: Sequence[ScoredPair], snapshot_version: str) -> None:
    """Insert or overwrite these pairs; a row whose numbers are unchanged is not written again."""
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            [
                engine.CURRENT.version,
                snapshot_version,
                [pair.need for pair in pairs],
                [pair.startup for pair in pairs],
                [pair.score for pair in pairs],
                [pair.band for pair in pairs],
                # Arrays of arrays must be rectangular in PostgreSQL and come apart in unnest, so parts travel as text.
                [f"{{{','.join(str(float(part)) for part in pair.parts)}}}" for pair in pairs],
            ],
        )


_STORE = """
INSERT INTO matching_match AS old
    (need_id, startup_id, score, band, parts, weights_version, snapshot_version, scored_at)
SELECT need, startup, score, band, parts::real[], %s, %s, now()
FROM unnest(%s::bigint[], %s::bigint[], %s::real[], %s::smallint[], %s::text[])
    AS new (need, startup, score, band, parts)
ON CONFLICT (need_id, startup_id) DO UPDATE
SET score = EXCLUDED.score, band = EXCLUDED.band, parts = EXCLUDED.parts, scored_at = EXCLUDED.scored_at,
    weights_version = EXCLUDED.weights_version, snapshot_version = EXCLUDED.snapshot_version
WHERE (old.score, old.band, old.parts, old.weights_version, old.snapshot_version)
   IS DISTINCT FROM (EXCLUDED.score, EXCLUDED.band, EXCLUDED.parts, EXCLUDED.weights_version, EXCLUDED.snapshot_version)
"""


def renumber(needs: Collection[int] = (), startups: Collection[int] = ()) -> None:
    """Ranks of these needs' and startups' lists anew; then pairs that are in no list are dropped."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER_NEEDS, [KEPT, list(needs)])
        cursor.execute(_NUMBER_STARTUPS, [KEPT, list(startups)])
    unranked = Match.objects.filter(need_rank=None, startup_rank=None)
    (unranked.filter(need__in=needs) | unranked.filter(startup__in=startups)).delete()


_NUMBER = """
UPDATE matching_match SET {side}_rank = place
FROM (
    SELECT pair.id, CASE WHEN row_number() OVER list <= %s THEN row_number() OVER list END AS place
    FROM matching_match pair JOIN {other_table} other ON other.id = pair.{other}_id
    WHERE pair.{side}_id = ANY(%s)
    WINDOW list AS (
        PARTITION BY pair.{side}_id
        ORDER BY pair.score DESC, (other.published_at AT TIME ZONE 'UTC')::date, other.id
    )
) numbered
WHERE numbered.id = matching_match.id AND {side}_rank IS DISTINCT FROM place
"""
_NUMBER_NEEDS = _NUMBER.format(side="need", other="startup", other_table="startups_startup")
_NUMBER_STARTUPS = _NUMBER.format(side="startup", other="need", other_table="cities_need")
