"""What a run changes in the stored lists: how many pairs come, go or move to another band, and some of each."""

from typing import Any

from django.db import connection

# Of each kind of change, the strongest ones, for people to look at.
SHOWN = 10


def compared_with_stored(table: str) -> dict[str, Any]:
    """The pairs of `table` (a run's, staged) against those that readers see now.

    `counts`: [band before, band after, pairs] of everything that differs; 0 stands for "in no list". `pairs`: [need,
    startup, band before, band after] of the strongest new, lost and moved ones. For a run's closing task, before it
    takes the run lock: a second for a million pairs, in which nobody waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING.format(table))
        cursor.execute("SELECT was, became, count(*) FROM pg_temp.matching_differing GROUP BY 1, 2 ORDER BY 1, 2")
        counts = [list(row) for row in cursor.fetchall()]
        cursor.execute(_STRONGEST, {"shown": SHOWN})
        pairs = [list(row) for row in cursor.fetchall()]
        cursor.execute("DROP TABLE pg_temp.matching_differing")
    return {"counts": counts, "pairs": pairs}


_DIFFERING = """
CREATE TEMPORARY TABLE matching_differing ON COMMIT DROP AS
SELECT coalesce(new.need_id, old.need_id) AS need, coalesce(new.startup_id, old.startup_id) AS startup,
    coalesce(old.band, 0) AS was, coalesce(new.band, 0) AS became, coalesce(new.score, old.score) AS score
FROM {} new FULL JOIN matching_match old ON new.need_id = old.need_id AND new.startup_id = old.startup_id
WHERE old.band IS DISTINCT FROM new.band
"""
_ONE_KIND = """
(SELECT need, startup, was, became FROM pg_temp.matching_differing
WHERE {} ORDER BY greatest(was, became) DESC, score DESC, need, startup LIMIT %(shown)s)
"""
_KINDS = ("was = 0", "became = 0", "was > 0 AND became > was", "became > 0 AND became < was")
_STRONGEST = " UNION ALL ".join(map(_ONE_KIND.format, _KINDS))
