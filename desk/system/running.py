"""Runs of matching: the one under way, the last ones, and what the last one changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from cities.models import Need
from desk.health import examine, heartbeat
from matching.models import Band, Run
from startups.models import Startup

RUNS_SHOWN = 8


@dataclass(frozen=True)
class Progress:
    """How far the run under way is: texts while it reads, blocks while it scores."""

    run: Run
    done: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0

    @property
    def seconds(self) -> int:
        return round((timezone.now() - self.run.started_at).total_seconds())


@dataclass(frozen=True)
class Runs:
    progress: Progress | None
    last: Sequence[Run]
    has_worker: bool


def runs() -> Runs:
    """Three queries, whether a run is under way or not."""
    last = list(Run.objects.select_related("snapshot", "started_by", "stopped_by").defer("snapshot__data")[:RUNS_SHOWN])
    under_way = next((run for run in last if not run.is_over), None)
    [worker] = examine({"worker and beat": heartbeat})
    return Runs(_progress(under_way) if under_way else None, last, worker.is_good)


def _progress(run: Run) -> Progress:
    if run.state == Run.State.EMBEDDING:
        return Progress(run, run.texts_done, run.texts_total)
    scored = run.blocks.aggregate(total=Count("pk"), done=Count("pk", filter=Q(result__isnull=False)))
    return Progress(run, scored["done"], scored["total"])


@dataclass(frozen=True)
class ChangedPair:
    need: Need
    startup: Startup
    was: str
    became: str


@dataclass(frozen=True)
class Changes:
    """What the last run that ended changed in the lists. `moves`: (band before, band after, pairs)."""

    run: Run
    new: int
    lost: int
    up: int
    down: int
    moves: Sequence[tuple[str, str, int]]
    pairs: Sequence[ChangedPair]

    @property
    def is_none(self) -> bool:
        return not self.moves


def changes() -> Changes | None:
    """Of the last run that ended; None before the first one, or where it is older than the counting of changes."""
    run = Run.objects.filter(state=Run.State.DONE).first()
    if run is None or not run.changes:
        return None
    counts = run.changes["counts"]
    return Changes(
        run=run,
        new=_sum(counts, lambda was, became: not was),
        lost=_sum(counts, lambda was, became: not became),
        up=_sum(counts, lambda was, became: was and became > was),
        down=_sum(counts, lambda was, became: became and became < was),
        moves=[(_band(was), _band(became), pairs) for was, became, pairs in counts],
        pairs=_pairs(run.changes["pairs"]),
    )


def _sum(counts: Iterable[Sequence[int]], is_meant: Any) -> int:
    return sum(pairs for was, became, pairs in counts if is_meant(was, became))


def _pairs(rows: Sequence[Sequence[int]]) -> list[ChangedPair]:
    """Those whose both sides are still there."""
    needs = Need.objects.with_card().in_bulk({row[0] for row in rows})
    startups = Startup.objects.in_bulk({row[1] for row in rows})
    return [
        ChangedPair(needs[need], startups[startup], _band(was), _band(became))
        for need, startup, was, became in rows
        if need in needs and startup in startups
    ]


def _band(number: int) -> str:
    """The band's name; "" for a pair that stands in no list."""
    return str(Band(number).label) if number else ""
