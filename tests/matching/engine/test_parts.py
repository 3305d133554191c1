"""The parts of a pair are right, add up, and do not depend on what else is computed with it."""

import numpy as np
import pytest

from matching.engine import (
    CURRENT,
    PARTS,
    build_needs,
    build_startups,
    explain_pairs,
    points,
    rank,
    score_pairs,
    shown_points,
)
from tests.matching.engine import scalar
from tests.matching.engine.world import World

PAIRS = 500


@pytest.fixture(scope="module")
def drawn():
    """500 pairs: need i with startup i, their texts, and the parts that the engine gives."""
    world = World(seed=7)
    needs, startups = [world.need(i) for i in range(PAIRS)], [world.startup(i) for i in range(PAIRS)]
    need_texts, startup_texts = [world.text() for _ in needs], [world.text() for _ in startups]
    tables = (
        build_needs(needs, need_texts, world.vocabulary, world.snapshot),
        build_startups(startups, startup_texts, world.vocabulary, world.snapshot),
    )
    rows = np.arange(PAIRS)
    return (
        world,
        list(zip(needs, need_texts, startups, startup_texts, strict=True)),
        tables,
        explain_pairs(*tables, rows, rows),
    )


def test_parts_equal_those_of_an_independent_scorer(drawn):
    world, pairs, _, parts = drawn
    for row, pair in enumerate(pairs):
        expected = scalar.parts(*pair, world.vocabulary, world.snapshot)
        assert dict(zip(PARTS, parts[row], strict=True)) == pytest.approx(expected, abs=1e-4)


def test_scores_are_the_sums_of_their_parts(drawn):
    _, _, tables, parts = drawn
    rows = np.arange(PAIRS)
    assert score_pairs(*tables, rows, rows) == pytest.approx(parts.sum(axis=1), abs=1e-9)


def test_ranked_pairs_carry_the_same_parts(drawn):
    _, _, tables, _ = drawn
    best = rank(*tables, k=5, floor=-np.inf).by_need
    assert np.array_equal(best.parts, explain_pairs(*tables, best.need, best.startup).astype(np.float32))
    assert np.array_equal(best.score, score_pairs(*tables, best.need, best.startup))


def test_one_edited_startup_scores_as_in_a_full_run(drawn):
    world, pairs, (needs, startups), _ = drawn
    everything = rank(needs, startups, floor=-np.inf).by_startup
    for row in (0, 123, 499):
        alone = build_startups([pairs[row][2]], [pairs[row][3]], world.vocabulary, world.snapshot)
        edited, full = rank(needs, alone, floor=-np.inf).by_startup, everything.startup == row
        assert np.array_equal(edited.need, everything.need[full])
        assert np.array_equal(edited.parts, everything.parts[full])


def test_shown_points_add_up_to_the_points_of_the_sum(drawn):
    *_, parts = drawn
    assert np.array_equal(shown_points(parts).sum(axis=1), points(np.round(parts.sum(axis=1), 4)))


def test_shown_points_are_the_parts_rounded_up_or_down(drawn):
    *_, parts = drawn
    assert np.abs(shown_points(parts) - parts * CURRENT.points_per_unit).max() < 1


def test_the_largest_remainder_is_rounded_up_first():
    parts = np.zeros((1, len(PARTS)))
    parts[0, :3] = 0.28, 0.26, 0.46  # 1.4, 1.3 and 2.3 points: 5 in all
    assert shown_points(parts)[0, :3].tolist() == [2, 1, 2]


def test_tables_of_different_snapshots_do_not_mix(drawn):
    world, pairs, (needs, _), _ = drawn
    other = World(seed=8).snapshot
    startups = build_startups([pairs[0][2]], [pairs[0][3]], world.vocabulary, other)
    with pytest.raises(ValueError, match="different versions"):
        rank(needs, startups)
