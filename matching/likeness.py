"""Which needs are like each other, and which startups: found in the engine's tables, stored as a few rows for each.

Stored, because a page cannot wait for it: one startup against 100,000 is 50 ms of reading memory, and a page takes 10.
Made after a listing was scored and after a run. A new listing names those it is like; these show it at once, since
rows are read from both ends.
"""

from collections.abc import Callable, Mapping, Sequence
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
LEAST: Mapping[str, float] = {TextVector.Subject.NEED: 0.5, TextVector.Subject.STARTUP: 0.8}
# On 60 judged pairs (docs/judged/same_needs*.tsv) all that reach the first are the same need; of different ones the
# closest reach .92. The second is reached where both declare the same topic first.
SAME, SAME_FIELD = 0.93, 0.6


def need_closeness(table: engine.NeedTable, own: engine.NeedTable) -> Closeness:
    """(n,) of every need to the one of ``own``: cosine of their meaning, and of their words."""
    column = table.maps["meaning"]
    return np.asarray(table.dense[:, column] @ own.dense[0, column] + _words_shared(table, own), np.float32)


def startup_closeness(table: engine.StartupTable, own: engine.StartupTable) -> Closeness:
    """(n,) of every startup to the one of ``own``: cosine of their meaning, and how far their technologies agree."""
    columns = (table.blocks[name] for name in ("meaning", "root_technologies"))
    return np.asarray(sum(table.dense[:, column] @ own.dense[0, column] for column in columns), np.float32)


def _words_shared(table: engine.NeedTable, own: engine.NeedTable) -> Closeness:
    """Needs' words are of unit length. They stand in the first columns, before those of keywords."""
    sparse, spread = table.sparse, np.zeros(int(table.edges[-1]), np.float32)
    spread[own.sparse.columns] = own.sparse.weights
    spread[int(table.edges[1]) :] = 0
    rows = np.repeat(np.arange(len(table)), np.diff(sparse.starts))
    return np.bincount(rows, spread[sparse.columns] * sparse.weights, minlength=len(table)).astype(np.float32)


def is_same_need(closeness: float, topics: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    """``topics``: both sides' shares of topics. Long texts share many words; the same problem shares its field too."""
    return closeness >= SAME and float(np.sqrt(topics) @ np.sqrt(other)) >= SAME_FIELD


@dataclass(frozen=True)
class _Side:
    model: Any
    kind: Kind[Any]
    closeness: Callable[[Any, Any], Closeness]


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
    tables = [table for part in segments(side.kind, current_corpus()) for table in part.tables()]
    found = [row for pk in ids for row in _likenesses(subject, pk, tables)]
    with transaction.atomic():
        Likeness.objects.filter(subject=subject, first__in=[only] if only else ids).delete()
        # Another worker may have been at the same one.
        Likeness.objects.bulk_create(found, ignore_conflicts=True)
    return ids[-1] if len(ids) == BATCH else None


def _likenesses(subject: str, pk: int, tables: Sequence[Any]) -> list[Likeness]:
    near = _nearest(_SIDES[subject].closeness, pk, tables)
    near = [(other, closeness) for other, closeness in near if closeness >= LEAST[subject]]
    topics = _topic_shares([pk, *(other for other, _ in near)]) if subject == TextVector.Subject.NEED else {}
    return [
        Likeness(
            subject=subject,
            first=pk,
            second=other,
            closeness=closeness,
            is_same=bool(topics) and is_same_need(closeness, topics[pk], topics[other]),
        )
        for other, closeness in near
    ]


def _nearest(measure: Callable[[Any, Any], Closeness], pk: int, tables: Sequence[Any]) -> list[tuple[int, float]]:
    """The KEPT closest others, closest first; none for one that was withdrawn meanwhile."""
    places = [np.flatnonzero((table.ids == pk) & table.alive) for table in tables]
    own = next((table.take(rows) for table, rows in zip(tables, places, strict=True) if len(rows)), None)
    if own is None:
        return []
    ids = np.concatenate([table.ids for table in tables])
    closeness = np.concatenate([np.where(table.alive, measure(table, own), -np.inf) for table in tables])
    closeness[ids == pk] = -np.inf
    best = np.argsort(-closeness, kind="stable")[:KEPT]
    return list(zip(ids[best].tolist(), closeness[best].tolist(), strict=True))


def _topic_shares(needs: list[int]) -> dict[int, NDArray[np.float32]]:
    """Of what the needs declare; zeros for one that declares none."""
    places = {code: place for place, code in enumerate(current_corpus().vocabulary.topics)}
    codes: dict[int, list[str]] = {pk: [] for pk in needs}
    for need, topic in NeedTopic.objects.filter(need__in=needs).order_by("position").values_list("need", "topic"):
        codes[need].append(topic)
    return {pk: declared(own, places) if own else np.zeros(len(places), np.float32) for pk, own in codes.items()}
