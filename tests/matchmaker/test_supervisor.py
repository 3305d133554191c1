"""`make run` as a person meets it: its lines, its pages, what is killed and comes back, one Ctrl-C."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.matchmaker.processes import await_heartbeat, data_folder, processes_of, run, start, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("processes")]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Site:
    data: Path
    port: int
    process: subprocess.Popen[str]

    def status(self, path: str = "/") -> int | None:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def pids(self, program: str) -> set[int]:
        return {pid for pid, command in processes_of(self.data).items() if re.search(program, command)}

    def lines_until(self, beginning: str) -> list[str]:
        lines = []
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith(beginning):
                return lines
        raise AssertionError(f"ended with {lines}\n{self.process.stderr.read()}")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with data_folder() as data:
        port = free_port()
        yield Site(data, port, start(data, "-m", "matchmaker.supervisor", PORT=str(port)))


def test_the_start_ends_with_address_personas_and_first_run(site):
    *_, address, personas, first_run = site.lines_until("Matching: ")

    base = f"http://127.0.0.1:{site.port}"
    assert address == f"Serving on {base}/  (Ctrl-C stops everything)"
    assert personas.startswith(f"Demo personas, one click each: {base}/accounts/personas/ ")
    assert re.fullmatch(r"Matching: \d+ matches of \d+ startups and \d+ needs in [\d.]+ s", first_run)
    assert [site.status(path) for path in ("/", "/startups/", "/accounts/personas/", "/readyz")] == [200] * 4


def test_commands_beside_it_share_its_servers(site):
    before = site.pids("bin/postgres|valkey-server")
    await_heartbeat(site.data)

    done = run(site.data, "manage.py", "doctor")

    assert "ok  worker and beat" in done.stdout
    assert (done.returncode, done.stderr) == (0, "")
    assert site.pids("bin/postgres|valkey-server") == before


KILLED = {
    "web": "granian",
    "worker": "celery .* worker",
    "beat": "celery .* beat",
    "PostgreSQL": "bin/postgres -D",
    "The Redis-protocol server": "valkey-server",
}


@pytest.mark.parametrize("name", KILLED)
def test_what_is_killed_comes_back(site, name):
    before = site.pids(KILLED[name])
    # The eldest is the master; its workers must not outlive it.
    os.kill(min(before), signal.SIGKILL)

    assert site.lines_until(name)[-1] == f"{name} stopped and is started again."
    wait_until(lambda: site.status() == 200)
    wait_until(lambda: len(site.pids(KILLED[name])) == len(before))
    assert not site.pids(KILLED[name]) & before


def test_a_second_start_names_the_taken_port(site):
    done = run(site.data, "-m", "matchmaker.supervisor", PORT=str(site.port))

    assert done.returncode == 1
    assert done.stderr == (
        f"Port {site.port} of 127.0.0.1 cannot be used (Address already in use). "
        f"Stop what uses it, or choose another: PORT={site.port + 1} make run\n"
    )


def test_one_interrupt_stops_everything(site):
    asked = time.monotonic()
    # As a terminal does: to the whole process group.
    os.killpg(site.process.pid, signal.SIGINT)

    assert site.process.wait(20) == 0
    # 5 s on a quiet machine.
    assert time.monotonic() - asked < 10
    assert processes_of(site.data) == {}
    assert site.process.stderr.read() == ""


def test_a_killed_supervisor_leaves_a_site_that_starts_again(site):
    """The same data again, which is quick: nothing to load and nothing to match."""
    first = start(site.data, "-m", "matchmaker.supervisor", PORT=str(site.port))
    wait_until(lambda: site.status() == 200)
    first.kill()
    first.wait()

    site.process = start(site.data, "-m", "matchmaker.supervisor", PORT=str(site.port))

    assert site.lines_until("Matching: ")[-1] == "Matching: everything is up to date."
    site.process.terminate()
    assert site.process.wait(20) == 0
    wait_until(lambda: processes_of(site.data) == {})


def test_an_interrupt_while_the_data_is_loaded_stops_everything():
    with data_folder() as data:
        process = start(data, "-m", "matchmaker.supervisor", PORT=str(free_port()))
        assert process.stdout.readline() == "Preparing the database and the demo data ...\n"
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)

        assert process.wait(20) == 0
        assert (process.stdout.read(), process.stderr.read()) == ("Stopping ...\n", "")
        assert processes_of(data) == {}
