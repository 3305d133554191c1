"""Weights learned from departments whose tastes are known."""

import numpy as np
import pytest

from matching import engine
from matching.learning.fitting import LEAST, MOST, MOST_OF_ONE, Preferences, agreement, fit
from matching.learning.simulation import MEANS, TASTE, attacks, convergence, decide, joined, self_serving, town, unseen

ONES = np.ones(len(engine.PARTS))


@pytest.fixture(scope="module")
def others():
    return unseen()


@pytest.fixture(scope="module")
def attacked():
    return attacks()


def none() -> Preferences:
    return town(0, departments=1, needs=1).take(np.zeros(6, bool))


def test_without_decisions_the_experts_weights_stand():
    assert fit(none()).tolist() == ONES.tolist()


def test_one_decision_moves_hardly_anything():
    first = town(0, departments=1, needs=1).take(np.arange(6) == 0)
    assert np.abs(fit(first) - 1).max() < 0.05


def test_more_decisions_come_nearer_to_what_departments_want(others):
    few, more, many = (found.agreement for found in convergence(needs=(1, 4, 16)))
    experts, taste = agreement(others, ONES), agreement(others, TASTE)
    assert experts + 0.02 < few < more < many < taste
    assert taste - many < 0.25 * (taste - experts)


def test_the_learned_weights_are_those_of_the_tastes():
    (found,) = convergence(needs=(32,))
    known = TASTE * MEANS.sum() / (TASTE @ MEANS)
    # What moves a score by less than .1 as a rule cannot be told from so few decisions, and stays near 1.
    assert np.abs(found.multipliers - known)[:5].max() < 0.15
    assert found.multipliers[5] > 1.4


def test_the_mean_score_stays_so_that_bands_keep_their_meaning():
    every = town(3, departments=40, needs=8)
    multipliers = fit(every)
    both = np.concatenate([every.better, every.worse])
    assert (both @ multipliers).mean() == pytest.approx(both.sum(axis=1).mean(), rel=0.01)


@pytest.mark.parametrize("number", [0, 1])
def test_ten_hostile_departments_of_fifty_bend_nothing(attacked, others, number):
    attack = attacked[number]
    experts = agreement(others, ONES)
    gained = attack.alone.agreement - experts
    assert attack.attacked.agreement - experts > 0.9 * gained
    assert attack.unguarded.agreement < experts  # what it would be without the limits


def test_one_department_counts_no_more_for_deciding_all_day():
    honest = town(0, 40, 6)
    zealous = joined([honest, town(9, departments=1, needs=600, utility=self_serving, first=40)])
    assert zealous.capped()[zealous.department == 40].sum() == pytest.approx(MOST_OF_ONE)
    assert np.abs(fit(zealous) - fit(honest)).max() < 0.05


def test_no_weight_leaves_its_bounds():
    only_one = decide(np.random.default_rng(0), lambda parts: -100 * parts[:, 0], 200, 0)
    many = joined(
        [Preferences(only_one.better, only_one.worse, only_one.weight, only_one.department + n) for n in range(40)]
    )
    multipliers = fit(many)
    assert multipliers.min() < 0.7
    assert LEAST <= multipliers.min() <= multipliers.max() <= MOST


def test_the_same_decisions_give_the_same_weights():
    assert fit(town(5, 40, 4)).tolist() == fit(town(5, 40, 4)).tolist()
