"""Deciding on a pair: who may not."""

import pytest

from matching.models import Decision, DecisionChange, Side, Verb
from startups.services import withdraw
from tests.listings import published_need
from tests.matching.deciding import AS_HTMX, NO, address, city_says, matched, standing, startup_says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("not_the_demo")]

SAID = {"shortlist": {}, "not-now": {}, "no": NO, "undo": {"version": 1}, "place": {"place": 1}, "note": {"version": 0}}
BY_STARTUP = ["shortlist", "not-now", "no", "undo"]


@pytest.mark.parametrize("name", ["owner", "outsider", "curator", "admin_user"])
@pytest.mark.parametrize("verb", SAID)
def test_nobody_but_the_department_decides_for_it(client, request, official, match, name, verb):
    before = city_says(Verb.SHORTLIST, match.need, match.startup, official)
    client.force_login(request.getfixturevalue(name))
    hidden = client.post(address(match.need, match.startup, verb), SAID[verb])
    absent = client.post(f"/needs/999999/candidates/nobody/{verb}/", SAID[verb])
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert Decision.objects.values().get() == Decision.objects.filter(pk=before.pk).values().get()
    assert DecisionChange.objects.count() == 1


@pytest.mark.parametrize("name", ["official", "outsider", "curator", "admin_user"])
@pytest.mark.parametrize("verb", BY_STARTUP)
def test_nobody_but_its_members_decides_for_a_startup(client, request, owner, match, name, verb):
    startup_says(Verb.SHORTLIST, match.need, match.startup, owner)
    client.force_login(request.getfixturevalue(name))
    path = address(match.need, match.startup, verb, Side.STARTUP)
    assert client.post(path, SAID[verb] | {"reason": "NO_CAPACITY"}).status_code == 404
    assert (standing(), DecisionChange.objects.count()) == ([("startup", "shortlist", "", "")], 1)


@pytest.mark.parametrize("verb", SAID)
def test_a_visitor_is_asked_to_sign_in_and_a_look_decides_nothing(client, official, match, verb):
    path = address(match.need, match.startup, verb)
    assert client.post(path, SAID[verb]).url.startswith("/accounts/login/")
    client.force_login(official)
    assert client.get(path).status_code == {"no": 200, "note": 404}.get(verb, 405)
    assert Decision.objects.count() == 0


def test_a_startup_decides_on_no_need_that_it_may_not_see(client, owner, startup):
    hidden = published_need(visibility="matched")
    client.force_login(owner)
    assert client.post(address(hidden, startup, "shortlist", Side.STARTUP)).status_code == 404
    matched(hidden, startup)
    assert client.post(address(hidden, startup, "shortlist", Side.STARTUP)).status_code == 302


def test_a_department_decides_on_no_startup_that_is_not_published(client, official, match):
    withdraw(match.startup)
    client.force_login(official)
    assert client.post(address(match.need, match.startup, "shortlist")).status_code == 404


@pytest.mark.parametrize(
    ("side", "verb", "said", "who"),
    [
        (Side.CITY, "no", NO, "official"),
        (Side.CITY, "note", {"note": "PRIVATE-words", "version": 0}, "official"),
        (Side.STARTUP, "no", NO | {"reason": "NO_CAPACITY"}, "owner"),
    ],
)
@pytest.mark.parametrize("headers", [{}, AS_HTMX], ids=["plain", "htmx"])
def test_words_sent_after_the_session_has_ended_wait_on_the_page_of_the_verb(
    client, request, official, outsider, match, side, verb, said, who, headers
):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    page = address(match.need, match.startup, verb, side)
    answer = client.post(page, said, headers=headers)
    assert f"/accounts/login/?next={page}" in (answer.url if answer.status_code == 302 else answer.content.decode())
    client.force_login(request.getfixturevalue(who))
    assert "PRIVATE-words</textarea>" in client.get(page).content.decode()
    assert "PRIVATE-words" not in client.get(page).content.decode(), "once"
    client.force_login(outsider)
    assert client.get(page).status_code == 404
    assert Decision.objects.get().verb == Verb.SHORTLIST


@pytest.mark.parametrize("path", ["/needs/{need}/shortlist/", "/departments/{department}/shortlist/"])
@pytest.mark.parametrize("name", ["owner", "outsider", "curator", "admin_user"])
def test_a_shortlist_is_its_departments_business(client, request, official, match, name, path):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    client.force_login(request.getfixturevalue(name))
    assert client.get(path.format(need=match.need_id, department=match.need.department_id)).status_code == 404


@pytest.mark.parametrize("name", ["official", "outsider", "curator", "admin_user"])
def test_a_startups_decisions_are_its_members_business(client, request, owner, match, name):
    startup_says(Verb.NO, match.need, match.startup, owner)
    client.force_login(request.getfixturevalue(name))
    assert client.get(f"/startups/{match.startup.slug}/decisions/").status_code == 404
