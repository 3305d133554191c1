"""How many rows, and how many of each kind; kept for some minutes where there are many.

Counting a long list reads all of it, while a page shows 24 rows. What was counted over more than `COUNTED_ANEW` rows is
therefore kept, and a short list is always counted anew, so that whoever has just published finds the numbers right.
Kept in each process and not in Redis: pages are read without Redis too, and a process counts one thing once.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, TypeVar

from django.contrib.admin.utils import lookup_spawns_duplicates
from django.core.cache import caches
from django.core.exceptions import EmptyResultSet
from django.db.models import Count, QuerySet

COUNTED_ANEW = 1_000
KEPT_SECONDS = 300
# The name of a cache in the settings.
COUNTS = "counts"

Counted = TypeVar("Counted")


def question_key(rows: QuerySet) -> str:
    """Of a cache: the same for the same question in the same order by whoever sees the same rows.

    "" where the question itself rules out every row.
    """
    asked = rows if rows.query.has_select_fields else rows.values("pk")
    try:
        return sha256(repr(asked.query.sql_with_params()).encode()).hexdigest()
    except EmptyResultSet:
        return ""


def count_of(rows: QuerySet) -> int:
    """How many they are."""
    return _kept(f"rows:{question_key(rows.order_by())}", rows.count, lambda count: count)


def counts_of(rows: QuerySet, path: str) -> Mapping[Any, int]:
    """Of each value under `path` the number of rows that hold it."""
    rows = rows.order_by()
    repeats = lookup_spawns_duplicates(rows.model._meta, path)
    counts = rows.values_list(path).annotate(Count("pk", distinct=repeats))
    return _kept(f"{path}:{question_key(rows)}", lambda: dict(counts), lambda found: sum(found.values()))


def _kept(key: str, count: Callable[[], Counted], size: Callable[[Counted], int]) -> Counted:
    kept = caches[COUNTS].get(key)
    if kept is not None:
        return kept
    counted = count()
    if size(counted) > COUNTED_ANEW:
        caches[COUNTS].set(key, counted, KEPT_SECONDS)
    return counted
