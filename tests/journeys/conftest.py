"""A whole site as `make run` starts it, and a browser in front of it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from matchmaker.embedded import PROJECT

START_SECONDS = 180


@dataclass(frozen=True)
class Site:
    """A running demo of its own data directory."""

    address: str
    environment: dict[str, str]
    output: str

    def manage(self, *arguments: str) -> str:
        """What a management command beside the site prints."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=PROJECT, env=self.environment, text=True, capture_output=True, check=True,
        ).stdout  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    data, port = tmp_path_factory.mktemp("site"), _free_port()
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL", "REDIS_PREFIX"}
    } | {"DATA_DIR": str(data), "PORT": str(port), "DEMO_MODE": "true"}
    output = data / "supervisor.log"
    with output.open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "matchmaker.supervisor"],
            cwd=PROJECT, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_for_matches(process, output)
        yield Site(f"http://127.0.0.1:{port}", environment, output.read_text())
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait_for_matches(process: subprocess.Popen, output: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while "Matching: " not in output.read_text():
        assert process.poll() is None, output.read_text()
        assert time.monotonic() < deadline, output.read_text()
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def page(browser, site) -> Iterator:
    """A desk-wide English page that fails the test when it asks another host for anything or logs an error."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    found, foreign, errors = context.new_page(), [], []
    found.on("request", lambda request: foreign.append(request.url) if _is_foreign(request.url, site) else None)
    found.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield found
    context.close()
    assert foreign == []
    assert errors == []


def _is_foreign(url: str, site: Site) -> bool:
    return not url.startswith((site.address, "data:", "about:"))


def fetch(address: str) -> tuple[int, str]:
    """Status and body of one request without cookies."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
