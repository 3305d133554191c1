"""Checks of a running installation, each a verdict and a sentence. `/readyz` asks the first two, `doctor` all."""

import shutil
from collections.abc import Callable, Mapping
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

Verdict = tuple[bool, str]
Checks = Mapping[str, Callable[[], Verdict]]


@dataclass(frozen=True)
class Finding:
    name: str
    is_good: bool
    sentence: str


def database() -> Verdict:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), extversion FROM pg_extension WHERE extname = 'vector'"
        )
        row = cursor.fetchone()
    if row is None:
        return False, "the extension vector is missing: run manage.py migrate as a user who may create extensions"
    return True, f"PostgreSQL {row[0]}, pgvector {row[1]}"


def migrations() -> Verdict:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return False, f"{len(waiting)} not applied: run manage.py migrate"
    return True, "all applied"


def broker() -> Verdict:
    with current_app.connection_for_write(connect_timeout=2) as channel:
        channel.ensure_connection(max_retries=0)
    return True, "answers"


def cache_store() -> Verdict:
    cache.set("desk.doctor", "1", 5)
    if cache.get("desk.doctor") != "1":
        return False, "forgets what is written: is it full, or are there two servers behind REDIS_URL?"
    return True, "keeps what is written"


def heartbeat() -> Verdict:
    """Worker and beat together: a task that beat sent was finished by a worker within the last minute."""
    beaten = cache.get(HEARTBEAT)
    if beaten is None:
        return False, "no heartbeat yet: start a Celery worker and celery beat"
    age = timezone.now() - datetime.fromisoformat(beaten)
    if age >= timedelta(seconds=HEARTBEAT_SECONDS):
        return False, f"last heartbeat {age.total_seconds():.0f} s ago: look whether the worker and beat still run"
    return True, f"last heartbeat {age.total_seconds():.0f} s ago"


def disk() -> Verdict:
    free = shutil.disk_usage(settings.BASE_DIR).free
    return free >= LEAST_FREE_BYTES, f"{free / 1024**3:.1f} GiB free"


def configuration() -> Verdict:
    found = run_checks(include_deployment_checks=not settings.DEMO_MODE)
    if problems := [problem.msg for problem in found if problem.level >= WARNING]:
        return False, "; ".join(problems)
    return True, "demo mode: not for production" if settings.DEMO_MODE else "fit for production"


def matching() -> Verdict:
    last = Run.objects.filter(state=Run.State.DONE).first()
    if last is None:
        return False, "no full rematch has finished yet: run manage.py rematch"
    snapshot = Snapshot.objects.filter(is_current=True).first()
    version = snapshot.version if snapshot else "shipped"
    return True, f"run {last.pk} kept {last.matches} matches; snapshot {version}"


READINESS: Checks = {"database": database, "migrations": migrations}
ALL: Checks = {
    **READINESS,
    "broker": broker,
    "cache": cache_store,
    "worker and beat": heartbeat,
    "disk": disk,
    "settings": configuration,
    "matching": matching,
}


def examine(checks: Checks) -> list[Finding]:
    """Every check's finding; a check that raises is a bad finding with the error in its sentence."""
    return [Finding(name, *_verdict(check)) for name, check in checks.items()]


def _verdict(check: Callable[[], Verdict]) -> Verdict:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what the doctor reports
        reason = f"{error}".strip() or type(error).__name__
        return False, f"does not answer: {reason.splitlines()[0]}"
