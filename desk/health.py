"""Checks of a running installation, each a sentence and a verdict. `/readyz` asks the first two, `doctor` all."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.checks import WARNING, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from matching.models import Run, Snapshot

HEARTBEAT = "desk.heartbeat"
HEARTBEAT_SECONDS = 60
LEAST_FREE_BYTES = 1024**3


@dataclass(frozen=True)
class Finding:
    name: str
    is_good: bool
    sentence: str


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), extversion FROM pg_extension WHERE extname = 'vector'"
        )
        row = cursor.fetchone()
    if row is None:
        return Finding("database", False, "reachable, but the extension vector is missing: CREATE EXTENSION vector")
    return Finding("database", True, f"PostgreSQL {row[0]}, pgvector {row[1]}")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding("migrations", False, f"{len(waiting)} not applied: run manage.py migrate")
    return Finding("migrations", True, "all applied")


def broker() -> Finding:
    with current_app.connection_for_write(connect_timeout=2) as channel:
        channel.ensure_connection(max_retries=0)
    return Finding("broker", True, "answers")


def cache_store() -> Finding:
    cache.set("desk.doctor", "1", 5)
    is_good = cache.get("desk.doctor") == "1"
    return Finding("cache", is_good, "keeps what is written" if is_good else "forgets what is written")


def heartbeat() -> Finding:
    """Worker and beat together: a task that beat sent was finished by a worker within the last minute."""
    beaten = cache.get(HEARTBEAT)
    if beaten is None:
        return Finding("worker and beat", False, "no heartbeat yet: start a Celery worker and celery beat")
    age = timezone.now() - datetime.fromisoformat(beaten)
    is_good = age < timedelta(seconds=HEARTBEAT_SECONDS)
    return Finding("worker and beat", is_good, f"last heartbeat {age.total_seconds():.0f} s ago")


def disk() -> Finding:
    free = shutil.disk_usage(settings.BASE_DIR).free
    return Finding("disk", free >= LEAST_FREE_BYTES, f"{free / 1024**3:.1f} GiB free")


def configuration() -> Finding:
    problems = [
        problem for problem in run_checks(include_deployment_checks=not settings.DEMO_MODE) if problem.level >= WARNING
    ]
    if problems:
        return Finding("settings", False, "; ".join(problem.msg for problem in problems))
    return Finding("settings", True, "demo mode: not for production" if settings.DEMO_MODE else "fit for production")


def matching() -> Finding:
    last = Run.objects.filter(state=Run.State.DONE).first()
    if last is None:
        return Finding("matching", False, "no full rematch has finished yet: run manage.py rematch")
    snapshot = Snapshot.objects.filter(is_current=True).first()
    return Finding(
        "matching",
        True,
        f"run {last.pk} kept {last.matches} matches; snapshot {snapshot.version if snapshot else 'shipped'}",
    )


READINESS: tuple[Callable[[], Finding], ...] = (database, migrations)
ALL: tuple[Callable[[], Finding], ...] = (*READINESS, broker, cache_store, heartbeat, disk, configuration, matching)


def examine(checks: tuple[Callable[[], Finding], ...]) -> list[Finding]:
    """Every check's finding; a check that raises is a bad finding with the error as its sentence."""
    return [_finding(check) for check in checks]


def _finding(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what the doctor reports
        return Finding(check.__name__, False, f"{type(error).__name__}: {error}".strip().splitlines()[0])
