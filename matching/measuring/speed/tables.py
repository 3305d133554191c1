"""The tables that are searched: generated listings, as the engine builds them from real ones."""

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from matching import engine
from matching.engine.exclusions import MARK, MarkRows
from matching.engine.tables import SparseRows
from matching.statistics import make_snapshot
from matching.synthetic import SyntheticWorld

Table = TypeVar("Table", engine.NeedTable, engine.StartupTable)


@dataclass(frozen=True, eq=False)
class Tables:
    """All listings of both sides."""

    needs: engine.NeedTable
    startups: engine.StartupTable

    @property
    def dense(self) -> "Tables":
        """The same without words and exclusions: what every other search by vectors is asked."""
        return Tables(_dense_only(self.needs), _dense_only(self.startups))


def make_tables(seed: int, needs: int, startups: int) -> Tables:
    """The first of both of the world with this ``seed``, with the corpus statistics of its startups."""
    world = SyntheticWorld(seed)
    ours, theirs = world.needs(needs), world.startups(startups)
    snapshot = make_snapshot((text.words for text in theirs.texts), world.vocabulary)
    return Tables(
        engine.build_needs(ours.facts, ours.texts, world.vocabulary, snapshot),
        engine.build_startups(theirs.facts, theirs.texts, world.vocabulary, snapshot),
    )


def _dense_only(table: Table) -> Table:
    nothing = np.zeros(len(table) + 1, np.int64)
    no_words = SparseRows(nothing, np.zeros(0, np.int32), np.zeros(0, np.float32))
    no_marks = MarkRows(nothing, np.zeros(0, MARK))
    return replace(table, sparse=no_words, carries=no_marks, refuses=no_marks)
