"""Ranking: the exact best, in a fixed order, without what either side excluded."""

import numpy as np
import pytest

from matching.engine import (
    CURRENT,
    PARTS,
    Guess,
    build_needs,
    build_startups,
    explain_pairs,
    is_excluded,
    rank,
    score_pairs,
)
from matching.engine import score as scoring
from matching.engine.factors import DENSE_FACTORS
from matching.engine.score import weighted_columns
from tests.matching.engine.world import World

NEEDS, STARTUPS = 40, 700


class Drawn:
    def __init__(self, needs: int, startups: int, seed: int = 1, **given) -> None:
        world = World(seed)
        self.need_facts = [world.need(i) for i in range(needs)]
        self.startup_facts = [world.startup(1000 + i, **given) for i in range(startups)]
        self.needs = build_needs(
            self.need_facts, [world.text() for _ in range(needs)], world.vocabulary, world.snapshot
        )
        texts = [world.text() for _ in range(startups)]
        self.startups = build_startups(self.startup_facts, texts, world.vocabulary, world.snapshot)

    def all_scores(self) -> np.ndarray:
        need, startup = np.divmod(np.arange(len(self.needs) * len(self.startups)), len(self.startups))
        scores = score_pairs(self.needs, self.startups, need, startup).reshape(len(self.needs), -1)
        for i, own in enumerate(self.need_facts):
            scores[i, [is_excluded(own, other) for other in self.startup_facts]] = -np.inf
        return scores


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return Drawn(NEEDS, STARTUPS, excluded_topics=frozenset({"HEALTH"}))


@pytest.fixture
def small_tiles(monkeypatch):
    monkeypatch.setattr(scoring, "NEED_TILE", 7)
    monkeypatch.setattr(scoring, "STARTUP_TILE", 64)


def by_hand(scores, table, k, floor):
    """Best columns of each row: by score, then publication, then id."""
    ordered = [np.lexsort((table.ids, table.published, -row)) for row in scores]
    return [[j for j in order[:k] if scores[i, j] >= floor] for i, order in enumerate(ordered)]


def listed(subjects, others, rows):
    return [others[subjects == row].tolist() for row in range(rows)]


@pytest.mark.parametrize(
    ("k", "floor"), [(1, -np.inf), (10, -np.inf), (80, -np.inf), (700, -np.inf), (80, CURRENT.floor)]
)
def test_the_best_startups_of_each_need_equal_brute_force(drawn, small_tiles, k, floor):
    best = rank(drawn.needs, drawn.startups, k=k, floor=floor).by_need
    scores = drawn.all_scores()
    assert listed(best.need, best.startup, NEEDS) == by_hand(scores, drawn.startups, k, max(floor, -1e9))


@pytest.mark.parametrize("k", [1, 5, 40])
def test_the_best_needs_of_each_startup_equal_brute_force(drawn, small_tiles, k):
    best = rank(drawn.needs, drawn.startups, k=k, floor=-np.inf).by_startup
    scores = drawn.all_scores().T
    assert listed(best.startup, best.need, STARTUPS) == by_hand(scores, drawn.needs, k, -1e9)


def test_tiles_change_nothing(drawn, monkeypatch):
    whole = rank(drawn.needs, drawn.startups)
    monkeypatch.setattr(scoring, "STARTUP_TILE", 50)
    tiled = rank(drawn.needs, drawn.startups)
    assert np.array_equal(whole.by_need.startup, tiled.by_need.startup)
    assert np.array_equal(whole.by_need.parts, tiled.by_need.parts)
    assert np.array_equal(whole.by_startup.need, tiled.by_startup.need)


def test_ranks_count_from_one_in_falling_order_of_score(drawn):
    best = rank(drawn.needs, drawn.startups, k=10, floor=-np.inf).by_need
    for row in range(NEEDS):
        own = best.need == row
        assert best.rank[own].tolist() == list(range(1, own.sum() + 1))
        assert (np.diff(best.score[own]) <= 0).all()


def test_lists_are_never_padded_below_the_floor(drawn):
    best = rank(drawn.needs, drawn.startups).by_need
    assert best.score.min() >= CURRENT.floor
    assert len(best.score) < NEEDS * 80


def test_where_a_floor_is_infinite_there_is_no_list_and_the_other_side_is_the_same(drawn):
    both, nowhere = rank(drawn.needs, drawn.startups), np.full(STARTUPS, np.inf)
    one_way = rank(drawn.needs, drawn.startups, startup_floors=nowhere)
    assert len(one_way.by_startup.score) == 0
    assert np.array_equal(one_way.by_need.startup, both.by_need.startup)
    other_way = rank(drawn.needs, drawn.startups, need_floors=nowhere[:NEEDS])
    assert len(other_way.by_need.score) == 0
    assert np.array_equal(other_way.by_startup.need, both.by_startup.need)


