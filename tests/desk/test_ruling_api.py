"""Pin and veto for programs: who may not first, then that each does what its page does."""

import pytest

from matching.models import Match, Ruling
from tests.matching.deciding import candidates, matched

pytestmark = pytest.mark.django_db

RULINGS = "/api/v1/rulings/"
PIN = {"verb": "pin", "reason": "SAME_PROBLEM_SOLVED", "words": {"en": "In Tianjin.", "zh": "在天津。"}}


@pytest.fixture
def pair(settings, need, startup):
    settings.DEMO_MODE = False
    matched(need, startup)
    return {"need": need.pk, "startup": startup.slug}


def send(client, address, said):
    return client.post(address, said, content_type="application/json")


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("owner", 404), ("official", 404), ("outsider", 404)])
def test_nobody_else_reads_or_rules(client, request, pair, curator, who, status):
    client.force_login(curator)
    ruling = f"{RULINGS}{send(client, RULINGS, pair | PIN).json()['id']}/"
    client.logout()
    if who:
        client.force_login(request.getfixturevalue(who))
    asked = [client.get(RULINGS), client.get(ruling)]
    asked += [send(client, RULINGS, pair | PIN), send(client, f"{ruling}undo/", {"version": 1})]
    assert [answer.status_code for answer in asked] == [status] * 4
    assert Ruling.objects.get().version == 1


def test_said_twice_it_is_ruled_once_and_undone_once(client, pair, curator):
    client.force_login(curator)
    first, second = (send(client, RULINGS, pair | PIN).json() for _click in range(2))
    assert first == second
    assert {name: first[name] for name in ("verb", "reason", "words", "version", "by")} == {
        **PIN, "version": 1, "by": "Curator",
    }  # fmt: skip
    assert (first["need"]["id"], first["startup"]["slug"]) == (pair["need"], pair["startup"])
    undo = f"{RULINGS}{first['id']}/undo/"
    assert [send(client, undo, {"version": 1}).json()["verb"] for _click in range(2)] == ["", ""]
    assert Ruling.objects.get().changes.count() == 2
    assert client.get(RULINGS).json()["results"] == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"verb": "praise"}, "verb"),
        ({"reason": "INTERESTS_COLLIDE"}, "reason"),
        ({"words": {"en": "In Tianjin."}}, "words"),
        ({"words": {"fr": "À Tianjin."}}, "words"),
        ({"need": 2**63}, "need"),
    ],
)
def test_what_is_wrong_is_named(client, pair, curator, change, field):
    client.force_login(curator)
    answer = send(client, RULINGS, pair | PIN | change)
    assert (answer.status_code, list(answer.json()), Ruling.objects.count()) == (400, [field], 0)


def test_what_nobody_lists_cannot_be_ruled_on(client, pair, curator, startup):
    client.force_login(curator)
    assert send(client, RULINGS, pair | PIN | {"startup": "nobody"}).status_code == 404
    type(startup).objects.update(status="archived")
    assert send(client, RULINGS, pair | PIN).status_code == 404


def test_two_that_exclude_each_other_stay_apart(client, pair, curator, need, startup):
    Match.objects.all().delete()
    startup.excluded_topics.set(need.topics.all())
    client.force_login(curator)
    answer = send(client, RULINGS, pair | PIN)
    assert (answer.status_code, answer.json()) == (
        400, {"startup": ["One of the two has excluded what the other one is."]},
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(client, curator, need, settings, django_assert_num_queries, count):
    settings.DEMO_MODE = False
    for startup in candidates(need, count):
        Ruling.objects.create(need=need, startup=startup, verb="pin", reason="SAME_PROBLEM_SOLVED", by=curator)
    client.force_login(curator)
    with django_assert_num_queries(5):
        assert len(client.get(RULINGS).json()["results"]) == count
