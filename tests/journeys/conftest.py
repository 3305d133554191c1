"""A whole site as `make run` starts it, and a browser in front of it."""

import json
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
from typing import Any

import pytest

from matchmaker.embedded import PROJECT
from tests.databases import copy_of

START_SECONDS = 600


@dataclass(frozen=True)
class Site:
    """A running demo of its own database and data directory, and a process beside it that runs management commands."""

    address: str
    console: subprocess.Popen[str]

    def manage(self, *arguments: str) -> str:
        """What a management command beside the site prints."""
        self.console.stdin.write(json.dumps(arguments) + "\n")
        self.console.stdin.flush()
        answer = json.loads(self.console.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["printed"]


@pytest.fixture(scope="session")
def supervised(tmp_path_factory, prepared_database) -> Iterator[dict[str, str]]:
    """The environment of a site that is up, its demo matched. The database servers are the tests' own."""
    data, port = tmp_path_factory.mktemp("site"), str(_free_port())
    with copy_of(prepared_database, "journeys") as database:
        own = {"DATABASE_URL": database, "REDIS_PREFIX": f"journeys-{port}", "DATA_DIR": str(data), "PORT": port}
        output = data / "supervisor.log"
        with output.open("w") as log:
            process = _start(os.environ | own, "matchmaker.supervisor", stdout=log, stderr=log)
        try:
            _wait_for_matches(process, output)
            yield os.environ | own
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


@pytest.fixture(scope="session")
def site(supervised) -> Iterator[Site]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with _start(supervised, "tests.journeys.console", **pipes) as console:
        yield Site(f"http://127.0.0.1:{supervised['PORT']}", console)


def _start(environment: dict[str, str], module: str, **streams: Any) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", module], cwd=PROJECT, env=environment, start_new_session=True, **streams
    )


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
    found.on("console", lambda message: errors.append(message.text) if _is_error(message) else None)
    yield found
    context.close()
    assert foreign == []
    assert errors == []


def _is_error(message: Any) -> bool:
    """A browser tells of a refused form too: that is what the form was sent for."""
    return message.type == "error" and "422 (Unprocessable" not in message.text


def _is_foreign(url: str, site: Site) -> bool:
    return not url.startswith((site.address, "data:", "about:"))


def fetch(address: str) -> tuple[int, str]:
    """Status and body of one request without cookies."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
