"""The engine's tables of all listed startups and all open needs, kept by every worker and current by revisions.

A side is cut in segments by id. A segment's table is built once for a version of vocabulary, statistics and reading of
texts, stored in a folder, and mapped by every process of the machine; a run scores segment by segment. Rows that change
later stand in a small table beside it, where they are dead; when that has grown, both become one again.

Whether a row is still what was read is asked of the database before every use, so what lies on the disk, or what
another worker has done meanwhile, can cost time and never correctness.
"""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import uuid4

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from cities.models import Need
from language.version import reading_version
from matching import engine
from matching.copying import copy_out
from matching.corpus import Corpus
from matching.gather import Reading, read_needs, read_startups
from startups.models import Startup

Table = TypeVar("Table", engine.NeedTable, engine.StartupTable)

# Rows beside a segment's table before both become one. Building one takes as long as some hundred single ones cost.
MOST_RECENT = 1_000
# Smaller segments are built again faster than files are looked after.
FEWEST_TO_STORE = 1_000
VERSIONS_KEPT = 2

# What a row is known by. The moment too: a restored database may count revisions anew.
STATE = {"id": ">i8", "revision": ">i4", "moment": ">i8"}
_STATE = """
SELECT id, revision, updated_at FROM {table}
WHERE status = 'published' AND id >= %(first)s AND id < %(last)s ORDER BY id
"""
# From one segment that holds a row to the next such one: a look into the index each, however many rows there are.
_NUMBERS = """
WITH RECURSIVE found (number) AS (
    SELECT min(id) / %(size)s FROM {table} WHERE status = 'published'
    UNION ALL
    SELECT (SELECT min(id) / %(size)s FROM {table} WHERE status = 'published' AND id >= (number + 1) * %(size)s)
    FROM found WHERE number IS NOT NULL
)
SELECT number FROM found WHERE number IS NOT NULL
"""


@dataclass(frozen=True)
class Kind(Generic[Table]):
    """What differs between the two sides."""

    name: str
    table: type[Table]
    rows: Callable[[], Any]
    read: Callable[[Iterable[Any], Corpus], Reading]
    build: Callable[..., Table]
    database_table: str


NEEDS: Kind[engine.NeedTable] = Kind(
    "needs", engine.NeedTable, lambda: Need.objects.open().with_page(), read_needs, engine.build_needs,
    "cities_need",
)  # fmt: skip
STARTUPS: Kind[engine.StartupTable] = Kind(
    "startups", engine.StartupTable, lambda: Startup.objects.listed().with_profile(), read_startups,
    engine.build_startups, "startups_startup",
)  # fmt: skip


