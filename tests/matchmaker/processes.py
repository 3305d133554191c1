"""Real processes with servers of their own, for tests that kill them."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from matchmaker.embedded import PROJECT

NOT_INHERITED = {"DATABASE_URL", "REDIS_URL", "REDIS_PREFIX", "DATA_DIR", "DEMO_MODE"}


@contextmanager
def data_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's user may enter too, which pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="matchmaker-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for pid in processes_of(folder):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not processes_of(folder))
        for place in (folder, sockets_of(folder), Path("/var/tmp") / sockets_of(folder).name):
            shutil.rmtree(place, ignore_errors=True)


def sockets_of(data: Path) -> Path:
    key = sha256(f"{data.resolve()}:{os.geteuid()}".encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"matchmaker-{key}"


def environment(data: Path, **extra: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return {**inherited, "DATA_DIR": str(data), **extra}


def start(data: Path, *program: str, **extra: str) -> subprocess.Popen[str]:
    """A Python program in a session of its own, as a terminal would start it."""
    return subprocess.Popen(
        [sys.executable, *program], cwd=PROJECT, env=environment(data, **extra), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def run(data: Path, *program: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *program], cwd=PROJECT, env=environment(data, **extra), capture_output=True, text=True
    )


def processes_of(data: Path) -> dict[int, str]:
    """Command lines by pid of everything that was started for this folder. PostgreSQL's know it by their sockets."""
    marks = (str(data).encode(), str(sockets_of(data)).encode())
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command, inherited = (place / "cmdline").read_bytes(), (place / "environ").read_bytes()
            if command and any(mark in command + inherited for mark in marks):
                found[int(place.name)] = command.replace(b"\0", b" ").decode(errors="replace")
    return found


def wait_until(condition: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def await_heartbeat(data: Path) -> None:
    """Until a worker has done what beat told it to. Read from its log: asking the doctor starts Django each time."""
    wait_until(lambda: re.search(r"beat_heart\[.*succeeded", (data / "worker.log").read_text()), 60)
