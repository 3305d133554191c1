"""All pairs at once: tiles of one matrix product, words added inside, the best kept while the tile is in cache.

The tiles work in single precision and only choose candidates, a margin wider than their error; ``exact_scores``
then gives the exact score. So the result is the exact top k, and an edit and a full run agree to the last digit.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from .best import Collector, best_places, opening
from .common_words import CommonWords, common_words, no_common_words
from .exclusions import Exclusions, exclusions
from .explain import exact_scores
from .factors import DENSE_FACTORS, PARTS, SPARSE_FACTORS
from .facts import Floats
from .tables import Integers, NeedTable, SparseRows, StartupTable
from .tiles import finish
from .weights import CURRENT, Weights

KEPT = 80  # per need and per startup; 50 are shown, so that a withdrawal needs no refill
NEED_TILE, STARTUP_TILE = 1024, 4096


@dataclass(frozen=True, eq=False)
class Pairs:
    """m scored pairs: rows in the tables, score, parts (m, len(PARTS)), and rank from 1 within its own list."""

    need: NDArray[np.int32]
    startup: NDArray[np.int32]
    score: NDArray[np.float64]
    parts: Floats
    rank: NDArray[np.int16]


@dataclass(frozen=True)
class Ranking:
    """``by_need``: the best startups of each need; ``by_startup``: the best needs of each startup."""

    by_need: Pairs
    by_startup: Pairs


@dataclass(frozen=True, eq=False)
class Guess:
    """What the k-th of each list is expected to reach, (needs,) and (startups,): as a rule what it reached last time.

    A list that turns out shorter than k is searched again without it, so a wrong guess costs time and nothing else.
    """

    by_need: NDArray[np.floating]
    by_startup: NDArray[np.floating]


def rank(
    needs: NeedTable,
    startups: StartupTable,
    k: int = KEPT,
    weights: Weights = CURRENT,
    floor: float | None = None,
    *,
    need_floors: NDArray[np.floating] | None = None,
    startup_floors: NDArray[np.floating] | None = None,
    guess: Guess | None = None,
    threads: int = 1,
) -> Ranking:
    """The ``k`` best of each need and of each startup, best first, none under ``floor`` (the weights' own by default).

    Ties go to the earlier publication, then to the lower id. Excluded pairs never appear. ``need_floors`` (needs,)
    and ``startup_floors`` (startups,) leave more out of the lists of one side: where k better ones are known from
    elsewhere, or, infinite, where no list is wanted. ``threads`` share the startups; BLAS should have one thread then.
    Raises ValueError when the tables were built with different vocabularies or snapshots.
    """
    floor = weights.floor if floor is None else floor
    floors = _Bounds(np.full(len(needs), floor), np.full(len(startups), floor))
    if need_floors is not None:
        np.maximum(floors.by_need, need_floors, out=floors.by_need)
    if startup_floors is not None:
        np.maximum(floors.by_startup, startup_floors, out=floors.by_startup)
    search = _Search(needs, startups, k, weights, threads)
    if guess is None:
        return search.ranking(floors, floors)
    opened = _Bounds(np.maximum(floors.by_need, guess.by_need), np.maximum(floors.by_startup, guess.by_startup))
    return _mended(search, search.ranking(floors, opened), floors, opened)


@dataclass(frozen=True, eq=False)
class _Bounds:
    """A score for each need's list and for each startup's; infinite where no list is wanted."""

    by_need: NDArray[np.float64]
    by_startup: NDArray[np.float64]


def _mended(search: "_Search", found: Ranking, floors: _Bounds, opened: _Bounds) -> Ranking:
    """Lists that came out too short under a guess are searched again without it."""
    needs, startups, k = search.needs, search.startups, search.k
    by_need, by_startup = found.by_need, found.by_startup
    rows = _too_short(by_need.need, k, opened.by_need > floors.by_need)
    if len(rows):
        bounds = _Bounds(floors.by_need[rows], np.full(len(startups), np.inf))
        own = replace(search, needs=needs.take(rows)).ranking(bounds, bounds).by_need
        by_need = _replaced(by_need, replace(own, need=rows[own.need]), "need", rows)
    rows = _too_short(by_startup.startup, k, opened.by_startup > floors.by_startup)
    if len(rows):
        bounds = _Bounds(np.full(len(needs), np.inf), floors.by_startup[rows])
        own = replace(search, startups=startups.take(rows)).ranking(bounds, bounds).by_startup
        by_startup = _replaced(by_startup, replace(own, startup=rows[own.startup]), "startup", rows)
    return Ranking(by_need, by_startup)


def _too_short(subjects: NDArray[np.int32], k: int, guessed: NDArray[np.bool_]) -> NDArray[np.int32]:
    return np.flatnonzero(guessed & (np.bincount(subjects, minlength=len(guessed)) < k)).astype(np.int32)


def _replaced(pairs: Pairs, own: Pairs, side: str, rows: NDArray[np.int32]) -> Pairs:
    """``pairs`` with the lists of these rows of one side taken from ``own``."""
    kept = _selected(pairs, ~np.isin(getattr(pairs, side), rows))
    both = _concatenated([kept, own])
    return _selected(both, np.argsort(getattr(both, side), kind="stable"))


def _selected(pairs: Pairs, places: NDArray) -> Pairs:
    return Pairs(*(getattr(pairs, field.name)[places] for field in fields(Pairs)))


def _concatenated(several: Sequence[Pairs]) -> Pairs:
    return Pairs(*(np.concatenate([getattr(own, field.name) for own in several]) for field in fields(Pairs)))


def weighted_columns(needs: NeedTable, startups: StartupTable, weights: Weights = CURRENT) -> Floats:
    """(needs, C): the dense maps times their weights, laid side by side as the startups' blocks lie.

    Their product with ``startups.dense`` is the dense part of the score, before what is usual is taken off.
    """
    columns = np.zeros((len(needs), startups.dense.shape[1]), np.float32)
    if len(needs) and len(startups):
        for factor in DENSE_FACTORS:
            scale = np.float32(weights.factors[factor.code].scale)
            columns[:, startups.blocks[factor.block]] += scale * needs.dense[:, needs.maps[factor.code]]
    return columns


@dataclass(frozen=True, eq=False)
class _Search:
    """One product of all needs with all startups."""

    needs: NeedTable
    startups: StartupTable
    k: int
    weights: Weights
    threads: int

    def ranking(self, floors: _Bounds, opened: _Bounds) -> Ranking:
        """All lists down to ``opened``, cut at ``floors``: too short where ``opened`` was too high."""
        tiles = np.arange(0, len(self.startups), STARTUP_TILE) if len(self.needs) else np.zeros(0, int)
        # Shared by the threads: what is among the k best of one share's startups bounds the others too. A rise that
        # two of them write at once may be lost, which costs a few candidates and no result.
        least = opening(opened.by_need + self.weights.usual)
        columns, words = self._prepared()
        prepared = columns, words, self._excluded()
        with ThreadPoolExecutor(self.threads) as pool:
            shares = np.array_split(tiles, self.threads)
            swept = list(pool.map(lambda share: self._sweep(share, *prepared, least, floors, opened), shares))
        rows, others = (np.concatenate(own) for own in zip(*(best.pairs() for best, _ in swept), strict=True))
        order = np.argsort(rows, kind="stable")
        return Ranking(
            self._ordered(rows[order], others[order], by_need=True, first=0, floors=floors.by_need),
            _concatenated([_NO_PAIRS, *(own for _, lists in swept for own in lists)]),
        )

    def _sweep(
        self,
        tiles: Integers,
        columns: Floats,
        words: CommonWords,
        excluded: Exclusions,
        least: Floats,
        floors: _Bounds,
        opened: _Bounds,
    ) -> tuple[Collector, list[Pairs]]:
        """The candidates of all needs in some tiles of startups, and these startups' finished lists."""
        best_startups, lists = Collector(least, min(self.k, len(self.startups))), []
        cells = np.empty(NEED_TILE * STARTUP_TILE, np.float32)
        for first in tiles.tolist():
            here = slice(first, min(first + STARTUP_TILE, len(self.startups)))
            postings = self.startups.postings(STARTUP_TILE)[first // STARTUP_TILE]
            dense, alive = words.beside(self.startups.dense[here], postings), self.startups.alive[here]
            own_least = opening(opened.by_startup[here] + self.weights.usual)
            own_least[~alive] = np.inf
            best_needs = Collector(own_least, min(self.k, len(self.needs)))
            for top in range(0, len(self.needs), NEED_TILE):
                rows = columns[top : top + NEED_TILE]
                tile = np.matmul(rows, dense.T, out=cells[: len(rows) * len(dense)].reshape(len(rows), len(dense)))
                finish(
                    tile,
                    (top, first),
                    words.rest,
                    postings,
                    excluded,
                    (self.needs.alive, alive),
                    best_startups,
                    best_needs,
                )
            startup, need = best_needs.pairs()
            lists.append(
                self._ordered(need, startup + first, by_need=False, first=first, floors=floors.by_startup[here])
            )
        return best_startups, lists

    def _ordered(
        self, need: Integers, startup: Integers, *, by_need: bool, first: int, floors: NDArray[np.float64]
    ) -> Pairs:
        """Exact lists of candidates, given list by list, of the rows ``first`` and following of one side."""
        subject, other, table = (need, startup, self.startups) if by_need else (startup, need, self.needs)
        starts = np.searchsorted(subject, np.arange(first, first + len(floors) + 1))
        parts, score = exact_scores(self.needs, self.startups, need, startup, self.weights)
        places, ranks = best_places(starts, score, table.published[other], table.ids[other], self.k, floors)
        return Pairs(
            need[places].astype(np.int32),
            startup[places].astype(np.int32),
            score[places],
            parts[places].astype(np.float32),
            ranks,
        )

    def _prepared(self) -> tuple[Floats, CommonWords]:
        """The needs' columns of the product, and which words are among them."""
        columns, queries = self._weighted()
        pairs = len(self.needs) * len(self.startups)
        if pairs < NEED_TILE * STARTUP_TILE:
            return columns, no_common_words(queries)
        words = common_words(queries, self.startups.postings(STARTUP_TILE), pairs)
        return np.hstack([columns, words.asked]), words

    def _weighted(self) -> tuple[Floats, SparseRows]:
        """The needs' dense columns and sparse queries times their weights; the last ones are kept with the table."""
        kept = self.needs.weighted
        if kept.get("weights") is not self.weights and len(self.startups):
            columns = weighted_columns(self.needs, self.startups, self.weights)
            kept.update(weights=self.weights, columns=columns, queries=self._queries())
        return kept.get("columns", self.needs.dense), kept.get("queries", self.needs.sparse)

    def _queries(self) -> SparseRows:
        """The needs' sparse queries times their weights."""
        scales = np.array([self.weights.factors[factor.code].scale for factor in SPARSE_FACTORS], np.float32)
        sparse = self.needs.sparse
        scale = scales[np.searchsorted(self.needs.edges, sparse.columns, side="right") - 1]
        return SparseRows(sparse.starts, sparse.columns, sparse.weights * scale)

    def _excluded(self) -> Exclusions:
        needs, startups = self.needs, self.startups
        return exclusions((needs.carries, needs.refuses), (startups.carries, startups.refuses))


_NO_PAIRS = Pairs(
    np.zeros(0, np.int32),
    np.zeros(0, np.int32),
    np.zeros(0),
    np.zeros((0, len(PARTS)), np.float32),
    np.zeros(0, np.int16),
)
