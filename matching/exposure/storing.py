"""The nudges of the last run as rows, and what is known of startups to reckon them."""

from collections.abc import Collection
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from matching.columns import PairColumns, looked_up
from matching.copying import copy_out, literal
from matching.exposure.nudging import DEPTH, Floats, Lists, nudged_ranks, nudges
from matching.models import Nudge
from startups.models import Startup
from taxonomy import codes

# How long a startup counts as new.
NEW_FOR = timedelta(days=90)


def favoured_startups(today: datetime) -> list[int]:
    """Listed startups that are new on the platform, or small as they say themselves."""
    small = [size.code for size in codes.current("team_size") if size.data.get("is_small")]
    rows = Startup.objects.listed().filter(Q(published_at__gt=today - NEW_FOR) | Q(team_size__in=small))
    return sorted(rows.values_list("pk", flat=True))


def nudged(pairs: PairColumns, today: datetime) -> PairColumns:
    """The run's pairs with the needs' lists in nudged order; the nudges are stored for the edits to come."""
    ids, row = np.unique(pairs.startup, return_inverse=True)
    lists = Lists.of(pairs.need, row, pairs.score, pairs.need_rank, DEPTH)
    nudge = nudges(lists, np.isin(ids, favoured_startups(today)))
    keep(dict(zip(ids[nudge != 0].tolist(), nudge[nudge != 0].tolist(), strict=True)))
    return pairs.with_need_ranks(nudged_ranks(pairs.need, pairs.score, pairs.need_rank, nudge[row]))


def keep(nudge: dict[int, float]) -> None:
    """Make these the stored nudges: startup id -> nudge."""
    Nudge.objects.all().delete()
    Nudge.objects.bulk_create((Nudge(startup_id=pk, size=size) for pk, size in nudge.items()), batch_size=5_000)


def stored_nudges(startups: Collection[int]) -> dict[int, float]:
    """Startup id -> nudge, of these."""
    return dict(Nudge.objects.filter(startup__in=startups).values_list("startup", "size"))


def nudges_of(startups: NDArray[np.int64]) -> Floats:
    """(m,) the stored nudge of each row's startup."""
    # Thousands of ids: as one array, where the ORM would write a parameter for each.
    found = copy_out(_SIZES, {"startups": literal(np.unique(startups))}, {"startup": ">i8", "size": ">f8"})
    return looked_up(startups, found["startup"].astype(np.int64), found["size"].astype(np.float64))


_SIZES = "SELECT startup_id, size FROM matching_nudge WHERE startup_id = ANY(%(startups)s::bigint[])"
