"""A run's pairs by hand, its end, and what is stored afterwards."""

import numpy as np
import pytest
from django.db import connection, transaction

from matching import engine, replacing
from matching.columns import PairColumns
from matching.lists import lock_run
from matching.models import Match
from matching.replacing import Versions, replace_lists, stage_lists

VERSIONS = Versions(weights=engine.CURRENT.version, snapshot="snapshot-1")
MERGED, EXCHANGED = "merged", "exchanged"


def take_the_way(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replacing, "FEWEST_TO_EXCHANGE", {MERGED: 1_000_000, EXCHANGED: 0}[way])
    monkeypatch.setattr(replacing, "share_that_differs", lambda *_: 1.0)


def pairs(*rows: tuple[int, int, int, int, float]) -> PairColumns:
    """Of (need, startup, rank for the need, rank for the startup, score)."""
    needs, startups, need_ranks, startup_ranks, scores = (np.array(column) for column in zip(*rows, strict=True))
    parts = np.zeros((len(rows), len(engine.PARTS)), np.float32)
    parts[:, 0] = scores
    return PairColumns(
        need=needs.astype(np.int64),
        startup=startups.astype(np.int64),
        score=scores.astype(np.float32),
        band=np.full(len(rows), 2, np.int16),
        parts=parts,
        need_rank=need_ranks.astype(np.int16),
        startup_rank=startup_ranks.astype(np.int16),
    )


def close_with(columns: PairColumns, versions=VERSIONS, stale_needs=(), stale_startups=()) -> int:
    with transaction.atomic():
        staged = stage_lists(columns, versions)
        lock_run(alone=True)
        return replace_lists(staged, stale_needs, stale_startups)


def stored() -> list[tuple]:
    rows = Match.objects.order_by("need", "startup")
    return list(rows.values_list("need", "startup", "need_rank", "startup_rank", "score"))


def shape() -> list[tuple]:
    """All that migrations know of the table: columns, constraints, indexes, the sequence of its numbers."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid = 'matching_match'::regclass
            UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE tablename = 'matching_match'
            UNION ALL SELECT 'sequence', pg_get_serial_sequence('matching_match', 'id'), ''
            UNION ALL SELECT 'options', '', reloptions::text FROM pg_class WHERE oid = 'matching_match'::regclass
            UNION ALL SELECT 'column', column_name, (data_type, is_nullable, column_default, is_identity)::text
            FROM information_schema.columns WHERE table_name = 'matching_match'
            UNION ALL SELECT 'schema', nspname, '' FROM pg_namespace WHERE nspname LIKE 'matching%'
            ORDER BY 1, 2, 3
        """)
        return cursor.fetchall()
