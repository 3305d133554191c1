"""The database's own search: pgvector without an index, which is exact."""

import numpy as np
from django.db import connection, transaction

from matching.copying import copy_in

from .question import Answer, Floats, Question, one_by_one

_SEARCH = "SELECT id FROM rival ORDER BY vector <#> %s::vector LIMIT %s"


def pgvector_exact(question: Question) -> Answer:
    """A query a need over a temporary table, which is gone afterwards and which PostgreSQL never reads in parallel."""
    with transaction.atomic(), connection.cursor() as cursor:
        _fill(question.startups)
        cursor.execute("SET LOCAL jit = off")

        def best_of(need: Floats) -> list[int]:
            cursor.execute(_SEARCH, [f"[{','.join(map(str, need.tolist()))}]", question.k])
            return [row for (row,) in cursor.fetchall()]

        answer = one_by_one(question, best_of)
        cursor.execute("DROP TABLE rival")
        return answer


def _fill(startups: Floats) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("CREATE TEMPORARY TABLE rival_arrays (id integer, vector real[])")
        copy_in("rival_arrays", {"id": np.arange(len(startups), dtype=np.int32), "vector": startups}, len(startups))
        cursor.execute(f"CREATE TEMPORARY TABLE rival (id integer, vector vector({startups.shape[1]}))")
        # Beside the row, not away from it: reading is then as fast as it gets.
        cursor.execute("ALTER TABLE rival ALTER COLUMN vector SET STORAGE PLAIN")
        cursor.execute("INSERT INTO rival SELECT id, vector::vector FROM rival_arrays")
        cursor.execute("DROP TABLE rival_arrays")
        cursor.execute("ANALYZE rival")
