"""A worker killed while two share a run, and two full runs at once: the rows are those of an undisturbed run.

`make bench-faults` does the same more often and prints each round. Sizes and the seed of all moments come from the
environment: FAULT_KILLS, FAULT_PAIRS, FAULT_NEEDS, FAULT_STARTUPS, FAULT_SEED.
"""

import hashlib
import logging
import os
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.core.management import call_command

from matching import runs, tasks
from matching.models import Match, Run
from matching.synthetic import loading
from matchmaker import celery_app
from tests.matching import workers
from tests.matching.workers import eventually, table

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.xdist_group("faults"),
]

log = logging.getLogger(__name__)


def size(name: str, usual: int) -> int:
    return int(os.environ.get(f"FAULT_{name}", usual))


KILLS, PAIRS = size("KILLS", 3), size("PAIRS", 3)
NEEDS, STARTUPS, SEED = size("NEEDS", 12), size("STARTUPS", 60), size("SEED", 1)
BLOCKS = 12
IN_BLOCKS = {"MATCHING_BLOCK_SIZE": str(-(-STARTUPS // BLOCKS))}
WORKERS = ("one", "two")
SWEEP_SECONDS = 1


@pytest.fixture
def undisturbed() -> list[tuple]:
    """The rows that one run leaves that nobody disturbs."""
    loading.load(SEED, STARTUPS, NEEDS, date(2026, 1, 1), lambda rows: None)
    call_command("rematch")
    rows = table()
    assert len(rows) > NEEDS
    return rows


@pytest.fixture
def moments() -> random.Random:
    return random.Random(SEED)


@pytest.fixture
def started() -> Iterator[dict[str, subprocess.Popen]]:
    """Processes by name; what is in it at the end is stopped."""
    processes: dict[str, subprocess.Popen] = {}
    yield processes
    for process in processes.values():
        workers.kill(process)


def digest(rows: list[tuple]) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def await_worker(name: str) -> None:
    eventually(lambda: bool(celery_app.control.ping([f"{name}@test"], timeout=1)))


def scored_blocks(name: str) -> int:
    host = f"{name}@test"
    return celery_app.control.inspect([host], timeout=30).stats()[host]["total"].get("matching.tasks.score_block", 0)


def begin_anew() -> Run:
    Match.objects.all().delete()
    run = runs.start_run()
    tasks.ring_for(run)
    return run


def finish(run: Run) -> None:
    """Whoever is left finishes; the sweep finds what a killed worker had taken along."""

    def is_over() -> bool:
        if Run.objects.get(pk=run.pk).is_over:
            return True
        # As beat does: what nobody took up in time is not swept for. Else a slow worker drowns in what is rung for.
        tasks.sweep.apply_async(expires=SWEEP_SECONDS)
        return False

    eventually(is_over, every_seconds=SWEEP_SECONDS)
    assert Run.objects.get(pk=run.pk).state == Run.State.DONE


def test_a_worker_killed_at_any_moment_of_a_shared_run_changes_no_row(undisturbed, moments, started):
    started.update({name: workers.start_worker(name, **IN_BLOCKS) for name in WORKERS})
    for name in WORKERS:
        await_worker(name)
    # The first of them is not like the others: its workers still load what they keep.
    took, begun = min(shared_run(undisturbed), shared_run(undisturbed)), time.monotonic()
    assert min(map(scored_blocks, WORKERS)) > 0
    different = [number for number in range(1, KILLS + 1) if kill_round(number, took, moments, started) != undisturbed]
    conclude(f"{KILLS} kills", different, undisturbed, begun)


def conclude(what: str, different: list[int], undisturbed: list[tuple], begun: float) -> None:
    rows = f"the {len(undisturbed)} rows of an undisturbed run, {digest(undisturbed)}"
    log.info("%s in %.0f s, seed %d: %d differ from %s", what, time.monotonic() - begun, SEED, len(different), rows)
    assert different == []


def shared_run(undisturbed: list[tuple]) -> float:
    """Seconds of a run that two workers share."""
    begun, run = time.monotonic(), begin_anew()
    eventually(lambda: Run.objects.get(pk=run.pk).is_over)
    assert table() == undisturbed
    return time.monotonic() - begun


def kill_round(number: int, took: float, moments: random.Random, started: dict[str, subprocess.Popen]) -> list[tuple]:
    victim, moment = moments.choice(WORKERS), moments.uniform(0, took)
    run = begin_anew()
    time.sleep(moment)
    workers.kill(started.pop(victim))
    run.refresh_from_db()
    done, at_once = run.blocks.exclude(result=None).count(), Match.objects.count()
    finish(run)
    rows = table()
    assert at_once in (0, len(rows)), "a part of the run was to be seen"
    log.info(
        "kill %d: worker %s after %.2f of %.2f s, the run was %s, %d blocks scored, %d rows; at the end %d rows, %s",
        *(number, victim, moment, took, run.state, done, at_once, len(rows), digest(rows)),
    )
    started[victim] = workers.start_worker(victim, **IN_BLOCKS)
    await_worker(victim)
    return rows


def test_two_full_runs_at_once_leave_the_rows_of_one(undisturbed, moments, started):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    for name in WORKERS:
        started[name] = workers.start("-m", "tests.matching.rematching", environment=IN_BLOCKS, **pipes)
    assert [process.stdout.readline() for process in started.values()] == ["ready\n"] * 2
    took = min(timed(lambda: rematch_together(started, [0.0, 0.0])) for _ in range(2))
    begun = time.monotonic()
    different = [number for number in range(1, PAIRS + 1) if pair_round(number, took, moments, started) != undisturbed]
    conclude(f"{PAIRS} pairs of runs", different, undisturbed, begun)


def timed(work: Callable[[], None]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def pair_round(number: int, took: float, moments: random.Random, started: dict[str, subprocess.Popen]) -> list[tuple]:
    """Every other time the second begins within the first, else both at the same moment."""
    lag = moments.uniform(0, took) if number % 2 else 0.0
    Match.objects.all().delete()
    before = Run.objects.count()
    rematch_together(started, [0.0, lag])
    rows = table()
    assert not Run.objects.unfinished().exists()
    log.info(
        "pair %d: the second %.2f s after the first, %d runs; at the end %d rows, %s",
        *(number, lag, Run.objects.count() - before, len(rows), digest(rows)),
    )
    return rows


def rematch_together(started: dict[str, subprocess.Popen], lags: list[float]) -> None:
    for process, lag in zip(started.values(), lags, strict=True):
        process.stdin.write(f"{lag}\n")
        process.stdin.flush()
    assert [process.stdout.readline() for process in started.values()] == ["done\n"] * 2
