"""Which decisions are learned from, and as what."""

import numpy as np
import pytest

from cities.verification import record_call
from matching.learning.preferences import LEAST_DECISIONS, LEAST_DEPARTMENTS, WEIGHT_OF_NOT_NOW, evidence
from matching.models import Decision, Side, Verb, WeightSet
from startups.models import Startup
from tests.listings import published_startup
from tests.matching.learning.saying import parts, said

pytestmark = pytest.mark.django_db
SHORTLIST, NOT_NOW, NO = Verb.SHORTLIST, Verb.NOT_NOW, Verb.NO


@pytest.fixture
def three(need, curator):
    record_call(need.department, "0310-0000000", "Spoke to the duty office.", curator)
    return [published_startup(slug=f"number-{number}") for number in range(3)]


def pairs() -> list[tuple[float, float, float]]:
    found = evidence().preferences
    return [(better[0], worse[0], weight) for better, worse, weight in zip(found.better, found.worse, found.weight)]  # noqa: B905


def test_nothing_is_learned_from_a_department_that_nobody_verified(need):
    liked, refused = (published_startup(slug=f"number-{number}") for number in range(2))
    said(need, liked, SHORTLIST, parts(meaning=3))
    said(need, refused, NO, parts(meaning=2))
    assert (evidence().decisions, len(evidence().preferences)) == (0, 0)


def test_the_shortlisted_stands_above_a_no_and_a_little_above_not_now(need, three):
    for startup, verb, meaning in zip(three, (SHORTLIST, NO, NOT_NOW), (3, 2, 1), strict=True):
        said(need, startup, verb, parts(meaning=meaning))
    assert sorted(pairs()) == [(3, 1, WEIGHT_OF_NOT_NOW), (3, 2, 1)]
    assert (evidence().decisions, evidence().departments) == (3, 1)


def test_a_no_alone_prefers_nothing(need, three):
    said(need, three[0], NO, parts(meaning=2))
    assert (evidence().decisions, evidence().missing_decisions) == (0, LEAST_DECISIONS)
    assert evidence().missing_departments == LEAST_DEPARTMENTS


@pytest.mark.parametrize("reason", ["HAVE_SUPPLIER", "NO_BUDGET"])
def test_a_reason_that_says_nothing_of_the_fit_teaches_nothing(need, three, reason):
    said(need, three[0], SHORTLIST, parts(meaning=3))
    said(need, three[1], NO, parts(meaning=2), reason=reason)
    assert pairs() == []


def test_the_demo_teaches_nothing(need, three):
    Startup.objects.filter(pk=three[1].pk).update(is_demo=True)
    said(need, three[0], SHORTLIST, parts(meaning=3))
    said(need, three[1], NO, parts(meaning=2))
    assert pairs() == []


def test_what_a_startup_says_and_what_was_taken_back_teach_nothing(need, three):
    said(need, three[0], SHORTLIST, parts(meaning=3))
    said(need, three[1], "", parts(meaning=2))
    Decision.objects.create(need=need, startup=three[2], side=Side.STARTUP, verb=NOT_NOW, parts=parts(meaning=1))
    assert pairs() == []


def test_parts_of_learned_weights_are_told_in_the_experts_again(need, three):
    WeightSet.objects.create(version="1.1", base="1", multipliers={"meaning": 1.5})
    said(need, three[0], SHORTLIST, parts(meaning=3), weights_version="1.1")
    said(need, three[1], NO, parts(meaning=2))
    assert pairs() == [(2, 2, 1)]


def test_parts_of_another_engine_are_left_out(need, three):
    said(need, three[0], SHORTLIST, parts(meaning=3), weights_version="0")
    said(need, three[1], NO, parts(meaning=2))
    assert pairs() == []


def test_a_need_is_held_back_whole_or_not_at_all(need, three):
    for startup, verb in zip(three, (SHORTLIST, NO, NO), strict=True):
        said(need, startup, verb, parts(meaning=1))
    found = evidence()
    assert sorted([len(found.learned_from), len(found.held_back)]) == [0, 2]


def test_the_fingerprint_changes_with_a_decision(need, three):
    said(need, three[0], SHORTLIST, parts(meaning=3))
    said(need, three[1], NO, parts(meaning=2))
    first, again = evidence().fingerprint, evidence().fingerprint
    said(need, three[2], NO, parts(meaning=2))
    assert first == again != evidence().fingerprint
    assert np.all(evidence().preferences.department == 0)
