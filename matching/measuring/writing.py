"""How fast lists and vectors are written and read, beside the usual ways of Django. Figures: docs/benchmarks.md.

Everything happens in tables of its own, within a transaction that is rolled back: no row of the site is touched. What
would take minutes is done for a slice and reckoned for all; its name ends in `_reckoned`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from matching import replacing
from matching.columns import PairColumns
from matching.lists import lock_run, renumber, store
from matching.measuring.timing import seconds
from matching.models import KEPT, Match, TextVector
from matching.replacing import Versions, replace_lists, stage_lists
from matching.vectors import read_vectors, text_hash, write_vectors

Figures = dict[str, float]
SCHEMA = "matching_measured"
TABLES = ("matching_match", "matching_textvector", "startups_startup", "cities_need")
PARTS = 9
NEVER, ALWAYS = 2.0, -1.0  # shares of rows that differ
UPDATED = ["need_rank", "startup_rank", "score", "band", "parts", "weights_version", "snapshot_version"]


class MadeUp:
    """Stands for an encoder where only names and sizes count."""

    name = "made up"
    dimension = 384

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise NotImplementedError("Every text has its vector already")


def measure_lists(needs: int = 2_500, startups: int = 5_000, sliced: int = 20_000) -> Figures:
    """Seconds to store all lists (nearly 500,000 pairs by default), each way, and ratios to the exchange of tables."""
    old, new = made_up_lists(needs, startups, seed=1), made_up_lists(needs, startups, seed=2)
    with own_tables():
        first = _closing(old, "1", ALWAYS)
        unchanged = _closing(old, "1", NEVER)
        exchanged = _closing(new, "2", ALWAYS)
        merged = _closing(old, "3", NEVER)
        # Over rows that are there, as a rematch finds them.
        rows = list(islice(_as_rows(old), sliced))
        created = seconds(lambda: _bulk_create(rows)) * len(old) / len(rows)
        few = rows[: sliced // 20]
        one_by_one = seconds(lambda: _update_or_create(few)) * len(old) / len(few)
    taken = {
        "exchange_first": first,
        "exchange_all_changed": exchanged,
        "merge_unchanged": unchanged,
        "merge_all_changed": merged,
        "bulk_create_reckoned": created,
        "update_or_create_reckoned": one_by_one,
    }
    return {"rows": len(old)} | taken | {f"{name}_ratio": value / exchanged for name, value in taken.items()}


def measure_edits(needs: int = 5_000, startups: int = 10_000, edits: int = 200) -> Figures:
    """Milliseconds to write one edited startup's pairs and ranks into the lists, about a million pairs by default."""
    lists = made_up_lists(needs, startups, seed=1)
    draw = np.random.default_rng(3)
    with own_tables():
        _closing(lists, "1", ALWAYS)
        taken = []
        for startup in draw.choice(np.unique(lists.startup), edits, replace=False).tolist():
            own = lists.take(lists.startup == startup)
            moved = replace(own, score=own.score + draw.normal(0, 0.3, len(own)).astype(np.float32))
            taken.append(seconds(partial(_write_edit, moved, startup)) * 1_000)
        rows = Match.objects.count()
    return {"rows": rows, "edits": edits, "p50": float(np.median(taken)), "p95": float(np.quantile(taken, 0.95))}


