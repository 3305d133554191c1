"""The list of today: the items of all sources, in the order in which they are best decided."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from desk.models import Postponement
from desk.today import claims, drafts, duplicates, reports, stale, translations, verifications
from desk.today.items import Item, Kind

SOURCES: Sequence[Callable[[User], Iterator[Item]]] = (
    drafts.items,
    verifications.items,
    claims.items,
    reports.items,
    translations.items,
    duplicates.items,
    stale.items,
)
# Of what is never finished, so many stand in the list at a time.
AT_A_TIME = {Kind.TRANSLATION: 5, Kind.DUPLICATE: 5, Kind.STALE: 5}


@dataclass(frozen=True)
class Today:
    """`put_off` are items whose day has not come, `more` counts tidying that will move up."""

    items: Sequence[Item] = ()
    put_off: Sequence[Item] = ()
    more: int = 0

    @property
    def minutes(self) -> int:
        return sum(item.minutes for item in self.items)


def today_for(curator: User) -> Today:
    """Everything that waits, the first to be decided first; nothing for whoever is no curator."""
    if not curator.is_curator:
        return Today()
    put_off = set(Postponement.objects.standing(date.today()).values_list("key", flat=True))
    found = sorted((item for items in SOURCES for item in items(curator)), key=lambda item: item.place)
    due = [item for item in found if item.key not in put_off]
    shown = list(_a_few_at_a_time(due))
    return Today(shown, [item for item in found if item.key in put_off], len(due) - len(shown))


def _a_few_at_a_time(items: Iterable[Item]) -> Iterator[Item]:
    seen: Counter[Kind] = Counter()
    for item in items:
        seen[item.kind] += 1
        if seen[item.kind] <= AT_A_TIME.get(item.kind, seen[item.kind]):
            yield item


@dataclass(frozen=True)
class Place:
    """An item and where it stands in the list; `item` is None for what waits no longer."""

    item: Item | None
    number: int
    today: Today


def place_in_list(curator: User, key: str) -> Place:
    today = today_for(curator)
    number = next((number for number, item in enumerate(today.items, 1) if item.key == key), 0)
    return Place(today.items[number - 1] if number else None, number, today)


def next_url(curator: User) -> str:
    """Where the next item is decided; the list when nothing waits."""
    first = next(iter(today_for(curator).items), None)
    return first.url if first else reverse("desk:today")
