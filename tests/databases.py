"""Databases that come into being with everything in them: copies of one that was made once."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

PREFIX, UNFINISHED = "prepared_", "unfinished"


def prepared() -> str:
    """The name of a database with all tables and the reference data, as today's code makes them.

    The first worker makes it, the others copy it, and so do later runs until a file of the code or its data changes.
    """
    name = PREFIX + _state_of_the_code()
    with _one_at_a_time():
        kept = _databases()
        if name not in kept:
            for outdated in kept:
                _administrate(f"DROP DATABASE {outdated}")
            _make(name)
    return name


def _state_of_the_code() -> str:
    """Of whatever could change a table or a row of the reference data: all files of our apps, and the packages."""
    ours = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == settings.BASE_DIR]
    files = [file for folder in ours for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    digest = hashlib.sha256()
    for file in sorted([*files, settings.BASE_DIR / "requirements.txt"]):
        digest.update(f"{file}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (settings.DATA_DIR / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _databases() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
        return [name for (name,) in cursor.fetchall()]


def _administrate(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


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
