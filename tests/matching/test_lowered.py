"""A no for a reason that is about the company acts on the department's other needs, and says so."""

import pytest

from matching.boards import candidates_of
from matching.models import Verb
from tests.listings import published_need
from tests.matching.deciding import address, candidates, city_says, matched

pytestmark = pytest.mark.django_db
IMMATURE, DEAR = {"reason": "TOO_IMMATURE"}, {"reason": "TOO_DEAR"}


@pytest.fixture
def other(need):
    """Another need of the same department, matched with the same startups."""
    return published_need(topics=["W-SAFE"])


@pytest.fixture
def three(need, other):
    found = candidates(need, 3)
    for rank, startup in enumerate(found, 1):
        matched(other, startup, rank, startup_rank=9)
    return found


def order(need, user) -> list[str]:
    return [entry.card.startup.slug for entry in candidates_of(need, user).all_entries]


def test_the_other_needs_list_places_it_lower_and_tells_why(client, need, other, three, official):
    no = city_says(Verb.NO, other, three[0], official, **IMMATURE)
    assert order(need, official) == ["number-2", "number-3", "number-1"]
    lowered = [entry.lowered_by for entry in candidates_of(need, official).all_entries]
    assert lowered == [None, None, no]
    client.force_login(official)
    page = client.get(f"/needs/{need.pk}/").content.decode()
    assert "Placed lower, because your department said no to it for" in page
    assert "Not mature enough" in page


def test_a_reason_about_this_need_alone_changes_no_other_list(need, other, three, official):
    city_says(Verb.NO, other, three[0], official, **DEAR)
    assert order(need, official) == ["number-1", "number-2", "number-3"]


def test_other_departments_see_their_list_as_it_is(need, other, three, official, outsider, curator):
    theirs = published_need(
        city="530100", department={"kind": "WATER", "name": {"zh": "昆明市水务局"}}, topics=["W-SAFE"]
    )
    for rank, startup in enumerate(three, 1):
        matched(theirs, startup, rank, startup_rank=10)
    city_says(Verb.NO, other, three[0], official, **IMMATURE)
    assert order(theirs, outsider) == ["number-1", "number-2", "number-3"]
    assert order(need, curator) == ["number-1", "number-2", "number-3"]


def test_what_is_shortlisted_here_stands_first_all_the_same(need, other, three, official):
    city_says(Verb.NO, other, three[0], official, **IMMATURE)
    city_says(Verb.SHORTLIST, need, three[0], official)
    assert order(need, official)[0] == "number-1"


def test_what_is_put_aside_stands_below_what_is_lowered(need, other, three, official):
    city_says(Verb.NO, other, three[0], official, **IMMATURE)
    city_says(Verb.NOT_NOW, need, three[1], official)
    assert order(need, official) == ["number-3", "number-1", "number-2"]


def test_taking_the_no_back_lifts_it_again(client, need, other, three, official):
    no = city_says(Verb.NO, other, three[0], official, **IMMATURE)
    client.force_login(official)
    back = f"/needs/{need.pk}/"
    answer = client.post(address(other, three[0], "undo"), {"version": no.version, "back": back})
    assert answer.status_code == 302 and answer.url.startswith(back)
    assert order(need, official) == ["number-1", "number-2", "number-3"]


def test_the_list_costs_the_same_for_one_lowered_and_for_three(need, other, three, official, django_assert_num_queries):
    city_says(Verb.NO, other, three[0], official, **IMMATURE)
    order(need, official)
    with django_assert_num_queries(29):
        order(need, official)
    for startup in three[1:]:
        city_says(Verb.NO, other, startup, official, **IMMATURE)
    with django_assert_num_queries(29):
        order(need, official)