@dataclass(eq=False)
class Segment(Generic[Table]):
    """The rows of one side with ids from ``first`` to before ``last``, of one version."""

    kind: Kind[Table]
    corpus: Corpus
    first: int
    last: int
    state: NDArray[Any] = field(init=False)
    base: Table = field(init=False)
    recent: Table = field(init=False)

    def __post_init__(self) -> None:
        self.state = np.zeros(0, list(STATE.items()))
        self.base = self.recent = self.kind.build([], [], self.corpus.vocabulary, self.corpus.snapshot)
        self._load()

    @property
    def revisions(self) -> NDArray[Any]:
        """(id, revision) of every row that is listed, as it was read."""
        return np.stack([self.state["id"], self.state["revision"]], axis=1).astype(np.int64)

    def tables(self) -> list[Table]:
        """What is listed now, in one table or two."""
        self._refresh()
        return [self.base, self.recent] if len(self.recent) else [self.base]

    def whole(self) -> Table:
        """What is listed now, in one table in the order of ids."""
        self._refresh()
        return self.base if self._is_whole() else self._joined()

    def _refresh(self) -> None:
        """Drop what is listed no more, read again what has another state."""
        query = _STATE.format(table=self.kind.database_table)
        now = copy_out(query, {"first": self.first, "last": self.last}, STATE)[list(STATE)]
        if np.array_equal(now, self.state):
            return
        same = _found_in(self.state, now)
        kept = now["id"][same]
        self.base.alive[~np.isin(self.base.ids, kept)] = False
        read = self._read(now["id"][~same].tolist())
        self.recent = engine.join_tables([self.recent.take(np.flatnonzero(np.isin(self.recent.ids, kept))), read])
        # A row that went between the two questions is not there: the next refresh asks again.
        self.state = now[same | np.isin(now["id"], read.ids)]
        if len(self.recent) > MOST_RECENT:
            self._compact()

    def _read(self, ids: list[int]) -> Table:
        reading = self.kind.read(self.kind.rows().filter(pk__in=ids).order_by("pk"), self.corpus)
        return self.kind.build(reading.facts, reading.texts, self.corpus.vocabulary, self.corpus.snapshot)

    def _is_whole(self) -> bool:
        return not len(self.recent) and bool(self.base.alive.all())

    def _joined(self) -> Table:
        both = engine.join_tables([self.base.take(np.flatnonzero(self.base.alive)), self.recent])
        return both.take(np.argsort(both.ids))

    def _compact(self) -> None:
        self.base, self.recent = self._joined(), self.recent.take(np.zeros(0, np.int64))
        if len(self.base) >= FEWEST_TO_STORE:
            self._store()

    # --- on the disk --------------------------------------------------------------------------------------------------

    @property
    def _folder(self) -> Path:
        version = f"{self.base.version}-{reading_version()}"
        return _home() / version / f"{self.kind.name}-{self.first}-{self.last}"

    def _store(self) -> None:
        """As a folder of its own: other processes may have the older ones mapped."""
        written = self._folder / f"{uuid4().hex}.part"
        written.mkdir(parents=True)
        engine.save_table(self.base, written)
        np.save(written / "state.npy", self.state)
        older = [folder for folder in self._folder.iterdir() if folder != written and not folder.suffix]
        written.rename(written.with_suffix(""))
        for folder in older:
            shutil.rmtree(folder, ignore_errors=True)
        _drop_old_versions()

    def _load(self) -> None:
        for folder in self._folder.glob("*"):
            try:
                if not folder.suffix:
                    base = engine.load_table(self.kind.table, folder)
                    self.state, self.base = np.load(folder / "state.npy"), base
                    return
            except FileNotFoundError:  # another process has replaced it
                continue


def _found_in(state: NDArray[Any], rows: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of ``rows`` stand in ``state`` just so; both ascend by id."""
    if not len(state):
        return np.zeros(len(rows), np.bool_)
    places = np.searchsorted(state["id"], rows["id"]).clip(max=len(state) - 1)
    return np.asarray(state[places] == rows)


def _home() -> Path:
    return settings.DATA_DIR / "matching"


def _drop_old_versions() -> None:
    newest_first = sorted(_home().iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in newest_first[VERSIONS_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)


# Two corpora at most are in use (`corpus_of`), so a few sides of old ones leave with them.
@lru_cache(maxsize=64)
def segment(kind: Kind[Any], corpus: Corpus, number: int) -> Segment[Any]:
    """The segment that holds the ids from ``number`` times the block size on."""
    size = settings.MATCHING_BLOCK_SIZE
    return Segment(kind, corpus, number * size, (number + 1) * size)


def segments(kind: Kind[Any], corpus: Corpus) -> list[Segment[Any]]:
    """All segments of a side that hold listed rows; at least one."""
    return [segment(kind, corpus, number) for number in segment_numbers(kind)]


def segment_numbers(kind: Kind[Any]) -> list[int]:
    """The numbers of the segments that hold a listed row; of an empty side the first."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS.format(table=kind.database_table), {"size": settings.MATCHING_BLOCK_SIZE})
        return [number for (number,) in cursor.fetchall()] or [0]


def revisions_of(parts: Iterable[Segment[Any]], ids: Iterable[int]) -> dict[int, int]:
    """Id -> revision, as it was read, of those of ``ids`` that were listed."""
    wanted = np.array(sorted(ids), np.int64)
    found = [part.revisions[np.isin(part.state["id"], wanted)] for part in parts]
    return dict(np.concatenate(found).tolist())
