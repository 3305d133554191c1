"""Listings like one that is shown, and needs that several cities have: for one reader, of what they may see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from cities.models import City, Need
from matching.models import Likeness, TextVector
from startups.models import Startup

SHOWN = 3


@dataclass(frozen=True)
class JointDemand:
    """The same need in several cities: the reader may see every one of them, and the city of every one."""

    needs: Sequence[Need]
    cities: Sequence[City]

    @property
    def count(self) -> int:
        return len(self.cities)


def similar_needs(need: Need, user: Any) -> list[Need]:
    """The open needs most like this one, but for those that are the same: `joint_demand` names these."""
    ends = _ends(TextVector.Subject.NEED, [need.pk], is_same=False)[need.pk]
    return _nearest(Need.objects.visible_to(user).open().with_card().prefetch_related("kpis"), ends)


def similar_startups(startup: Startup, user: Any) -> list[Startup]:
    """The listed startups most like this one."""
    ends = _ends(TextVector.Subject.STARTUP, [startup.pk])[startup.pk]
    return _nearest(Startup.objects.visible_to(user).listed().with_card().prefetch_related("deployments"), ends)


def joint_demand(needs: Iterable[Need], user: Any) -> dict[int, JointDemand]:
    """By id those of `needs` that other cities have too, for this reader: two queries, however many needs.

    A need that hides its city from the reader is nowhere in it: neither named nor counted, since a count that leaves
    out the reader's own city, or the one beside, would tell which one it is.
    """
    subjects = {need.pk: need for need in needs if need.shows_city}
    ends = _ends(TextVector.Subject.NEED, subjects, is_same=True)
    wanted = {pk for own in ends.values() for pk in own}
    if not wanted:
        return {}
    rows = Need.objects.visible_to(user).open().filter(pk__in=wanted)
    others = {need.pk: need for need in rows.with_card() if need.shows_city}
    found = {
        pk: _together(need, [others[other] for other in ends[pk] if other in others]) for pk, need in subjects.items()
    }
    return {pk: joint for pk, joint in found.items() if joint.count > 1}


def _together(need: Need, others: Sequence[Need]) -> JointDemand:
    return JointDemand(others, list({row.city.pk: row.city for row in (need, *others)}.values()))


def _ends(subject: str, ids: Iterable[int], is_same: bool | None = None) -> Mapping[int, Mapping[int, float]]:
    """By id, those it is like with their closeness, closest first: whichever of the two was compared."""
    found: dict[int, dict[int, float]] = {pk: {} for pk in ids}
    rows = Likeness.objects.filter(Q(first__in=found) | Q(second__in=found), subject=subject).order_by("-closeness")
    if is_same is not None:
        rows = rows.filter(is_same=is_same)
    for first, second, closeness in rows.values_list("first", "second", "closeness"):
        for own, other in ((first, second), (second, first)):
            if own in found:
                found[own].setdefault(other, closeness)
    return found


def _nearest(rows: Any, ends: Mapping[int, float]) -> list[Any]:
    if not ends:
        return []
    found = rows.in_bulk(list(ends))
    return [found[pk] for pk in ends if pk in found][:SHOWN]
