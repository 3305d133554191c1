"""Which needs are like each other, and which startups: found in the engine's tables, stored as a few rows for each.

Stored, because a page cannot wait for it: one startup against 100,000 is 50 ms of reading memory, and a page takes 10.
Made after a listing was scored and after a run. A new listing names those it is like; these show it at once, since
rows are read from both ends.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from cities.models import Need, NeedTopic
from matching import engine
from matching.corpus import current_corpus
from matching.engine.infer import declared
from matching.models import Likeness, TextVector
from matching.resident import NEEDS, STARTUPS, Kind, segments
from startups.models import Startup

Closeness = NDArray[np.float32]

KEPT = 20
# Listings that one task compares.
BATCH = 64
# Under these the two have a word in common and no more.
LEAST = {TextVector.Subject.NEED: 0.5, TextVector.Subject.STARTUP: 0.8}
# On 30 judged pairs (docs/judged/same_needs.tsv) all that reach the first are the same need; of different needs of one
# topic in the demo the closest two reach .84. The second is reached where both declare the same topic first.
SAME, SAME_FIELD = 0.86, 0.6


def need_closeness(table: engine.NeedTable, row: int) -> Closeness:
    """(n,) of every need to that of ``row``: cosine of their meaning, and of their words."""
    meaning = table.dense[:, table.maps["meaning"]]
    return np.asarray(meaning @ meaning[row] + _words_shared(table, row), np.float32)


def startup_closeness(table: engine.StartupTable, row: int) -> Closeness:
    """(n,) of every startup to that of ``row``: cosine of their meaning, and how far their technologies agree."""
    blocks = (table.dense[:, table.blocks[name]] for name in ("meaning", "root_technologies"))
    return np.asarray(sum(block @ block[row] for block in blocks), np.float32)


def _words_shared(table: engine.NeedTable, row: int) -> Closeness:
    """Needs' words are of unit length. They stand in the first columns, before those of keywords."""
    sparse, width = table.sparse, int(table.edges[1])
    spread = np.zeros(int(table.edges[-1]), np.float32)
    own = slice(sparse.starts[row], sparse.starts[row + 1])
    spread[sparse.columns[own]] = sparse.weights[own]
    spread[width:] = 0
    rows = np.repeat(np.arange(len(table)), np.diff(sparse.starts))
    products = spread[sparse.columns] * sparse.weights
    return np.bincount(rows, products, minlength=len(table)).astype(np.float32)


def is_same_need(closeness: float, topics: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    """``topics``: both sides' shares of topics. Long texts share many words; the same problem shares its field too."""
    return closeness >= SAME and float(np.sqrt(topics) @ np.sqrt(other)) >= SAME_FIELD


@dataclass(frozen=True)
class _Side:
    model: Any
    kind: Kind[Any]
    closeness: Callable[[Any, int], Closeness]


_SIDES: Mapping[str, _Side] = {
    TextVector.Subject.NEED: _Side(Need, NEEDS, need_closeness),
    TextVector.Subject.STARTUP: _Side(Startup, STARTUPS, startup_closeness),
}


def compare(subject: str, after: int = 0, only: int | None = None) -> int | None:
    """Store what listed needs or startups are like: the one named by `only`, or a batch of those with ids `after`.

    Returns the last id of a full batch, where there may be more.
    """
    side = _SIDES[subject]
    rows = side.model.objects.listed()
    rows = rows.filter(pk=only) if only else rows.filter(pk__gt=after)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    table = engine.join_tables([part.whole() for part in segments(side.kind, current_corpus())])
    found = [row for pk in ids for row in _likenesses(subject, pk, table)]
    with transaction.atomic():
        Likeness.objects.filter(subject=subject, first__in=[only] if only else ids).delete()
        # Another worker may have been at the same one.
        Likeness.objects.bulk_create(found, ignore_conflicts=True)
    return ids[-1] if len(ids) == BATCH else None


def _likenesses(subject: str, pk: int, table: Any) -> Iterator[Likeness]:
    own = np.flatnonzero(table.ids == pk)
    if not len(own):  # withdrawn meanwhile
        return
    closeness = _SIDES[subject].closeness(table, int(own[0]))
    closeness[own] = -np.inf
    best = [row for row in np.argsort(-closeness, kind="stable")[:KEPT] if closeness[row] >= LEAST[subject]]  # type: ignore[index]
    others = table.ids[best].tolist()
    topics = _topic_shares([pk, *others]) if subject == TextVector.Subject.NEED else {}
    for other, near in zip(others, closeness[best].tolist(), strict=True):
        is_same = bool(topics) and is_same_need(near, topics[pk], topics[other])
        yield Likeness(subject=subject, first=pk, second=other, closeness=near, is_same=is_same)


def _topic_shares(needs: list[int]) -> dict[int, NDArray[np.float32]]:
    """Of what the needs declare; zeros for one that declares none."""
    places = {code: place for place, code in enumerate(current_corpus().vocabulary.topics)}
    codes: dict[int, list[str]] = {pk: [] for pk in needs}
    for need, topic in NeedTopic.objects.filter(need__in=needs).order_by("position").values_list("need", "topic"):
        codes[need].append(topic)
    return {pk: declared(own, places) if own else np.zeros(len(places), np.float32) for pk, own in codes.items()}
