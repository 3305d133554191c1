"""A table beside the stored matches, which then takes their place under their name.

It has a schema of its own, so that its constraints, indexes and sequence bear the names that migrations know; moving it
over is then one statement. Nothing refers to a match and a match refers to nothing by a constraint of the database:
otherwise the exchange would lock startups and needs against their readers, too.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

SCHEMA = "matching_next"
TABLE = f"{SCHEMA}.matching_match"
# Readers queue behind whoever waits to exchange the table: better to give up and close the run a little later.
PATIENCE = "1s"


def create() -> None:
    """The table beside, empty and without indexes: filling it is faster so. What a killed run left is dropped."""
    with connection.cursor() as cursor:
        cursor.execute(_CREATE)
        cursor.execute("SELECT unnest(reloptions) FROM pg_class WHERE oid = 'matching_match'::regclass")
        for (option,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {TABLE} SET ({option})")


# Numbers go on from the stored table's: none may ever mean another pair than it did.
_CREATE = f"""
DROP SCHEMA IF EXISTS {SCHEMA} CASCADE;
CREATE SCHEMA {SCHEMA};
CREATE TABLE {TABLE} (LIKE matching_match INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS);
SELECT setval(
    pg_get_serial_sequence('{TABLE}', 'id'), nextval(pg_get_serial_sequence('matching_match', 'id'))
);
"""


def complete() -> None:
    """Give the filled table the constraints and indexes of the stored one, and statistics."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES, {"table": TABLE})
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute(f"ANALYZE {TABLE}")


_INDEXES = """
SELECT format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', %(table)s, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE conrelid = 'matching_match'::regclass AND contype IN ('p', 'u')
UNION ALL
SELECT regexp_replace(pg_get_indexdef(indexrelid), ' ON (ONLY )?[^ ]+ ', ' ON ' || %(table)s || ' ')
FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid
WHERE indrelid = 'matching_match'::regclass AND conindid IS NULL
"""


@contextmanager
def meant_by_name() -> Iterator[str]:
    """Within the block every statement that names the matches means the table beside; gives the stored one's name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_setting('search_path')")
        schema, path = cursor.fetchone()
        cursor.execute(_SET_PATH, [f"{SCHEMA}, {path}"])
        yield f"{schema}.matching_match"
        cursor.execute(_SET_PATH, [path])


_SET_PATH = "SELECT set_config('search_path', %s, true)"


def exchange() -> None:
    """Put the table beside in the stored one's place. From here to the end of the transaction readers wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema(), current_setting('lock_timeout')")
        schema, patience = cursor.fetchone()
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute(f"DROP TABLE {schema}.matching_match")
        cursor.execute(f"ALTER TABLE {TABLE} SET SCHEMA {schema}")
        cursor.execute(f"DROP SCHEMA {SCHEMA}")
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [patience])
