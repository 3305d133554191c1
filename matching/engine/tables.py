"""The columns of many needs and many startups: frozen arrays, ready to be multiplied."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .exclusions import MarkRows, need_carries, need_refuses, startup_carries, startup_refuses
from .factors import DENSE, DENSE_FACTORS, SPARSE, SPARSE_FACTORS
from .facts import Floats, NeedFacts, StartupFacts, TextFeatures, Vocabulary
from .gaps import demands, is_capped, lacks
from .lexical import Sparse
from .ragged import joined, taken
from .snapshot import Snapshot
from .views import view_need, view_startup

Integers: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SparseRows:
    """Row i holds ``columns[starts[i]:starts[i+1]]``, ascending, with ``weights`` beside them."""

    starts: Integers
    columns: NDArray[np.int32]
    weights: Floats

    def take(self, rows: NDArray[np.integer]) -> "SparseRows":
        """These rows alone, in this order."""
        starts, places = taken(self.starts, rows)
        return SparseRows(starts, self.columns[places], self.weights[places])

    @classmethod
    def join(cls, several: Sequence["SparseRows"]) -> "SparseRows":
        """The rows of all, one behind the other."""
        return cls(
            joined([own.starts for own in several]),
            np.concatenate([own.columns for own in several]),
            np.concatenate([own.weights for own in several]),
        )


@dataclass(frozen=True, eq=False)
class Postings:
    """Some startups by column of their sparse rows: column c stands in ``rows[starts[c]:starts[c + 1]]``.

    Rows count from the first of these startups and ascend within a column.
    """

    starts: NDArray[np.int32]
    rows: NDArray[np.uint16]
    weights: Floats


@dataclass(frozen=True, eq=False)
class StartupTable:
    """n startups. ``dense`` (n, C) holds the blocks of ``factors.DENSE`` side by side, ``blocks`` where each lies.

    ``sparse``: for every sparse factor the startup's block, one behind the other. ``lacks``, ``capped``: what caps a
    band (``gaps.py``). ``carries``, ``refuses``: what excludes a pair (``exclusions.py``). Rows that are not ``alive``
    enter no list: a newer version of them stands in another table.
    """

    version: str
    ids: Integers
    published: Integers
    dense: Floats
    blocks: Mapping[str, slice]
    sparse: SparseRows
    lacks: NDArray[np.uint64]
    capped: NDArray[np.bool_]
    carries: MarkRows
    refuses: MarkRows
    alive: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: NDArray[np.integer]) -> "StartupTable":
        """These rows alone, in this order."""
        return _taken(self, rows)

    def postings(self, tile: int) -> list[Postings]:
        """Of every ``tile`` rows, over the columns that any row holds. Made once."""
        if tile not in self._postings:
            sparse, width = self.sparse, int(self.sparse.columns.max(initial=-1)) + 1
            edges = [*range(0, len(self), tile), len(self)]
            self._postings[tile] = [
                Postings(*_inverted(sparse.starts[first : last + 1], sparse.columns, sparse.weights, width))
                for first, last in pairwise(edges)
            ]
        return self._postings[tile]

    @cached_property
    def _postings(self) -> dict[int, list[Postings]]:
        return {}


@dataclass(frozen=True, eq=False)
class NeedTable:
    """n needs. ``dense`` (n, D): the maps of the dense factors side by side, ``maps`` where each lies.

    ``sparse``: the queries of the sparse factors, one behind the other as in the startups' table; the columns of factor
    i lie from ``edges[i]`` to ``edges[i + 1]``. ``alive`` as there.
    """

    version: str
    ids: Integers
    published: Integers
    dense: Floats
    maps: Mapping[str, slice]
    sparse: SparseRows
    edges: Integers
    demands: NDArray[np.uint64]
    carries: MarkRows
    refuses: MarkRows
    alive: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def weighted(self) -> dict[str, Any]:
        """What a search has made of these rows and may use again: many edits are scored against the same needs."""
        return {}

    def take(self, rows: NDArray[np.integer]) -> "NeedTable":
        """These rows alone, in this order."""
        return _taken(self, rows)


Table = TypeVar("Table", NeedTable, StartupTable)


def build_startups(
    facts: Sequence[StartupFacts], texts: Sequence[TextFeatures], vocabulary: Vocabulary, snapshot: Snapshot
) -> StartupTable:
    """One row per startup, in the order given. KeyError or ValueError on a code that the vocabulary does not hold."""
    views = [view_startup(fact, text, vocabulary) for fact, text in zip(facts, texts, strict=True)]
    dense, blocks = _side_by_side({name: [block(v, vocabulary) for v in views] for name, block in DENSE.items()})
    maps = [SPARSE[factor.block][0] for factor in SPARSE_FACTORS]
    return StartupTable(
        version=_version(vocabulary, snapshot),
        ids=np.array([fact.id for fact in facts], np.int64),
        published=np.array([fact.published for fact in facts], np.int64),
        dense=dense,
        blocks=blocks,
        sparse=_joined([[own(v, vocabulary, snapshot) for own in maps] for v in views], _edges(vocabulary, snapshot)),
        lacks=np.array([lacks(fact, vocabulary) for fact in facts], np.uint64),
        capped=np.array([is_capped(fact, vocabulary) for fact in facts], np.bool_),
        carries=MarkRows.of([startup_carries(fact) for fact in facts]),
        refuses=MarkRows.of([startup_refuses(fact) for fact in facts]),
        alive=np.ones(len(facts), np.bool_),
    )


def build_needs(
    facts: Sequence[NeedFacts], texts: Sequence[TextFeatures], vocabulary: Vocabulary, snapshot: Snapshot
) -> NeedTable:
    """One row per need, in the order given. KeyError or ValueError on a code that the vocabulary does not hold."""
    views = [view_need(fact, text, vocabulary) for fact, text in zip(facts, texts, strict=True)]
    dense, maps = _side_by_side({f.code: [f.map(v, vocabulary) for v in views] for f in DENSE_FACTORS if f.map})
    queries = [factor.query for factor in SPARSE_FACTORS if factor.query]
    edges = _edges(vocabulary, snapshot)
    return NeedTable(
        version=_version(vocabulary, snapshot),
        ids=np.array([fact.id for fact in facts], np.int64),
        published=np.array([fact.published for fact in facts], np.int64),
        dense=dense,
        maps=maps,
        sparse=_joined([[query(v, vocabulary, snapshot) for query in queries] for v in views], edges),
        edges=edges,
        demands=np.array([demands(fact, vocabulary) for fact in facts], np.uint64),
        carries=MarkRows.of([need_carries(fact) for fact in facts]),
        refuses=MarkRows.of([need_refuses(fact) for fact in facts]),
        alive=np.ones(len(facts), np.bool_),
    )


def _side_by_side(blocks: Mapping[str, Sequence[Floats]]) -> tuple[Floats, dict[str, slice]]:
    """(n, columns) of all blocks, each given row by row, and where each lies."""
    stacked = [np.array(rows, np.float32).reshape(len(rows), -1 if rows else 0) for rows in blocks.values()]
    edges = np.cumsum([0, *(block.shape[1] for block in stacked)]).tolist()
    places = {name: slice(*place) for name, place in zip(blocks, pairwise(edges), strict=True)}
    return np.ascontiguousarray(np.hstack(stacked)), places


def _edges(vocabulary: Vocabulary, snapshot: Snapshot) -> Integers:
    """Where the columns of each sparse factor begin, and where the last one's end."""
    widths = [SPARSE[factor.block][1](vocabulary, snapshot) for factor in SPARSE_FACTORS]
    return np.cumsum([0, *widths], dtype=np.int64)


