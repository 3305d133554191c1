"""New weights go live only if they do not lose, and never over a curator's head."""

import numpy as np
import pytest

from matching import engine
from matching.learning import nightly, sets
from matching.learning.comparing import TOLERATED, Comparison, judged_parts
from matching.learning.nightly import choose, learn, let_learning_go_on
from matching.learning.preferences import Evidence
from matching.learning.simulation import town
from matching.models import Run, WeightChoice, WeightSet

pytestmark = pytest.mark.django_db
VERSION = engine.CURRENT.version


def decided(utility_town, decisions: int = 1_000, departments: int = 40) -> Evidence:
    return Evidence(utility_town, np.arange(len(utility_town)), decisions, departments)


@pytest.fixture(scope="module")
def honest():
    return decided(town(0, 40, 6))


@pytest.fixture
def evidence(monkeypatch, honest):
    def give(found=honest):
        monkeypatch.setattr(nightly, "evidence", lambda: found)

    give()
    return give


def test_below_the_stated_number_learning_is_off(evidence, honest):
    few = Evidence(honest.preferences, honest.need, 399, 40)
    evidence(few)
    assert (learn(), few.missing_decisions, few.missing_departments) == (None, 1, 0)
    evidence(Evidence(honest.preferences, honest.need, 400, 39))
    assert learn() is None


def test_what_does_not_lose_is_chosen_for_the_next_run(evidence):
    made = learn()
    assert (made.version, made.base, made.loses) == (f"{VERSION}.1", VERSION, False)
    assert sets.chosen() == made and sets.current() == sets.expert()
    assert made.comparison["agreed_new"] > made.comparison["agreed_old"]
    assert made.comparison["judged_new"] >= made.comparison["judged_expert"] - TOLERATED


def test_the_same_decisions_are_learned_from_once(evidence):
    assert learn() is not None
    assert learn() is None


def test_what_loses_is_kept_to_be_looked_at_and_not_used(evidence, monkeypatch):
    monkeypatch.setattr(nightly, "fit", lambda _: np.full(len(engine.PARTS), 0.5) + np.eye(len(engine.PARTS))[8])
    made = learn()
    assert (made.loses, sets.chosen()) == (True, sets.expert())


def test_what_a_curator_chose_stays(evidence, curator):
    choose(sets.expert(), by=curator)
    made = learn()
    assert (made.loses, sets.chosen()) == (False, sets.expert())
    let_learning_go_on(by=curator)
    assert (sets.chosen(), nightly.is_held()) == (sets.expert(), False)


def test_one_click_leads_back(evidence, curator):
    learned = learn()
    assert sets.chosen() == learned
    choice = choose(sets.expert(), by=curator)
    assert (sets.chosen(), choice.by, choice.is_held) == (sets.expert(), curator, True)


def test_a_choice_is_due_until_a_run_has_begun(evidence, curator):
    assert sets.is_due() is False
    choose(learn(), by=curator)
    assert sets.is_due() is True
    Run.objects.create()
    assert sets.is_due() is False


def test_sets_for_other_weights_of_the_engine_are_of_no_use():
    old = WeightSet.objects.create(version="0.4", base="0", is_current=True)
    WeightChoice.objects.create(weights=old)
    assert (sets.current().version, sets.chosen().version) == (VERSION, VERSION)


def comparison(**other) -> Comparison:
    given = {"judged_needs": 40, "judged_expert": 0.8, "judged_old": 0.8, "judged_new": 0.8} | {
        "held_back": 100, "agreed_old": 0.7, "agreed_new": 0.7
    }  # fmt: skip
    return Comparison(**given | other)


@pytest.mark.parametrize(
    ("other", "loses"),
    [
        ({}, False),
        ({"judged_new": 0.7951}, False),
        ({"judged_new": 0.794}, True),
        ({"judged_old": 0.792, "judged_new": 0.794}, True),  # many small steps down from the experts' weights
        ({"agreed_new": 0.69}, True),
        ({"held_back": 29}, True),
    ],
)
def test_losing_is_less_on_judged_pairs_or_on_decisions_held_back(other, loses):
    assert comparison(**other).loses is loses


def test_the_judged_pairs_rank_well_under_the_experts_weights_and_worse_turned_round():
    judged, ones = judged_parts(), np.ones(len(engine.PARTS))
    assert judged.quality(ones) > 0.7
    assert judged.quality(-ones) < 0.2
    assert judged.parts.shape[1] == len(engine.PARTS)
