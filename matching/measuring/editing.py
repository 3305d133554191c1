"""How long one edit takes at the size of the database at hand, from the commit to the rows of both sides' lists, and
through broker, worker and web server to the page.

Every edit moves the score of all pairs of its subject: a startup's maturity or a need's stage goes up or down, and in
the next edit back to what it was.
"""

import random
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

import cities.services
import startups.services
from cities.models import Need
from matching import services
from matching.models import Match
from matching.receivers import quietly
from startups.models import Startup

# Before these the process has neither read the tables nor compiled its kernels.
WARM_UP = 2
LONGEST_WAIT, BETWEEN_LOOKS = 30, 0.02  # seconds


def measure_edits(kind: str, edits: int, seed: int = 0) -> dict[str, float]:
    """Milliseconds of ``edits`` rescorings of demo ``startups`` or ``needs``, each due after a change and a commit.

    Loading, scoring and writing; queue and embedding are not in it. An odd number of edits is rounded up, so that each
    is taken back. ValueError when there is no demo listing.
    """
    model, _, _, record, rescore = _VERBS[kind]

    def edit(pk: int) -> float:
        """From the commit of the change to that of the lists."""
        with quietly(), transaction.atomic():
            record(model.objects.get(pk=pk))
        started = time.perf_counter()
        rescore(pk)
        return time.perf_counter() - started

    return _summary([edit(pk) for pk in _changed(kind, model.objects.listed(), edits, seed)])


def measure_to_page(kind: str, edits: int, site: str, seed: int = 0) -> dict[str, float]:
    """Milliseconds until a need's page of candidates, asked again and again at ``site``, has changed after an edit.

    From the commit on, with the message, the moments in which edits are gathered, and the request. An open page asks
    every three seconds. ``site``: "http://127.0.0.1:8000", with a worker, on this database. ValueError when there is no
    demo need whose page everybody sees, or a page does not change within half a minute.
    """
    model, _, _, record, _ = _VERBS[kind]
    shown = Match.objects.filter(
        need__in=Need.objects.visible_to(AnonymousUser()).filter(is_demo=True), startup__is_demo=True, need_rank__lte=3
    )
    page_of = dict(shown.values_list("need" if model is Need else "startup", "need"))

    def edit(pk: int) -> float:
        address = site.rstrip("/") + reverse("matching:need-candidates", args=[page_of[pk]])
        seen = _SEEN.search(_fragment(address))
        if not seen:
            raise ValueError(f"{address} shows no candidates to everybody.")
        with transaction.atomic():
            record(model.objects.get(pk=pk))
        started = time.perf_counter()
        while not _fragment(f"{address}?seen={seen[1]}"):
            if time.perf_counter() - started > LONGEST_WAIT:
                raise ValueError(f"{address} has not changed: is a worker running?")
            time.sleep(BETWEEN_LOOKS)
        return time.perf_counter() - started

    return _summary([edit(pk) for pk in _changed(kind, model.objects.filter(pk__in=page_of), edits, seed)])


_SEEN = re.compile(r'name="seen" value="([^"]+)"')


def _fragment(address: str) -> str:
    """What an open page swaps in; empty while nothing is new."""
    with urlopen(Request(address, headers={"HX-Request": "true"}), timeout=LONGEST_WAIT) as answer:  # noqa: S310 - the operator's own site
        return str(answer.read().decode())


def _changed(kind: str, rows: QuerySet[Any], edits: int, seed: int) -> Iterator[int]:
    """Ids of demo listings whose change is made but not recorded yet; each comes twice, then changed back."""
    model, field, values, _, _ = _VERBS[kind]
    stored = dict(rows.filter(is_demo=True).values_list("pk", field))
    if not stored:
        raise ValueError(f"There are no listed demo {kind} to edit: run make_synthetic, then rematch.")
    for pk in random.Random(seed).choices(list(stored), k=(edits + WARM_UP + 1) // 2):  # noqa: S311 - a sample, not a secret
        other = next(value for value in values if value != stored[pk])
        for value in (other, stored[pk]):
            model.objects.filter(pk=pk).update(**{field: value})
            yield pk


def _summary(seconds: list[float]) -> dict[str, float]:
    taken = np.array(seconds[WARM_UP:]) * 1_000
    p50, p95 = np.percentile(taken, [50, 95])
    return {
        "edits": len(taken),
        "p50_ms": round(float(p50), 1),
        "p95_ms": round(float(p95), 1),
        "max_ms": round(float(taken.max()), 1),
    }


_VERBS: dict[str, tuple[Any, str, tuple[Any, Any], Callable[[Any], None], Callable[[int], None]]] = {
    "startups": (Startup, "trl", (9, 4), startups.services.record_change, services.rescore_startup),
    "needs": (Need, "stage", ("PILOT", "IDEA"), cities.services.record_change, services.rescore_need),
}
