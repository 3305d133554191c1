"""Databases that come into being with everything in them: copies of one that was made once."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import psycopg2
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from taxonomy import codes
from tests.locks import one_at_a_time

PREFIX, UNFINISHED = "prepared_", "unfinished"
# A binary copy without rows: its head of 19 bytes, and the two that end it.
LENGTH_OF_NONE = 21


def prepared() -> str:
    """The name of a database with all tables and the reference data, as today's code makes them.

    The first worker makes it, the others copy it, and so do later runs until a file of the code or its data changes.
    """
    name = PREFIX + _state_of_the_code()
    with one_at_a_time("database"):
        kept = _databases()
        if name not in kept:
            for outdated in kept:
                _administrate(f"DROP DATABASE {outdated}")
            _make(name)
    return name


@contextmanager
def copy_of(template: str, name: str) -> Iterator[str]:
    """The URL of a new database like `template`, for a site of its own; gone in the end."""
    _administrate(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _administrate(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    _administrate(f"DROP DATABASE {name} WITH (FORCE)")


def refill(template: str) -> None:
    """Bring back what a test that really commits has emptied: the rows of `template` in tables that have none."""
    with connection.cursor() as cursor:
        # In any order: foreign keys are not looked at meanwhile.
        cursor.execute("SET session_replication_role = replica")
        for table, rows in _rows_of(template).items():
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table})")
            if cursor.fetchone() == (False,):
                cursor.copy_expert(f"COPY {table} FROM STDIN (FORMAT binary)", BytesIO(rows))
        cursor.execute("RESET session_replication_role")
    codes.forget()


@lru_cache(maxsize=1)
def _rows_of(template: str) -> dict[str, bytes]:
    """Table -> its rows as PostgreSQL copies them, of every table that has any."""
    filled = {}
    with _connected_to(template) as server, server.cursor() as cursor:
        cursor.execute("SELECT relid::regclass::text FROM pg_stat_user_tables")
        for (table,) in cursor.fetchall():
            rows = BytesIO()
            cursor.copy_expert(f"COPY {table} TO STDOUT (FORMAT binary)", rows)
            if len(rows.getvalue()) > LENGTH_OF_NONE:
                filled[table] = rows.getvalue()
    return filled


def _state_of_the_code() -> str:
    """Of whatever could change a table or a row of the reference data: all files of our apps, and the packages."""
    ours = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    files = [file for folder in ours for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    digest = hashlib.sha256()
    for file in sorted([*files, settings.BASE_DIR / "requirements.txt"]):
        digest.update(f"{file}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def _databases() -> list[str]:
    return [name for (name,) in _administrate(f"SELECT datname FROM pg_database WHERE datname LIKE '{PREFIX}%'")]


def _administrate(statement: str) -> list[tuple]:
    with _connected_to("postgres") as server, server.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def _connected_to(database: str) -> Iterator[psycopg2.extensions.connection]:
    """Beside Django, for which a test has only one database."""
    with closing(psycopg2.connect(**connection.get_connection_params() | {"dbname": database})) as server:
        server.autocommit = True
        yield server


def _make(name: str) -> None:
    # Under another name until it is whole: a killed test leaves no half of it to the next one.
    _administrate(f"DROP DATABASE IF EXISTS {UNFINISHED}")
    _administrate(f"CREATE DATABASE {UNFINISHED}")
    usual = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = UNFINISHED
    try:
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    _administrate(f"ALTER DATABASE {UNFINISHED} RENAME TO {name}")