def test_the_product_of_the_weighted_columns_is_the_dense_part_of_the_score(drawn):
    product = weighted_columns(drawn.needs, drawn.startups) @ drawn.startups.dense.T
    need, startup = np.divmod(np.arange(product.size), STARTUPS)
    parts = explain_pairs(drawn.needs, drawn.startups, need, startup)
    dense = parts[:, [PARTS.index(factor.code) for factor in DENSE_FACTORS]].sum(axis=1)
    np.testing.assert_allclose(product.ravel() - CURRENT.usual, dense, atol=1e-3)


def twins(published, ids):
    """One need and startups that differ in nothing but id and day of publication."""
    world = World(3)
    need, text = world.need(1, topics=()), world.text()
    facts = [world.startup(i, published=day, technologies=(), trl=5) for i, day in zip(ids, published, strict=True)]
    plain = [type(fact)(id=fact.id, published=fact.published) for fact in facts]
    needs = build_needs([need], [world.text()], world.vocabulary, world.snapshot)
    return needs, build_startups(plain, [text] * len(plain), world.vocabulary, world.snapshot)


def test_ties_go_to_the_earlier_publication_then_to_the_lower_id():
    needs, startups = twins(published=[9, 5, 5, 7], ids=[1, 4, 3, 2])
    best = rank(needs, startups, k=3, floor=-np.inf).by_need
    assert startups.ids[best.startup].tolist() == [3, 4, 2]


def test_more_ties_than_a_buffer_holds_are_still_cut_in_order():
    count = 3000
    needs, startups = twins(published=list(range(count, 0, -1)), ids=list(range(count)))
    best = rank(needs, startups, k=5, floor=-np.inf).by_need
    assert startups.published[best.startup].tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("need", "startup"),
    [
        ({"topics": ("WATER", "AIR")}, {"excluded_topics": frozenset({"AIR"})}),
        ({"city": "130400"}, {"excluded_cities": frozenset({"130400"})}),
        ({"excluded_technologies": frozenset({"GAS"})}, {"technologies": ("LEAK", "GAS")}),
    ],
)
def test_what_one_side_excludes_is_in_no_list(need, startup):
    world = World(4)
    needs = build_needs([world.need(1, **need)], [world.text()], world.vocabulary, world.snapshot)
    facts = [world.startup(1, **startup), world.startup(2, technologies=("LEAK",))]
    startups = build_startups(facts, [world.text(), world.text()], world.vocabulary, world.snapshot)
    ranking = rank(needs, startups, floor=-np.inf)
    assert startups.ids[ranking.by_need.startup].tolist() == [2]
    assert startups.ids[ranking.by_startup.startup].tolist() == [2]


@pytest.mark.parametrize(("needs", "startups"), [(0, 3), (3, 0), (0, 0)])
def test_an_empty_side_gives_empty_lists(needs, startups):
    drawn = Drawn(needs, startups)
    ranking = rank(drawn.needs, drawn.startups)
    assert len(ranking.by_need.score) == len(ranking.by_startup.score) == 0


def test_an_unknown_code_is_refused():
    world = World()
    with pytest.raises(KeyError, match="NO-SUCH"):
        build_startups([world.startup(1, technologies=("NO-SUCH",))], [world.text()], world.vocabulary, world.snapshot)


def equal(left, right):
    return all(
        np.array_equal(getattr(left.by_need, name), getattr(right.by_need, name))
        and np.array_equal(getattr(left.by_startup, name), getattr(right.by_startup, name))
        for name in ("need", "startup", "score", "parts", "rank")
    )


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_nothing(drawn, small_tiles, threads):
    alone = rank(drawn.needs, drawn.startups, k=10, floor=-np.inf)
    assert equal(rank(drawn.needs, drawn.startups, k=10, floor=-np.inf, threads=threads), alone)


def last_places(pairs, side, k, count, margin):
    reached = np.full(count, -np.inf)
    reached[getattr(pairs, side)[pairs.rank == k]] = pairs.score[pairs.rank == k] + margin
    return reached


@pytest.mark.parametrize("margin", [-0.02, 0.0, 5.0, np.inf])
def test_a_guess_however_wrong_changes_nothing(drawn, small_tiles, margin):
    cold = rank(drawn.needs, drawn.startups, k=10, floor=-np.inf)
    guess = Guess(
        last_places(cold.by_need, "need", 10, NEEDS, margin),
        last_places(cold.by_startup, "startup", 10, STARTUPS, margin),
    )
    assert equal(rank(drawn.needs, drawn.startups, k=10, floor=-np.inf, guess=guess), cold)


def test_what_k_better_startups_from_elsewhere_exclude_is_left_out(drawn):
    everything = rank(drawn.needs, drawn.startups, k=10, floor=-np.inf)
    floors = np.where(np.arange(NEEDS) % 2, np.inf, -np.inf)
    odd_left_out = rank(drawn.needs, drawn.startups, k=10, floor=-np.inf, need_floors=floors)
    even = everything.by_need.need % 2 == 0
    assert odd_left_out.by_need.startup.tolist() == everything.by_need.startup[even].tolist()
    assert odd_left_out.by_startup.need.tolist() == everything.by_startup.need.tolist()