def measure_vectors(count: int = 100_000, sliced: int = 5_000) -> Figures:
    """Seconds to write and to read `count` vectors of 384 numbers, by COPY and through the ORM."""
    encoder: Any = MadeUp()
    texts = {str(number): (f"text {number}",) for number in range(count)}
    vectors = np.random.default_rng(1).standard_normal((count, encoder.dimension)).astype(np.float32)
    rows = TextVector.objects.filter(subject="startup")
    with own_tables():
        written = seconds(lambda: write_vectors("startup", texts, vectors, encoder.name))
        read = seconds(lambda: read_vectors("startup", texts, encoder))
        as_text = seconds(lambda: np.array(list(rows[:sliced].values_list("vector", flat=True)), np.float32))
        made = [
            TextVector(subject="need", key=key, model=encoder.name, text_hash=text_hash(own), vector=vector.tolist())
            for (key, own), vector in zip(texts.items(), vectors[: sliced // 5], strict=False)
        ]
        created = seconds(lambda: TextVector.objects.bulk_create(made))
    as_text, created = as_text * count / sliced, created * count / len(made)
    return {
        "vectors": count,
        "copy_in": written,
        "bulk_create_reckoned": created,
        "bulk_create_reckoned_ratio": created / written,
        "copy_out": read,
        "orm_read_reckoned": as_text,
        "orm_read_reckoned_ratio": as_text / read,
    }


@contextmanager
def own_tables() -> Iterator[None]:
    """Empty tables of the same shape under the same names, gone at the end of the block."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in TABLES:
            cursor.execute(f"CREATE TABLE {SCHEMA}.{table} (LIKE {table} INCLUDING ALL)")
        cursor.execute("SELECT set_config('search_path', %s || ', ' || current_setting('search_path'), true)", [SCHEMA])
        cursor.execute(replacing.FOR_SIZE)
        yield
        transaction.set_rollback(True)


def made_up_lists(needs: int, startups: int, seed: int) -> PairColumns:
    """The lists of both sides by scores of hidden features, so that some startups are in many lists."""
    draw = np.random.default_rng(seed)
    features = [draw.standard_normal((rows, 16)).astype(np.float32) for rows in (needs, startups)]
    scores = features[0] @ features[1].T
    scores = 8 + 2 * scores / scores.std()
    best_startups = np.argpartition(-scores, KEPT, axis=1)[:, :KEPT]
    best_needs = np.argpartition(-scores, KEPT, axis=0)[:KEPT].T
    pairs = np.union1d(
        np.repeat(np.arange(needs), KEPT) * startups + best_startups.ravel(),
        best_needs.ravel() * startups + np.repeat(np.arange(startups), KEPT),
    )
    need, startup = np.divmod(pairs, startups)
    score = scores[need, startup]
    parts = draw.standard_normal((len(pairs), PARTS)).astype(np.float32)
    parts[:, 0] += score - parts.sum(axis=1)
    nowhere, band = np.zeros(len(pairs), np.int16), np.digitize(score, [9, 12]).astype(np.int16) + np.int16(1)
    return PairColumns(need + 1, startup + 1, score, band, parts, nowhere, nowhere).ranked({}, {}, KEPT)


def _closing(lists: PairColumns, snapshot: str, share_to_exchange: float) -> float:
    def close() -> None:
        lock_run(alone=True)
        replace_lists(stage_lists(lists, Versions("1", snapshot), share_to_exchange), [], [])

    return seconds(close)


def _write_edit(pairs: PairColumns, startup: int) -> None:
    """What an edit writes: the statements of `services.write_lists_of` but for the locks of the rows."""
    lock_run(alone=False)
    stored = set(Match.objects.filter(startup=startup).values_list("need", flat=True))
    touched = stored.union(pairs.need.tolist())
    Match.objects.filter(startup=startup, need__in=stored.difference(pairs.need.tolist())).delete()
    store(pairs, "1", "1")
    renumber(needs=touched, startups=[startup])


def _as_rows(lists: PairColumns) -> Iterator[Match]:
    columns = [getattr(lists, name).tolist() for name in ("need", "startup", *UPDATED[:5])]
    for need, startup, need_rank, startup_rank, score, band, parts in zip(*columns, strict=True):
        yield Match(
            need_id=need, startup_id=startup, need_rank=need_rank or None, startup_rank=startup_rank or None,
            score=score, band=band, parts=parts, weights_version="1", snapshot_version="4",
        )  # fmt: skip


def _bulk_create(rows: Sequence[Match]) -> None:
    Match.objects.bulk_create(
        rows, batch_size=1_000, update_conflicts=True, unique_fields=["need", "startup"], update_fields=UPDATED
    )


def _update_or_create(rows: Sequence[Match]) -> None:
    for row in rows:
        values = {name: getattr(row, name) for name in UPDATED}
        Match.objects.update_or_create(need_id=row.need_id, startup_id=row.startup_id, defaults=values)
