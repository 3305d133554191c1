"""The synthetic listings into the tables, and out again.

They are written as if a person had published them and the encoder had read them: a run finds nothing to embed.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection, transaction

from cities.models import Department, Need
from cities.querysets import NeedQuerySet, may_be_public
from matching.corpus import current_corpus
from matching.models import TextVector
from startups.models import Startup
from startups.querysets import StartupQuerySet
from taxonomy.services import vocabulary as read_taxonomy

from .need_rows import DEPARTMENT_ZH, NeedRows
from .rows import SOURCE
from .startup_rows import StartupRows
from .world import BLOCK, SyntheticWorld

Progress = Callable[[int], Any]


def synthetic_startups() -> StartupQuerySet:
    return Startup.objects.filter(is_demo=True, source__startswith=SOURCE)


def synthetic_needs() -> NeedQuerySet:
    return Need.objects.filter(is_demo=True, source__startswith=SOURCE)


@transaction.atomic
def load(seed: int, startups: int, needs: int, day: date, progress: Progress) -> None:
    """Write the first of both of the world with this ``seed``, all or none; ``progress`` is told each block's rows.

    Dates are counted from ``day``. No doorbell rings: everything is due, and the caller, or the sweep, starts a run.
    """
    corpus = current_corpus()
    world = SyntheticWorld(seed, read_taxonomy(), corpus.vocabulary, day)
    with connection.cursor() as cursor:
        # Checked block by block: at the end a million checks would wait, each in memory.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for rows, total in ((StartupRows.of(world, corpus), startups), (NeedRows.of(world, corpus), needs)):
        for number in range(-(-total // BLOCK)):
            count = min(BLOCK, total - number * BLOCK)
            rows.write(number, count)
            progress(count)
    synthetic_needs().filter(~may_be_public()).update(visibility=Need.Visibility.MATCHED)


def delete(progress: Progress) -> None:
    """Remove every synthetic listing with all that hangs on it, block by block; safe to repeat after a break."""
    for subject, rows in (
        (TextVector.Subject.STARTUP, synthetic_startups()),
        (TextVector.Subject.NEED, synthetic_needs()),
    ):
        while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:BLOCK]):
            with transaction.atomic():
                TextVector.objects.filter(subject=subject, key__in=map(str, ids)).delete()
                rows.filter(pk__in=ids).delete()
            progress(len(ids))
    Department.objects.filter(name_zh__endswith=DEPARTMENT_ZH, needs=None, officials=None).delete()
