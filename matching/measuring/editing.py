"""How long one edit takes at the size of the database at hand, from the commit to the rows of both sides' lists.

Every edit moves the score of all pairs of its subject: a startup's maturity or a need's stage goes up or down, and in
the next edit back to what it was.
"""

import random
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from django.db import transaction

import cities.services
import startups.services
from cities.models import Need
from matching import services
from matching.receivers import quietly
from startups.models import Startup

# Before these the process has neither read the tables nor compiled its kernels.
WARM_UP = 2


def measure_edits(kind: str, edits: int, seed: int = 0) -> dict[str, float]:
    """Milliseconds of ``edits`` rescorings of demo ``startups`` or ``needs``, each due after a change and a commit.

    Loading, scoring and writing; queue and embedding are not in it. An odd number of edits is rounded up, so that each
    is taken back. ValueError when there is no demo listing.
    """
    model, field, values, record, rescore = _VERBS[kind]
    stored = dict(model.objects.listed().filter(is_demo=True).values_list("pk", field))
    if not stored:
        raise ValueError(f"There are no listed demo {kind} to edit: run make_synthetic, then rematch.")
    chosen = random.Random(seed).choices(list(stored), k=(edits + WARM_UP + 1) // 2)  # noqa: S311 - a sample, not a secret
    taken = []
    for pk in chosen:
        other = next(value for value in values if value != stored[pk])
        for value in (other, stored[pk]):
            model.objects.filter(pk=pk).update(**{field: value})
            taken.append(_edit(model.objects.get(pk=pk), record, rescore))
    taken = taken[WARM_UP:]
    p50, p95 = np.percentile(taken, [50, 95])
    return {
        "edits": len(taken),
        "p50_ms": round(float(p50), 1),
        "p95_ms": round(float(p95), 1),
        "max_ms": round(max(taken), 1),
    }


def _edit(listing: Any, record: Callable[[Any], None], rescore: Callable[[int], None]) -> float:
    """Milliseconds from the commit of a change to that of the lists."""
    with quietly(), transaction.atomic():
        record(listing)
    started = time.perf_counter()
    rescore(listing.pk)
    return (time.perf_counter() - started) * 1_000


_VERBS: dict[str, tuple[Any, str, tuple[Any, Any], Callable[[Any], None], Callable[[int], None]]] = {
    "startups": (Startup, "trl", (9, 4), startups.services.record_change, services.rescore_startup),
    "needs": (Need, "stage", ("PILOT", "IDEA"), cities.services.record_change, services.rescore_need),
}
