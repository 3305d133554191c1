"""How many suggested pairs in the two top bands depend on a listing: why an item matters."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.utils.translation import ngettext

from cities.models import Need
from matching.models import GOOD, Match
from startups.models import Startup


def pairs_of(listings: Iterable[Any]) -> dict[int, int]:
    """{id: how many} for listings of one kind, in one query; a listing without any is left out."""
    rows = list(listings)
    if not rows:
        return {}
    side = "startup" if isinstance(rows[0], Startup) else "need"
    listed = Match.objects.filter(startup__in=Startup.objects.listed(), need__in=Need.objects.open(), band__in=GOOD)
    of_these = listed.filter(**{f"{side}__in": [row.pk for row in rows]})
    return dict(of_these.order_by().values_list(side).annotate(count=Count("pk")))


def waiting_pairs(count: int) -> str:
    """“12 matches in the two top bands wait for it”, or nothing to say."""
    if not count:
        return ""
    return ngettext(
        "%(count)d match in the two top bands waits for it",
        "%(count)d matches in the two top bands wait for it",
        count,
    ) % {"count": count}


def concerned_pairs(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(count)d match in the two top bands rests on it",
        "%(count)d matches in the two top bands rest on it",
        count,
    ) % {"count": count}
