"""A pytest plugin: real PostgreSQL and a real Redis-protocol server, up before pytest-django reads the settings.

They keep their data beside the demo's, so that tests never meet a running demo. Workers of xdist inherit the URLs.
"""

import os
from contextlib import ExitStack
from pathlib import Path

from matchmaker.embedded import PROJECT, data_directory, embedded_servers

SHARED = Path(os.environ.get("SHARED_DATA") or PROJECT.parent / "shared")

_running = ExitStack()


def _start() -> None:
    os.environ.setdefault("DATA_DIR", str(PROJECT / ".data" / "tests"))
    os.environ.setdefault("DEMO_MODE", "true")
    # Playwright's event loop runs in the tests' thread; Django would take every later query for one inside of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ["ENCODER"] = "tests.encoder.RememberingMiniLM"
    os.environ["TESTS_VECTORS"] = str(data_directory().resolve() / "vectors")
    # What a developer's machine keeps in its environment must not change a result.
    os.environ["REDIS_PREFIX"] = f"tests-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    _running.enter_context(embedded_servers())


_start()


def pytest_unconfigure() -> None:
    _running.close()
