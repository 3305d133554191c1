"""The tables that are searched: generated listings, as the engine builds them from real ones."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from matching import engine
from matching.engine.exclusions import MARK, MarkRows
from matching.engine.tables import SparseRows
from matching.statistics import make_snapshot
from matching.synthetic import Population, SyntheticWorld

Table = TypeVar("Table", engine.NeedTable, engine.StartupTable)

# Startups, or needs, whose tables are built at once.
BLOCK = 10_000


@dataclass(frozen=True, eq=False)
class Tables:
    """All listings of both sides."""

    needs: engine.NeedTable
    startups: engine.StartupTable

    @property
    def dense(self) -> "Tables":
        """The same without words and exclusions: what every other search by vectors is asked."""
        return Tables(_dense_only(self.needs), _dense_only(self.startups))


def make_tables(world: SyntheticWorld, needs: int, startups: int) -> Tables:
    """The first of both, with the corpus statistics of these startups."""
    ours, theirs = world.needs(needs), world.startups(startups)
    snapshot = make_snapshot((text.words for text in theirs.texts), world.vocabulary)
    return Tables(
        _built(engine.build_needs, ours, world.vocabulary, snapshot),
        _built(engine.build_startups, theirs, world.vocabulary, snapshot),
    )


def _built(
    build: Callable[..., Table], listings: Population[Any], vocabulary: engine.Vocabulary, snapshot: engine.Snapshot
) -> Table:
    """Block after block, as a run does: what a table is built from takes several times its memory."""
    blocks = [slice(first, first + BLOCK) for first in range(0, len(listings.facts), BLOCK)]
    return engine.join_tables(
        [build(listings.facts[some], listings.texts[some], vocabulary, snapshot) for some in blocks]
    )


def _dense_only(table: Table) -> Table:
    nothing = np.zeros(len(table) + 1, np.int64)
    no_words = SparseRows(nothing, np.zeros(0, np.int32), np.zeros(0, np.float32))
    no_marks = MarkRows(nothing, np.zeros(0, MARK))
    return replace(table, sparse=no_words, carries=no_marks, refuses=no_marks)
