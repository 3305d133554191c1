"""The pages on which one decides, with scripts and without."""

import pytest

from matching.boards import candidates_of
from matching.models import Match, Verb
from startups.services import withdraw
from tests.matching.deciding import AS_HTMX, NO, address, candidates, city_says, listed, standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("not_the_demo")]


def test_without_scripts_a_click_leads_back_to_the_pair(client, official, match):
    client.force_login(official)
    answer = client.post(address(match.need, match.startup, "shortlist"), {"back": "/needs/5/?x=1"})
    assert answer.url == f"/needs/5/?x=1#decision-city-{match.need_id}-{match.startup_id}"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_a_click_leads_to_no_other_site(client, official, match, back):
    client.force_login(official)
    answer = client.post(address(match.need, match.startup, "shortlist"), {"back": back})
    assert answer.url.startswith("/#decision-")


def test_the_answer_to_htmx_offers_undo_and_the_lists_new_version(client, official, match):
    client.force_login(official)
    said = client.post(address(match.need, match.startup, "no"), NO, headers=AS_HTMX).content.decode()
    assert ("<html" in said, "You said no to" in said, "PRIVATE-words" in said) == (False, True, True)
    assert address(match.need, match.startup, "undo") in said
    assert f'value="{candidates_of(match.need, official).version}"' in said
    assert 'hx-swap-oob="true"' in said and "1 you said no to" in said


@pytest.mark.parametrize("headers", [AS_HTMX, {}], ids=["htmx", "page"])
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"words": "kept-words"}, "Choose the reason that fits best."),
        ({"reason": "NO_CAPACITY", "words": "kept-words"}, "is not one of the available choices"),
        ({"reason": "TOO_DEAR", "words": "kept-words" * 101}, "At most 1000 characters fit"),
    ],
)
def test_a_no_without_a_fitting_reason_is_told_and_loses_nothing(client, official, match, headers, said, sentence):
    client.force_login(official)
    page = client.post(address(match.need, match.startup, "no"), said, headers=headers).content.decode()
    assert sentence in page and said["words"] in page
    assert standing() == []


def test_the_decisions_page_finds_a_no_again(client, official, match):
    said = city_says(Verb.NO, match.need, match.startup, official, words="our own words")
    client.force_login(official)
    assert "1 you said no to" in client.get(f"/needs/{match.need_id}/").content.decode()
    page = client.get(f"/needs/{match.need_id}/shortlist/").content.decode()
    assert "Testlisten" in page and "our own words" in page and "Too expensive" in page
    client.post(address(match.need, match.startup, "undo"), {"version": said.version})
    assert listed(match.need, official) == ["testlisten"]


def test_a_decision_on_a_withdrawn_profile_is_told_without_its_name(client, official, match):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    withdraw(match.startup)
    client.force_login(official)
    page = client.get(f"/needs/{match.need_id}/shortlist/").content.decode()
    assert ("Testlisten" in page, "1 decision is about a listing" in page) == (False, True)


@pytest.mark.parametrize("path", ["/needs/{need}/shortlist/", "/departments/{department}/shortlist/"])
def test_a_shortlist_costs_the_same_for_one_and_for_three(client, official, need, path, django_assert_num_queries):
    startups = candidates(need, 3)
    path = path.format(need=need.pk, department=need.department_id)
    client.force_login(official)
    city_says(Verb.SHORTLIST, need, startups[0], official)
    client.get(path)
    expected = {"needs": 28, "departments": 29}[path.split("/")[1]]
    with django_assert_num_queries(expected):
        client.get(path)
    for startup in startups[1:]:
        city_says(Verb.SHORTLIST, need, startup, official)
    with django_assert_num_queries(expected):
        assert client.get(path).content.decode().count('class="move"') == 3


def test_a_decided_list_costs_the_same_for_one_and_for_three(client, official, need, django_assert_num_queries):
    startups = candidates(need, 3)
    path = f"/needs/{need.pk}/candidates/"
    client.force_login(official)
    Match.objects.filter(need_rank__gt=1).update(need_rank=None)
    city_says(Verb.SHORTLIST, need, startups[0], official)
    client.get(path, headers=AS_HTMX)
    with django_assert_num_queries(35):
        client.get(path, headers=AS_HTMX)
    for rank, startup in enumerate(startups, 1):
        Match.objects.filter(startup=startup).update(need_rank=rank)
        city_says(Verb.SHORTLIST, need, startup, official)
    with django_assert_num_queries(35):
        client.get(path, headers=AS_HTMX)
