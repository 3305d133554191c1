"""`make run`: embedded servers, migrations, data, then web, worker and beat, until Ctrl-C.

Not a management command, because settings read DATABASE_URL and REDIS_URL when they are imported. A child that dies is
started again; one that keeps dying stops everything, so that a broken start is seen and not hidden.
"""

import contextlib
import ctypes
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from matchmaker.embedded import PROJECT, Servers, data_directory, embedded_servers

HOST = "127.0.0.1"
# Celery ends warm: a worker in the middle of a long task is killed after this, and the rows say what it left.
STOP_SECONDS = 2.5
# A port that is still in use may belong to a killed supervisor's children, which are just leaving.
PORT_SECONDS = 5
# A child that dies this often within this time is broken, not unlucky.
MOST_DEATHS, DEATHS_WITHIN_SECONDS = 5, 60
TICK_SECONDS, EXAMINE_SECONDS = 0.2, 1
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


@dataclass
class Child:
    """One long-running process of the site, restarted when it dies."""

    name: str
    arguments: list[str]
    process: subprocess.Popen | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self, mode: str = "a") -> None:
        with (data_directory() / f"{self.name}.log").open(mode) as log:
            self.process = _spawn(self.arguments, stdout=log, stderr=log)

    def revive(self) -> None:
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        self.deaths = [death for death in self.deaths if now - death < DEATHS_WITHIN_SECONDS] + [now]
        if len(self.deaths) >= MOST_DEATHS:
            raise SystemExit(f"{self.name} keeps stopping. The end of its log:\n{_tail(self.name)}")
        _say(f"{self.name} stopped and is started again.")
        # What a killed master left behind would hold the port, or work beside its successor.
        self.kill()
        self.start()

    def kill(self) -> None:
        # The whole session: workers of the web server and of Celery's pool are the child's children.
        with contextlib.suppress(ProcessLookupError):
            if self.process:
                os.killpg(self.process.pid, signal.SIGKILL)


class FirstRun:
    """The first matching run, followed in one line: in place on a terminal, only its end in a pipe."""

    def __init__(self) -> None:
        self.log = data_directory() / "first_run.log"
        with self.log.open("w") as log:
            self.process = _spawn(["manage.py", "rematch", "--follow"], stdout=subprocess.PIPE, stderr=log)
        self.output: IO[bytes] | None = self.process.stdout
        os.set_blocking(self._descriptor, False)
        self.said = b""

    @property
    def _descriptor(self) -> int:
        return self.output.fileno() if self.output else -1

    def show(self) -> None:
        if self.output is None:
            return
        try:
            news = os.read(self._descriptor, 65_536)
        except BlockingIOError:
            return
        self.said = (self.said + news)[-1_000:]
        lines = self.said.decode(errors="replace").splitlines() or [f"Matching: {self.log} says what went wrong."]
        if not news:
            self.close()
            _say(lines[-1])
        elif sys.stdout.isatty():
            _say(lines[-1], end="")

    def close(self) -> None:
        if self.output:
            self.output.close()
            self.output = None
        self.process.kill()
        self.process.wait()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matchmaker.settings")
    os.environ["DEMO_MODE"] = os.environ.get("DEMO_MODE") or "true"
    for number in STOPPING:
        signal.signal(number, _stop_once)
    with contextlib.suppress(KeyboardInterrupt):
        port = _free_port()
        with embedded_servers() as servers:
            _prepare()
            web, *others = children = _children(port)
            with _running(children):
                web.start("w")
                _wait_for_first_page(port, web)
                _announce(port)
                # Not before: they would take the processor from the first page.
                for child in others:
                    child.start("w")
                _watch(children, servers)


def _stop_once(*_: object) -> None:
    # Set by hand, because a shell that starts us in the background leaves SIGINT ignored; and once, because a second
    # Ctrl-C in the middle of stopping would leave the rest running.
    _ignore_further_signals()
    _say("Stopping ...")
    raise KeyboardInterrupt


def _ignore_further_signals() -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)


def _prepare() -> None:
    _say("Preparing the database and the demo data ...")
    process = _spawn(["-m", "matchmaker.prepare"])
    try:
        if code := process.wait():
            raise SystemExit(code)
    finally:
        process.kill()
        process.wait()


def _children(port: int) -> list[Child]:
    celery = ["-m", "celery", "--app", "matchmaker"]
    return [
        Child(
            "web",
            ["-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "1",
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
def _running(children: list[Child]) -> Iterator[None]:
    try:
        yield
    finally:
        _stop(children)


def _stop(children: list[Child]) -> None:
    _ignore_further_signals()
    for child in children:
        if child.process:
            # The master alone: it ends its workers in order.
            child.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        if child.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
    for child in children:
        child.kill()


def _wait_for_first_page(port: int, web: Child) -> None:
    while not _answers(port):
        web.revive()
        time.sleep(0.1)


def _answers(port: int) -> bool:
    # Any answer will do. The open port alone says nothing: it is there before the worker behind it has loaded.
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _announce(port: int) -> None:
    address = f"http://{HOST}:{port}"
    _say(f"Serving on {address}/  (Ctrl-C stops everything)")
    _say(f"Demo personas, one click each: {address}/accounts/personas/  (official, founder, curator)")


def _watch(children: list[Child], servers: Servers) -> None:
    """Keep everything alive, for ever; meanwhile show how far the first matching run has come."""
    examined = 0.0
    with contextlib.closing(FirstRun()) as first_run:
        while True:
            first_run.show()
            if time.monotonic() - examined > EXAMINE_SECONDS:
                # The servers first: without them the children die too.
                for name in servers.revive():
                    _say(f"{name} stopped and is started again.")
                for child in children:
                    child.revive()
                examined = time.monotonic()
            time.sleep(TICK_SECONDS)


def _free_port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdecimal() or not 1 <= int(value) <= 65_535:
        raise SystemExit(f"PORT is {value!r}. It may be a whole number from 1 to 65535.")
    deadline = time.monotonic() + PORT_SECONDS
    while error := _why_not(int(value)):
        if time.monotonic() > deadline:
            raise SystemExit(
                f"Port {value} of {HOST} cannot be used ({error}). Stop what uses it, or choose another: "
                f"PORT={int(value) % 65_535 + 1} make run"
            )
        time.sleep(0.2)
    return int(value)


def _why_not(port: int) -> str | None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            return error.strerror
    return None


def _spawn(arguments: list[str], **streams: Any) -> subprocess.Popen:
    """A Python process in a session of its own: Ctrl-C reaches only the supervisor, which stops the rest in order."""
    return subprocess.Popen(
        # The first import compiles the packages, and old ones among them have strings that newer Pythons frown at.
        [sys.executable, "-W", "ignore::SyntaxWarning", *arguments],
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent,
        **streams,
    )


def _die_with_parent() -> None:
    # Linux only; elsewhere a killed supervisor leaves children, which the next start's port check names.
    with contextlib.suppress(AttributeError):
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _say(line: str, end: str = "\n") -> None:
    if sys.stdout.isatty():
        # Over the progress line, which stands there without an end; cut, because a wrapped line cannot be taken back.
        line = "\r\033[2K" + (line if end else line[: shutil.get_terminal_size().columns - 1])
    # The terminal may be gone: that is one of the reasons to stop.
    with contextlib.suppress(OSError):
        print(line, end=end, flush=True)


def _tail(name: str) -> str:
    return (data_directory() / f"{name}.log").read_text(errors="replace")[-1_500:]


if __name__ == "__main__":
    main()
