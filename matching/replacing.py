"""The end of a full run: all stored lists become the run's, but for what was edited meanwhile.

Two ways, chosen by how many rows differ. Where few do, the run's pairs are copied into a staging table and merged: what
is unchanged is not written again. Where most do, as after a night's new statistics, they are copied into a table beside
that takes the stored one's place: a fraction of a merge's time, and no dead rows. Both happen in the caller's
transaction: no reader sees a part of it, and of a killed worker nothing is left.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.db.models import Q
from numpy.typing import NDArray

from cities.models import Need
from matching import beside
from matching.columns import PairColumns
from matching.copying import Column, copy_in, copy_out
from matching.lists import renumber
from matching.models import Match
from matching.pins import keep_pins
from startups.models import Startup

STAGING = "pg_temp.matching_staged"
# Fewer pairs are merged whatever they are: that takes no lock which a reader would wait for.
FEWEST_TO_EXCHANGE = 50_000
# From this share of rows that differ, a new table is cheaper than a merge (docs/benchmarks.md).
SHARE_TO_EXCHANGE = 0.2
SAMPLED_NEEDS = 50
# For statements over millions of rows; nobody waits for them, and the task's own time limit ends them at last.
FOR_SIZE = """
SET LOCAL statement_timeout = '20min';
SET LOCAL work_mem = '256MB';
SET LOCAL maintenance_work_mem = '256MB';
"""


@dataclass(frozen=True)
class Versions:
    """What the scores of a run were computed with."""

    weights: str
    snapshot: str


@dataclass(frozen=True, eq=False)
class StagedLists:
    """A run's pairs in the database, not yet where readers look, until the transaction ends."""

    columns: PairColumns
    is_beside: bool

    @property
    def table(self) -> str:
        return beside.TABLE if self.is_beside else STAGING


