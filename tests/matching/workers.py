"""Other processes on a test's database: Celery workers, and whatever else is started beside them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.db import connection

from matching.models import Match

PATIENCE_SECONDS = 120
TABLE = ("need", "startup", "need_rank", "startup_rank", "score", "band", "parts")


def start(*program: str, **options) -> subprocess.Popen:
    """A Python program on this test's database; a session of its own, so that a kill takes its children along."""
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + connection.settings_dict["NAME"]
    environment = os.environ | {"DATABASE_URL": url} | options.pop("environment", {})
    return subprocess.Popen([sys.executable, *program], env=environment, start_new_session=True, **options)


def start_worker(name: str = "worker", **environment: str) -> subprocess.Popen:
    """A Celery worker with one process in its pool."""
    return start(
        *("-m", "celery", "--app", "matchmaker", "worker", "--concurrency", "1", "--hostname", f"{name}@test"),
        *("--queues", "celery,embedding", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"),
        environment=environment,
    )


@contextmanager
def worker(**environment: str) -> Iterator[subprocess.Popen]:
    process = start_worker(**environment)
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen) -> None:
    """With its children, and at once, whatever they are at: rows and messages have to bear that anyway."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def eventually(is_true: Callable[[], bool], every_seconds: float = 0.05) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(every_seconds)


def table() -> list[tuple]:
    return list(Match.objects.order_by("need", "startup").values_list(*TABLE))
