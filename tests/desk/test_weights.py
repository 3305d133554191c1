"""The page on which curators see and choose weights."""

import pytest
from django.utils.html import strip_tags

from matching import engine
from matching.learning import nightly, sets, side_by_side
from matching.learning.preferences import Evidence
from matching.learning.simulation import town
from matching.models import WeightChoice, WeightSet

pytestmark = pytest.mark.django_db
PAGE = "/desk/weights/"
COMPARISON = {"judged_old": 0.9, "judged_new": 0.91, "agreed_old": 0.7, "agreed_new": 0.72}


def learned(version: str = "1.1", **fields) -> WeightSet:
    given = {"multipliers": {"proof": 1.25}, "learned_from": {"decisions": 500, "departments": 44}} | fields
    return WeightSet.objects.create(version=version, base=engine.CURRENT.version, comparison=COMPARISON, **given)


@pytest.fixture
def enough(monkeypatch):
    found = Evidence(town(0, 1, 1), [], 500, 44)
    monkeypatch.setattr(side_by_side, "evidence", lambda: found)


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("name", ["owner", "official"])
def test_nobody_else_chooses_weights(client, request, name):
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 404
    assert client.post(f"{PAGE}{learned().pk}/use/").status_code == 404
    assert client.post(f"{PAGE}learning/").status_code == 404
    assert WeightChoice.objects.count() == 0


def test_below_the_number_the_page_says_how_many_are_missing(desk):
    page = text(desk.get(PAGE))
    assert "Learning is off." in page
    assert "0 decisions of 0 departments count so far" in page
    assert "400 decisions are missing." in page and "40 departments are missing." in page


def test_old_and_new_stand_side_by_side(desk, enough):
    new = learned()
    page = desk.get(PAGE)
    assert [own.version for own in page.context["page"].columns] == [engine.CURRENT.version, new.version]
    proof = next(row for row in page.context["page"].rows if row.label == "Where it runs")
    assert [(cell.weight, cell.times) for cell in proof.cells] == [(0.6, 1.0), (0.75, 1.25)]
    said = strip_tags(text(page))
    assert "0.900 → 0.910" in said and "0.700 → 0.720" in said


def test_one_click_uses_a_set_and_says_when(desk, curator, enough):
    new = learned()
    page = text(desk.post(f"{PAGE}{new.pk}/use/", follow=True))
    assert (sets.chosen(), WeightChoice.objects.get().by) == (new, curator)
    assert "Weights 1.1 are used from the next rematch on." in page
    assert "The lists still stand by weights 1; the rematch with weights 1.1 is on its way." in page
    assert "A curator has chosen weights 1.1." in page


def test_another_click_leads_back_and_a_third_lets_learning_go_on(desk, enough):
    desk.post(f"{PAGE}{learned().pk}/use/")
    desk.post(f"{PAGE}{sets.expert().pk}/use/")
    assert (sets.chosen(), nightly.is_held()) == (sets.expert(), True)
    page = text(desk.post(f"{PAGE}learning/", follow=True))
    assert (sets.chosen(), nightly.is_held()) == (sets.expert(), False)
    assert "Learning is on: 500 decisions of 44 departments count." in page


def test_a_set_for_other_weights_of_the_engine_cannot_be_chosen(desk):
    old = WeightSet.objects.create(version="0.3", base="0")
    assert desk.post(f"{PAGE}{old.pk}/use/").status_code == 404


def test_the_page_costs_the_same_for_one_set_and_for_three(desk, enough, django_assert_num_queries):
    learned()
    desk.get(PAGE)
    with django_assert_num_queries(10):
        desk.get(PAGE)
    learned("1.2")
    learned("1.3", loses=True)
    with django_assert_num_queries(10):
        assert "lost, not used" in text(desk.get(PAGE))
