"""The embedded servers, as real processes: shared, killed, started at once."""

import os
import signal
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg2
import pytest
import redis

from matchmaker.embedded import embedded_servers
from tests.matchmaker.processes import data_folder, processes_of, run, sockets_of, start, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("processes")]


@pytest.fixture
def data() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder


class Holder:
    """`python -m matchmaker.embedded`: holds the servers until it is stopped."""

    def __init__(self, data: Path):
        self.process = start(data, "-m", "matchmaker.embedded")
        lines = [self.process.stdout.readline().strip() for _ in range(2)]
        assert all(lines), self.process.stderr.read()
        self.database_url, self.redis_url = lines

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(10)

    def ask(self, query: str) -> object:
        host = unquote(urlsplit(self.database_url).netloc.partition("@")[2])
        with closing(psycopg2.connect(host=host, user="postgres", dbname="matchmaker")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchone()[0] if cursor.description else None

    def redis(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=self.redis_url.removeprefix("unix://"))


@contextmanager
def holding(data: Path) -> Iterator[Holder]:
    holder = Holder(data)
    try:
        yield holder
    finally:
        if holder.process.poll() is None:
            holder.stop()


def pid_of(data: Path, program: str) -> int:
    [pid] = [pid for pid, command in processes_of(data).items() if program in command.split(" ")[0]]
    return pid


def test_both_servers_answer_and_leave_with_their_only_user(data):
    with holding(data) as holder:
        assert holder.ask("SELECT count(*) FROM pg_available_extensions WHERE name IN ('vector', 'pg_trgm')") == 2
        assert holder.redis().ping() is True

        assert holder.stop() == 0

    assert processes_of(data) == {}


def test_nobody_else_may_come_to_the_sockets(data):
    with holding(data):
        assert (sockets_of(data) / "pg").stat().st_mode & 0o777 == 0o700
        assert (sockets_of(data) / "redis.sock").stat().st_mode & 0o777 == 0o700


def test_a_second_user_shares_them_and_takes_nothing_away(data):
    with holding(data) as first:
        before = first.ask("SELECT pg_postmaster_start_time()")
        with holding(data) as second:
            assert second.ask("SELECT pg_postmaster_start_time()") == before
        assert first.ask("SELECT pg_postmaster_start_time()") == before

    assert processes_of(data) == {}


def test_the_first_user_may_leave_before_the_second(data):
    with holding(data) as first, holding(data) as second:
        first.stop()

        assert second.ask("SELECT 1") == 1
        assert second.redis().ping() is True

    assert processes_of(data) == {}


def test_two_first_starts_at_once_make_one_pair(data):
    programs = [start(data, "-m", "matchmaker.embedded") for _ in range(3)]
    urls = {(program.stdout.readline(), program.stdout.readline()) for program in programs}

    assert len(urls) == 1
    assert pid_of(data, "bin/postgres") and pid_of(data, "valkey-server")
    for program in programs:
        program.send_signal(signal.SIGTERM)
    assert [program.wait(10) for program in programs] == [0, 0, 0]
    assert processes_of(data) == {}


def test_a_killed_user_leaves_them_to_the_next_one(data):
    with holding(data) as killed:
        killed.ask("CREATE TABLE kept AS SELECT 7 AS seven")
        killed.stop(signal.SIGKILL)

    with holding(data) as successor:
        assert successor.ask("SELECT seven FROM kept") == 7

    assert processes_of(data) == {}


@pytest.mark.parametrize("program", ["bin/postgres", "valkey-server"])
def test_a_killed_server_is_started_again_by_the_next_user(data, program):
    with holding(data) as holder:
        holder.ask("CREATE TABLE kept AS SELECT 7 AS seven")
        os.kill(pid_of(data, program), signal.SIGKILL)
        with holding(data) as next_one:
            assert next_one.ask("SELECT seven FROM kept") == 7
            assert next_one.redis().ping() is True

    wait_until(lambda: processes_of(data) == {})


def test_a_killed_first_start_is_begun_anew(data):
    (data / "postgres.unfinished").mkdir()
    (data / "postgres.unfinished" / "PG_VERSION").write_text("18\n")

    with holding(data) as holder:
        assert holder.ask("SELECT 1") == 1


def test_a_management_command_works_by_itself(data):
    done = run(
        data,
        "manage.py",
        "shell",
        "--no-imports",
        "--command",
        "from django.db import connection as c\nprint(c.vendor)",
    )

    assert (done.stdout, done.stderr) == ("postgresql\n", "")
    assert processes_of(data) == {}


def test_a_folder_that_cannot_be_written_is_named():
    done = run(Path("/dev/null/data"), "manage.py", "check")

    assert done.returncode == 1
    assert done.stderr == ("Cannot write to DATA_DIR, /dev/null/data (Not a directory). Set it to a folder of yours.\n")


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that PostgreSQL's user may not enter")


@as_root
def test_root_may_keep_the_project_where_nobody_can_enter(data):
    data.chmod(0o700)

    with holding(data) as holder:
        assert holder.ask("SELECT current_setting('data_directory')").startswith("/var/tmp/matchmaker-")


@as_root
def test_somebody_elses_folder_of_sockets_is_refused(data):
    sockets_of(data).mkdir()
    os.chown(sockets_of(data), 65_534, 65_534)

    done = run(data, "manage.py", "check")

    assert done.returncode == 1
    assert done.stderr == (
        f"{sockets_of(data)} belongs to another user: remove it, or set TMPDIR to a folder of yours.\n"
    )


def test_set_urls_are_used_as_they_are(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/matchmaker")
    monkeypatch.setenv("REDIS_URL", "redis://redis")

    with embedded_servers() as servers:
        assert (servers.all, servers.revive()) == ([], [])
    assert os.environ["DATABASE_URL"] == "postgresql://db/matchmaker"