def _joined(rows: Sequence[Sequence[Sparse]], edges: Integers) -> SparseRows:
    """Each row: its maps of all sparse factors, those of factor i moved to ``edges[i]``."""
    ordered = [
        [
            (int(first) + column, weight)
            for own, first in zip(row, edges, strict=False)
            for column, weight in sorted(own.items())
        ]
        for row in rows
    ]
    return SparseRows(
        starts=np.cumsum([0, *map(len, ordered)], dtype=np.int64),
        columns=np.array([column for row in ordered for column, _ in row], np.int32),
        weights=np.array([weight for row in ordered for _, weight in row], np.float32),
    )


def join_tables(several: Sequence[Table]) -> Table:
    """The rows of all, one behind the other. ValueError when they are of different versions."""
    filled = [table for table in several if len(table)] or several[:1]
    if len({table.version for table in filled}) > 1:
        raise ValueError("Tables of different versions do not join.")
    joined_columns: dict[str, Any] = {
        name: np.concatenate([getattr(table, name) for table in filled]) for name in _row_arrays(filled[0])
    }
    for name, kind in RAGGED.items():
        joined_columns[name] = kind.join([getattr(table, name) for table in filled])
    return replace(filled[0], **joined_columns)


RAGGED: Mapping[str, type[SparseRows] | type[MarkRows]] = {
    "sparse": SparseRows,
    "carries": MarkRows,
    "refuses": MarkRows,
}


def _row_arrays(table: NeedTable | StartupTable) -> list[str]:
    """The fields that are arrays with one entry, or one row, for each row of the table."""
    return [
        field.name
        for field in fields(table)
        if isinstance(getattr(table, field.name), np.ndarray) and field.name != "edges"
    ]


def _taken(table: Table, rows: NDArray[np.integer]) -> Table:
    columns: dict[str, Any] = {name: getattr(table, name)[rows] for name in _row_arrays(table)}
    return replace(table, **columns, **{name: getattr(table, name).take(rows) for name in RAGGED})


@njit(cache=True, nogil=True)
def _inverted(row_starts, columns, weights, width):  # type: ignore[no-untyped-def]  # numba infers the types of kernels
    """Counting sort of some rows by column."""
    begin, end = row_starts[0], row_starts[-1]
    starts = np.zeros(width + 1, np.int32)
    for place in range(begin, end):
        starts[columns[place] + 1] += 1
    for column in range(width):
        starts[column + 1] += starts[column]
    free = starts.copy()
    rows, held = np.empty(end - begin, np.uint16), np.empty(end - begin, np.float32)
    for row in range(len(row_starts) - 1):
        for place in range(row_starts[row], row_starts[row + 1]):
            at = free[columns[place]]
            rows[at], held[at] = row, weights[place]
            free[columns[place]] += 1
    return starts, rows, held


def _version(vocabulary: Vocabulary, snapshot: Snapshot) -> str:
    """Tables of different versions do not fit together: their columns mean different things."""
    digest = hashlib.sha256(snapshot.version.encode())
    codes = (vocabulary.technologies, vocabulary.topics, vocabulary.certificates)
    digest.update(repr((*codes, vocabulary.glossary)).encode())
    for array in (vocabulary.affinity, vocabulary.technology_vectors, vocabulary.topic_vectors):
        digest.update(np.ascontiguousarray(array, np.float32).tobytes())
    return digest.hexdigest()[:12]
