"""How long one edit takes at the size of the database at hand, from the commit to the rows of both sides' lists."""

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

    Loading, scoring and writing; queue and embedding are not in it. ValueError when there is no demo listing.
    """
    model, record, rescore = _VERBS[kind]
    ids = list(model.objects.listed().filter(is_demo=True).values_list("pk", flat=True))
    if not ids:
        raise ValueError(f"There are no listed demo {kind} to edit: run make_synthetic, then rematch.")
    chosen = random.Random(seed).choices(ids, k=edits + WARM_UP)  # noqa: S311 - a sample, not a secret
    taken = [_edit(model.objects.get(pk=pk), record, rescore) for pk in chosen][WARM_UP:]
    p50, p95 = np.percentile(taken, [50, 95])
    return {
        "edits": edits,
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


_VERBS: dict[str, tuple[Any, Callable[[Any], None], Callable[[int], None]]] = {
    "startups": (Startup, startups.services.record_change, services.rescore_startup),
    "needs": (Need, cities.services.record_change, services.rescore_need),
}
