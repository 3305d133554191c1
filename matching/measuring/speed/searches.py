"""What is timed: the searches of the engine, the bare product they stand on, and FAISS."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from matching import engine
from matching.engine.facts import Floats
from matching.engine.score import NEED_TILE, STARTUP_TILE, weighted_columns
from matching.measuring.machine import peak_mb
from matching.measuring.rivals import RIVALS, Question
from matching.measuring.timing import seconds

from .tables import Tables

Rows = NDArray[np.int64]
# Under what the k-th of a list reached last time: as much as an edit or two may have moved it.
GUESS_MARGIN = 0.02
EXPLAINED_AT_ONCE = 1_000_000
FAISS = "FAISS flat"


def bare_product(columns: Floats, dense: Floats, threads: int) -> None:
    """Every tile of the product, nothing else: same sizes, order and threads as `engine.rank`."""

    def sweep(tiles: Rows) -> None:
        cells = np.empty(NEED_TILE * STARTUP_TILE, np.float32)
        for first in tiles.tolist():
            block = dense[first : first + STARTUP_TILE]
            for top in range(0, len(columns), NEED_TILE):
                rows = columns[top : top + NEED_TILE]
                np.matmul(rows, block.T, out=cells[: len(rows) * len(block)].reshape(len(rows), len(block)))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(sweep, np.array_split(np.arange(0, len(dense), STARTUP_TILE), threads)))


class Searches:
    """Each method searches once and returns its seconds; what was found stays here."""

    def __init__(self, tables: Tables, k: int, threads: int) -> None:
        self.tables, self.k, self.threads = tables, k, threads
        self.dense = tables.dense
        self.question = Question(
            weighted_columns(self.dense.needs, self.dense.startups), self.dense.startups.dense, k, threads
        )
        self.best: Rows = np.zeros((0, k), np.int64)  # by the dense columns, (needs, k)
        self.best_of_faiss: Rows | None = None
        self.found: list[tuple[NDArray[np.int32], NDArray[np.int32]]] = []  # (need, startup) of both sides' lists
        self.guess: engine.Guess | None = None
        self.peak_mb = 0

    def warm_up(self) -> None:
        """Compile, and make what is made once for a table."""
        few = np.arange(min(64, len(self.tables.needs)))
        for tables in (self.tables, self.dense):
            engine.rank(tables.needs.take(few), tables.startups, self.k, threads=self.threads)

    def bare(self) -> float:
        return seconds(lambda: bare_product(self.question.needs, self.question.startups, self.threads))

    def dense_one_way(self) -> float:
        """Full lists, without a floor: no other search knows one."""

        def search() -> None:
            pairs = self._one_way(self.dense, floor=-np.inf).by_need
            self.best = pairs.startup.reshape(len(self.dense.needs), self.k).astype(np.int64)

        return seconds(search)

    def one_way(self) -> float:
        return seconds(lambda: self._one_way(self.tables))

    def _one_way(self, tables: Tables, floor: float | None = None) -> engine.Ranking:
        nowhere = np.full(len(tables.startups), np.inf)
        return engine.rank(
            tables.needs, tables.startups, self.k, floor=floor, startup_floors=nowhere, threads=self.threads
        )

    def both_ways(self) -> float:
        taken = seconds(lambda: self._both_ways(keep=not self.found))
        self.peak_mb = self.peak_mb or peak_mb()
        return taken

    def both_ways_warm(self) -> float:
        """After `both_ways`."""
        return seconds(lambda: self._both_ways(keep=False, guess=self.guess))

    def _both_ways(self, *, keep: bool, guess: engine.Guess | None = None) -> None:
        needs, startups = self.tables.needs, self.tables.startups
        ranking = engine.rank(needs, startups, self.k, guess=guess, threads=self.threads)
        if keep:
            by_need, by_startup = ranking.by_need, ranking.by_startup
            self.found = [(pairs.need, pairs.startup) for pairs in (by_need, by_startup)]
            self.guess = engine.Guess(
                _expected(by_need.need, by_need, len(needs), self.k),
                _expected(by_startup.startup, by_startup, len(startups), self.k),
            )

    def exact_parts(self) -> float:
        """The parts of all pairs that `both_ways` found, alone."""

        def explain() -> None:
            for need, startup in self.found:
                for first in range(0, len(need), EXPLAINED_AT_ONCE):
                    some = slice(first, first + EXPLAINED_AT_ONCE)
                    engine.explain_pairs(self.tables.needs, self.tables.startups, need[some], startup[some])

        return seconds(explain)

    def faiss(self) -> float:
        """Raises MissingLibraryError."""
        answer = RIVALS[FAISS](self.question)
        self.best_of_faiss = answer.found
        return answer.seconds


def _expected(subject: NDArray[np.int32], pairs: engine.Pairs, rows: int, k: int) -> NDArray[np.float64]:
    """What the k-th of each list reached, less a margin; nothing where a list is shorter."""
    reached = np.full(rows, -np.inf)
    is_last = pairs.rank == k
    reached[subject[is_last]] = pairs.score[is_last] - GUESS_MARGIN
    return reached
