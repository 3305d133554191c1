"""The columns of many needs and many startups: frozen arrays, ready to be multiplied."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .exclusions import Marks, need_carries, need_refuses, startup_carries, startup_refuses
from .factors import DENSE, FACTORS, SPARSE
from .facts import Floats, NeedFacts, StartupFacts, TextFeatures, Vocabulary
from .gaps import demands, is_capped, lacks
from .lexical import Sparse
from .snapshot import Snapshot
from .views import view_need, view_startup

Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class SparseRows:
    """Row i holds ``columns[starts[i]:starts[i+1]]``, ascending, with ``weights`` beside them."""

    starts: Integers
    columns: NDArray[np.int32]
    weights: Floats


@dataclass(frozen=True, eq=False)
class StartupTable:
    """n startups. ``dense`` (n, C) holds the blocks of ``factors.DENSE`` side by side, ``blocks`` where each lies.

    ``sparse``: the blocks of ``factors.SPARSE``. ``lacks``, ``capped``: what caps a band (``gaps.py``).
    ``carries``, ``refuses``: what excludes a pair (``exclusions.py``).
    """

    version: str
    ids: Integers
    published: Integers
    dense: Floats
    blocks: Mapping[str, slice]
    sparse: Mapping[str, SparseRows]
    lacks: NDArray[np.uint64]
    capped: NDArray[np.bool_]
    carries: tuple[Marks, ...]
    refuses: tuple[Marks, ...]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, eq=False)
class NeedTable:
    """n needs: ``maps`` of the dense factors, each (n, width of its block); ``queries`` of the sparse ones."""

    version: str
    ids: Integers
    published: Integers
    maps: Mapping[str, Floats]
    queries: Mapping[str, SparseRows]
    demands: NDArray[np.uint64]
    carries: tuple[Marks, ...]
    refuses: tuple[Marks, ...]

    def __len__(self) -> int:
        return len(self.ids)


def build_startups(
    facts: Sequence[StartupFacts], texts: Sequence[TextFeatures], vocabulary: Vocabulary, snapshot: Snapshot
) -> StartupTable:
    """One row per startup, in the order given. KeyError or ValueError on a code that the vocabulary does not hold."""
    views = [view_startup(fact, text, vocabulary) for fact, text in zip(facts, texts, strict=True)]
    blocks = {name: _stack([block(view, vocabulary) for view in views]) for name, block in DENSE.items()}
    edges = np.cumsum([0, *(block.shape[1] for block in blocks.values())]).tolist()
    return StartupTable(
        version=_version(vocabulary, snapshot),
        ids=np.array([fact.id for fact in facts], np.int64),
        published=np.array([fact.published for fact in facts], np.int64),
        dense=np.hstack(list(blocks.values())),
        blocks={name: slice(*place) for name, place in zip(blocks, pairwise(edges), strict=True)},
        sparse={name: _sparse([block(view, vocabulary, snapshot) for view in views]) for name, block in SPARSE.items()},
        lacks=np.array([lacks(fact, vocabulary) for fact in facts], np.uint64),
        capped=np.array([is_capped(fact, vocabulary) for fact in facts], np.bool_),
        carries=tuple(startup_carries(fact) for fact in facts),
        refuses=tuple(startup_refuses(fact) for fact in facts),
    )


def build_needs(
    facts: Sequence[NeedFacts], texts: Sequence[TextFeatures], vocabulary: Vocabulary, snapshot: Snapshot
) -> NeedTable:
    """One row per need, in the order given. KeyError or ValueError on a code that the vocabulary does not hold."""
    views = [view_need(fact, text, vocabulary) for fact, text in zip(facts, texts, strict=True)]
    return NeedTable(
        version=_version(vocabulary, snapshot),
        ids=np.array([fact.id for fact in facts], np.int64),
        published=np.array([fact.published for fact in facts], np.int64),
        maps={f.code: _stack([f.map(view, vocabulary) for view in views]) for f in FACTORS if f.map},
        queries={f.code: _sparse([f.query(view, vocabulary, snapshot) for view in views]) for f in FACTORS if f.query},
        demands=np.array([demands(fact, vocabulary) for fact in facts], np.uint64),
        carries=tuple(need_carries(fact) for fact in facts),
        refuses=tuple(need_refuses(fact) for fact in facts),
    )


def _stack(rows: Sequence[Floats]) -> Floats:
    return np.array(rows, np.float32).reshape(len(rows), -1 if rows else 0)


def _sparse(rows: Sequence[Sparse]) -> SparseRows:
    ordered = [sorted(row.items()) for row in rows]
    return SparseRows(
        starts=np.cumsum([0, *map(len, ordered)], dtype=np.int64),
        columns=np.array([column for row in ordered for column, _ in row], np.int32),
        weights=np.array([weight for row in ordered for _, weight in row], np.float32),
    )


def _version(vocabulary: Vocabulary, snapshot: Snapshot) -> str:
    """Tables of different versions do not fit together: their columns mean different things."""
    digest = hashlib.sha256(snapshot.version.encode())
    digest.update(repr((vocabulary.technologies, vocabulary.topics, vocabulary.certificates)).encode())
    for array in (vocabulary.affinity, vocabulary.technology_vectors, vocabulary.topic_vectors):
        digest.update(np.ascontiguousarray(array, np.float32).tobytes())
    return digest.hexdigest()[:12]