def stage_lists(columns: PairColumns, versions: Versions, share_to_exchange: float = SHARE_TO_EXCHANGE) -> StagedLists:
    """Bring a run's pairs into the database: the long part of `replace_lists`, before the run lock is taken.

    Raises the limits of time and memory for the rest of the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOR_SIZE)
    is_beside = len(columns) >= FEWEST_TO_EXCHANGE and share_that_differs(columns, versions) > share_to_exchange
    staged = StagedLists(columns, is_beside)
    (_fill_beside if is_beside else _fill_staging)(columns, versions)
    return staged


def share_that_differs(columns: PairColumns, versions: Versions) -> float:
    """Of the run's pairs, by a sample of needs: how many are stored differently or not at all."""
    needs = np.unique(columns.need[:: len(columns) // SAMPLED_NEEDS + 1])
    sample = columns.take(np.isin(columns.need, needs))
    ours = np.rec.fromarrays(
        [sample.need, sample.startup, sample.score, sample.need_rank, sample.startup_rank],
        dtype=list(_COMPARED.items()),
    )
    parameters = {"needs": needs.tolist(), "weights": versions.weights, "snapshot": versions.snapshot}
    stored = copy_out(_SAMPLE, parameters, _COMPARED)
    theirs = stored[list(_COMPARED)]
    return 1 - len(set(ours.tolist()) & set(theirs.tolist())) / max(len(sample), 1)


_COMPARED = {"need": ">i8", "startup": ">i8", "score": ">f4", "need_rank": ">i2", "startup_rank": ">i2"}
_SAMPLE = """
SELECT need_id, startup_id, score, coalesce(need_rank, 0::smallint), coalesce(startup_rank, 0::smallint)
FROM matching_match
WHERE need_id = ANY(%(needs)s::bigint[]) AND weights_version = %(weights)s AND snapshot_version = %(snapshot)s
"""


def _fill_staging(columns: PairColumns, versions: Versions) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CREATE_STAGING)
        _copy(STAGING, columns, versions)
        cursor.execute(f"ANALYZE {STAGING}")


def _fill_beside(columns: PairColumns, versions: Versions) -> None:
    beside.create()
    now = np.datetime64("now", "us") - np.datetime64("2000-01-01", "us")
    _copy(beside.TABLE, columns, versions, scored_at=now.astype(np.int64))
    beside.complete()


# Not the whole table LIKE the stored one: neither defaults nor constraints are wanted here.
_CREATE_STAGING = """
DROP TABLE IF EXISTS pg_temp.matching_staged;
CREATE TEMPORARY TABLE matching_staged ON COMMIT DROP AS
SELECT need_id, startup_id, need_rank, startup_rank, score, band, parts, weights_version, snapshot_version
FROM matching_match LIMIT 0;
"""


def _copy(table: str, columns: PairColumns, versions: Versions, **constants: Column) -> None:
    """In the order in which lists are read: those of needs together, then what is in a startup's list only."""
    in_need, in_startup = columns.need_rank > 0, columns.startup_rank > 0
    _copy_list(table, columns.take(in_need & in_startup), versions, constants)
    _copy_list(table, columns.take(in_need & ~in_startup), versions, constants | {"startup_rank": None})
    _copy_list(table, columns.take(~in_need & in_startup), versions, constants | {"need_rank": None})


def _copy_list(table: str, rows: PairColumns, versions: Versions, constants: Mapping[str, Column]) -> None:
    keys = (rows.need, rows.startup) if "need_rank" in constants else (rows.startup, rows.need)
    rows = rows.take(np.lexsort(keys))
    columns: dict[str, Column] = {
        "need_id": rows.need,
        "startup_id": rows.startup,
        "need_rank": rows.need_rank,
        "startup_rank": rows.startup_rank,
        "score": rows.score,
        "band": rows.band,
        "parts": rows.parts,
        "weights_version": versions.weights.encode(),
        "snapshot_version": versions.snapshot.encode(),
    }
    copy_in(table, {**columns, **constants}, len(rows))


def replace_lists(staged: StagedLists, stale_needs: Collection[int], stale_startups: Collection[int]) -> int:
    """Make the stored lists those of the run; returns how many pairs are stored now.

    Stale is what the run did not read at its present revision: edited, withdrawn or published since. Pairs with a stale
    subject stay as they are stored, because its own rescoring knows better, unless one of the two is no longer listed;
    lists that hold such a pair, or held one in the run, are numbered anew. All other pairs are the run's.

    The caller holds the run lock alone, and commits at once: from here on readers of the lists may have to wait.
    """
    stale = {"needs": sorted(stale_needs), "startups": sorted(stale_startups)}
    with connection.cursor() as cursor:
        if any(stale.values()):
            cursor.execute(_DROP_STALE.format(staged.table), stale)
        if not staged.is_beside:
            cursor.execute(_MERGE, stale)
            _settle(staged.columns, **stale)
            keep_pins()
            return Match.objects.count()
        with beside.meant_by_name() as stored:
            cursor.execute(_TAKE_STANDING.format(stored), stale)
            _settle(staged.columns, **stale)
            keep_pins()
            count = Match.objects.count()
    beside.exchange()
    return count


_DROP_STALE = "DELETE FROM {} WHERE need_id = ANY(%(needs)s::bigint[]) OR startup_id = ANY(%(startups)s::bigint[])"
_TAKE_STANDING = """
INSERT INTO matching_match (
    need_id, startup_id, need_rank, startup_rank, score, band, parts, weights_version, snapshot_version, scored_at
)
SELECT need_id, startup_id, need_rank, startup_rank, score, band, parts, weights_version, snapshot_version, scored_at
FROM {} WHERE need_id = ANY(%(needs)s::bigint[]) OR startup_id = ANY(%(startups)s::bigint[])
"""
_MERGE = """
MERGE INTO matching_match AS old
USING pg_temp.matching_staged AS new ON old.need_id = new.need_id AND old.startup_id = new.startup_id
WHEN MATCHED AND (
    old.need_rank, old.startup_rank, old.score, old.band, old.parts, old.weights_version, old.snapshot_version
) IS DISTINCT FROM (
    new.need_rank, new.startup_rank, new.score, new.band, new.parts, new.weights_version, new.snapshot_version
) THEN UPDATE SET
    need_rank = new.need_rank, startup_rank = new.startup_rank, score = new.score, band = new.band, parts = new.parts,
    weights_version = new.weights_version, snapshot_version = new.snapshot_version, scored_at = now()
WHEN NOT MATCHED THEN INSERT (
    need_id, startup_id, need_rank, startup_rank, score, band, parts, weights_version, snapshot_version, scored_at
) VALUES (
    new.need_id, new.startup_id, new.need_rank, new.startup_rank, new.score, new.band, new.parts,
    new.weights_version, new.snapshot_version, now()
)
WHEN NOT MATCHED BY SOURCE
    AND NOT (old.need_id = ANY(%(needs)s::bigint[]) OR old.startup_id = ANY(%(startups)s::bigint[]))
THEN DELETE
"""


def _settle(columns: PairColumns, needs: Sequence[int], startups: Sequence[int]) -> None:
    """Ranks where stale subjects are or were; then what is no longer listed leaves."""
    if not needs and not startups:
        return
    standing = Match.objects.filter(Q(need__in=needs) | Q(startup__in=startups))
    was = columns.take(np.isin(columns.need, needs) | np.isin(columns.startup, startups))
    lists = np.array([*standing.values_list("need", "startup")], np.int64).reshape(-1, 2)
    standing.exclude(need__in=Need.objects.open().values("pk")).delete()
    standing.exclude(startup__in=Startup.objects.listed().values("pk")).delete()
    # A pair that had no place in the old list may have one in the new.
    standing.filter(need_rank=None).update(need_rank=0)
    standing.filter(startup_rank=None).update(startup_rank=0)
    renumber(needs=_ids(lists[:, 0], was.need), startups=_ids(lists[:, 1], was.startup))


def _ids(*arrays: NDArray[np.int64]) -> list[int]:
    return np.unique(np.concatenate(arrays)).tolist()
