"""`make run`: embedded servers, migrations, data, then web, worker and beat, until Ctrl-C.

Not a management command, because settings read DATABASE_URL and REDIS_URL when they are imported. A child that dies is
started again; one that keeps dying stops everything, so that a broken start is seen and not hidden.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from matchmaker.embedded import PROJECT, data_directory, embedded_servers

HOST = "127.0.0.1"
STOP_SECONDS = 4
# A child that dies this often within this time is broken, not unlucky.
MOST_DEATHS, DEATHS_WITHIN_SECONDS = 3, 30
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One long-running process of the site, restarted when it dies."""

    name: str
    arguments: list[str]
    process: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        with (data_directory() / f"{self.name}.log").open("a") as log:
            # A session of its own: Ctrl-C reaches only the supervisor, which stops the children in order.
            self.process = subprocess.Popen(
                self.arguments, cwd=PROJECT, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True, preexec_fn=_die_with_parent,
            )  # fmt: skip

    def revive(self) -> None:
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < DEATHS_WITHIN_SECONDS] + [now]
        if len(self.deaths) >= MOST_DEATHS:
            raise SystemExit(f"{self.name} keeps stopping. The end of its log:\n{_tail(self.name)}")
        print(f"{self.name} stopped and is started again.", flush=True)
        self.start()

    def signal(self, number: int) -> None:
        if self.process and self.process.poll() is None:
            # The whole session: workers of the web server and of Celery's pool are the child's children.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matchmaker.settings")
    os.environ.setdefault("DEMO_MODE", "true")
    port = _free_port()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt), embedded_servers():
        _manage("migrate", "--verbosity", "0")
        _manage("load_reference", "--verbosity", "0")
        if os.environ["DEMO_MODE"].lower() in {"1", "true", "yes", "on"}:
            _manage("load_demo", "--verbosity", "0")
        with _running(_children(port)) as children:
            _wait_for_first_page(port, children)
            _announce(port)
            _watch(children)


def _children(port: int) -> list[Child]:
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--app", "matchmaker"]
    return [
        Child(
            "web",
            [*python, "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1",
             "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws", "matchmaker.wsgi:application"],
        ),
        Child(
            "worker",
            [*celery, "worker", "--loglevel", "INFO", "--concurrency", "1", "--queues", "celery,embedding",
             "--without-gossip", "--without-mingle"],
        ),
        Child("beat", [*celery, "beat", "--loglevel", "INFO", "--pidfile="]),
    ]  # fmt: skip


@contextlib.contextmanager
def _running(children: list[Child]) -> Iterator[list[Child]]:
    try:
        for child in children:
            child.start()
        yield children
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _stop(children)


def _stop(children: list[Child]) -> None:
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
    for child in children:
        child.signal(signal.SIGKILL)


def _wait_for_first_page(port: int, children: list[Child]) -> None:
    while True:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=2):
            return
        for child in children:
            child.revive()
        time.sleep(0.1)


def _announce(port: int) -> None:
    address = f"http://{HOST}:{port}"
    print(f"Serving on {address}/  (Ctrl-C stops everything)")
    print(f"Demo personas, one click each: {address}/accounts/personas/  (official, founder, curator)")
    _print_first_run()


def _print_first_run() -> None:
    """One line that follows the first matching run to its end."""
    with subprocess.Popen(
        [sys.executable, "manage.py", "rematch", "--follow"], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    ) as following:
        assert following.stdout
        ending = "\r" if sys.stdout.isatty() else "\n"
        shown = ""
        for line in following.stdout:
            shown = line.rstrip("\n")
            if sys.stdout.isatty():
                print(f"\033[2K{shown}", end=ending, flush=True)
    print(shown, flush=True)


def _watch(children: list[Child]) -> None:
    while True:
        time.sleep(1)
        for child in children:
            child.revive()


def _manage(*arguments: str) -> None:
    if subprocess.run([sys.executable, "manage.py", *arguments], cwd=PROJECT).returncode:
        raise SystemExit(f"`manage.py {arguments[0]}` failed; the reason stands above.")


def _free_port() -> int:
    value = os.environ.get("PORT", "8000")
    if not value.isdecimal() or not 1 <= int(value) <= 65_535:
        raise SystemExit(f"PORT is {value!r}. It may be a whole number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(value)))
        except OSError as error:
            raise SystemExit(
                f"Port {value} of {HOST} cannot be used ({error.strerror}). Stop what uses it, or choose another: "
                f"PORT={int(value) % 65_535 + 1} make run"
            ) from error
    return int(value)


def _die_with_parent() -> None:
    # Linux only; elsewhere a killed supervisor leaves children, which the next start's port check names.
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _tail(name: str) -> str:
    return (data_directory() / f"{name}.log").read_text(errors="replace")[-1_500:]


if __name__ == "__main__":
    main()
