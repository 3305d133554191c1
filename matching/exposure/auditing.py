"""How first pages are shared out in the stored lists, by sector, with the nudges and as they would be without."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from matching.columns import days_of, ranks
from matching.copying import copy_out
from matching.exposure.distribution import Distribution, distribution
from matching.exposure.nudging import FIRST_PAGE, HEAD
from matching.exposure.storing import favoured_startups
from matching.lists import publication_days
from matching.models import KEPT
from startups.models import Startup
from taxonomy.models import Sector


@dataclass(frozen=True)
class Audited:
    """One sector, None for all of them."""

    sector: Sector | None
    nudged: Distribution
    plain: Distribution


def audit(today: datetime) -> list[Audited]:
    """All sectors together, then each that stands in a list; empty where there are no lists."""
    rows = copy_out(_LISTED, {}, {"need": ">i8", "startup": ">i8", "rank": ">i2", "score": ">f4"})
    if not len(rows):
        return []
    need, startup = rows["need"].astype(np.int64), rows["startup"].astype(np.int64)
    score, ids = rows["score"].astype(np.float32), np.unique(startup)
    days = days_of(startup, publication_days(Startup.objects.filter(pk__in=ids.tolist())))
    by_score = ranks(need, score, days, startup, KEPT)
    favoured = np.isin(ids, favoured_startups(today))
    shown, plain = (_Shown.of(np.searchsorted(ids, startup), own, len(ids)) for own in (rows["rank"], by_score))
    return [
        Audited(sector, shown.among(favoured, chosen), plain.among(favoured, chosen))
        for sector, chosen in _sectors(ids)
    ]


_LISTED = "SELECT need_id, startup_id, need_rank, score FROM matching_match WHERE need_rank IS NOT NULL"


@dataclass(frozen=True, eq=False)
class _Shown:
    """(startups,) on how many first pages, and at the head of how many lists, each stands."""

    pages: NDArray[np.int64]
    heads: NDArray[np.int64]

    @classmethod
    def of(cls, startup: NDArray[np.int64], rank: NDArray[np.integer], startups: int) -> "_Shown":
        return cls(*(np.bincount(startup[rank <= last], minlength=startups) for last in (FIRST_PAGE, HEAD)))

    def among(self, favoured: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> Distribution:
        return distribution(self.pages, self.heads, favoured, chosen)


def _sectors(ids: NDArray[np.int64]) -> Iterator[tuple[Sector | None, NDArray[np.bool_]]]:
    """(sector, which of the startups are in it); a startup is in every sector of its technologies."""
    yield None, np.ones(len(ids), np.bool_)
    members: Mapping[str, set[int]] = {sector.pk: set() for sector in Sector.objects.all()}
    technologies = Startup.objects.filter(pk__in=ids.tolist()).values_list("technologies__sector", "pk")
    for code, pk in technologies.exclude(technologies=None):
        members[code].add(pk)
    for sector in Sector.objects.all():
        if members[sector.pk]:
            yield sector, np.isin(ids, list(members[sector.pk]))
