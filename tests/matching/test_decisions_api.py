"""Decisions beside the pages: the same services, the same people."""

import pytest

from matching.models import Decision, Verb
from tests.listings import published_need
from tests.matching.deciding import candidates, city_says, matched, startup_says

pytestmark = pytest.mark.django_db

LIST = "/api/v1/decisions/"


@pytest.fixture(autouse=True)
def _real(settings):
    settings.DEMO_MODE = False


@pytest.fixture
def match(need, startup):
    return matched(need, startup)


def say(client, match, **changes):
    asked = {"need": match.need_id, "startup": match.startup.slug, "side": "city", "verb": "shortlist"} | changes
    return client.post(LIST, asked, content_type="application/json")


def do(client, decision, verb, **asked):
    method = client.put if verb == "note" else client.post
    return method(f"{LIST}{decision.pk}/{verb}/", asked, content_type="application/json")


@pytest.mark.parametrize("name", [None, "owner", "outsider", "curator", "admin_user"])
def test_nobody_but_the_department_decides_or_reads(client, request, official, match, name):
    decision = city_says(Verb.SHORTLIST, match.need, match.startup, official)
    before = Decision.objects.values().get()
    if name:
        client.force_login(request.getfixturevalue(name))
    refused = 404 if name else 401
    answers = [
        say(client, match, verb="no", reason="TOO_DEAR"), client.get(f"{LIST}{decision.pk}/"),
        do(client, decision, "undo", version=1), do(client, decision, "place", place=1),
        do(client, decision, "note", note="x", note_version=0),
    ]  # fmt: skip
    assert [answer.status_code for answer in answers] == [refused] * 5
    assert client.get(LIST).json() == (
        {"count": 0, "next": None, "previous": None, "results": []} if name else answers[1].json()
    )
    assert Decision.objects.values().get() == before


def test_nobody_but_its_members_decides_for_a_startup(client, official, match):
    client.force_login(official)
    assert say(client, match, side="startup").status_code == 404


def test_a_decision_as_its_side_reads_it(client, official, match):
    client.force_login(official)
    said = say(client, match, verb="no", reason="TOO_DEAR", words="private").json()
    decision = Decision.objects.get()
    assert said == client.get(f"{LIST}{decision.pk}/").json() == client.get(LIST).json()["results"][0]
    assert said | {"parts": []} == {
        "id": decision.pk,
        "url": f"http://testserver{LIST}{decision.pk}/",
        "need": {
            "id": match.need_id,
            "url": f"http://testserver/api/v1/needs/{match.need_id}/",
            "title": {"zh": "老城区供水管网漏损率高", "en": "High leakage in the old town's water network"},
        },
        "startup": {
            "slug": "testlisten",
            "url": "http://testserver/api/v1/startups/testlisten/",
            "name": {"en": "Testlisten", "zh": "听测科技"},
        },
        "side": "city",
        "verb": "no",
        "reason": {"code": "TOO_DEAR", "label": "Too expensive"},
        "words": "private",
        "place": 0,
        "note": "",
        "note_version": 0,
        "by": "Official",
        "at": decision.at.astimezone().isoformat(),
        "version": 1,
        "score": 19.0,
        "band": {"code": "STRONG", "label": "Strong"},
        "parts": [],
        "weights_version": "7",
    }


def test_said_twice_it_is_decided_once_and_undone_once(client, official, match):
    client.force_login(official)
    assert [say(client, match).json()["version"] for _time in range(2)] == [1, 1]
    decision = Decision.objects.get()
    assert [do(client, decision, "undo", version=1).json()["verb"] for _time in range(2)] == ["", ""]
    assert (Decision.objects.get().version, client.get(LIST).json()["count"]) == (2, 0)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"verb": "no"}, "reason"),
        ({"verb": "no", "reason": "NO_CAPACITY"}, "reason"),
        ({"verb": "shortlist", "reason": "TOO_DEAR"}, "reason"),
        ({"verb": "not_now", "words": "x"}, "words"),
        ({"verb": "no", "reason": "TOO_DEAR", "words": "x" * 1_001}, "words"),
        ({"verb": "no", "reason": "TOO_DEAR", "words": "a\x00b"}, "words"),
        ({"verb": "perhaps"}, "verb"),
        ({"side": "curator"}, "side"),
        ({"need": 2**63}, "need"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(client, official, match, asked, field):
    client.force_login(official)
    answer = say(client, match, **asked)
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert Decision.objects.count() == 0


def test_the_order_of_a_shortlist(client, official, need):
    decided = [city_says(Verb.SHORTLIST, need, startup, official) for startup in candidates(need, 3)]
    client.force_login(official)
    assert do(client, decided[2], "place", place=1).json()["place"] == 1
    rows = client.get(LIST, {"need": need.pk, "verb": "shortlist"}).json()["results"]
    assert {row["startup"]["slug"]: row["place"] for row in rows} == {"number-3": 1, "number-1": 2, "number-2": 3}


def test_a_note_over_another_version_is_a_conflict_that_shows_it(client, official, match):
    decision = city_says(Verb.SHORTLIST, match.need, match.startup, official)
    client.force_login(official)
    assert do(client, decision, "note", note="first", note_version=0).json()["note_version"] == 1
    answer = do(client, decision, "note", note="second", note_version=0)
    assert (answer.status_code, answer.json()["note"]) == (409, "first")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"side": "city"}, True), ({"side": "startup"}, False), ({"verb": "shortlist"}, True), ({"verb": "no"}, False),
        ({"startup": "testlisten"}, True), ({"startup": "other"}, False), ({"need": 999_999}, False),
    ],
)  # fmt: skip
def test_filters(client, official, match, query, is_found):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    client.force_login(official)
    assert client.get(LIST, query).json()["count"] == int(is_found)


def test_matches_leave_out_what_ones_own_side_said_no_to(client, official, owner, match):
    city_says(Verb.NO, match.need, match.startup, official)
    counts = []
    for user in (official, owner):
        client.force_login(user)
        counts.append(client.get("/api/v1/matches/").json()["count"])
    startup_says(Verb.NO, match.need, match.startup, owner)
    counts.append(client.get("/api/v1/matches/").json()["count"])
    assert counts == [0, 1, 0]


def test_ranks_close_up_over_a_no_and_fifty_are_shown(client, official, need):
    startups = candidates(need, 52)
    city_says(Verb.NO, need, startups[1], official)
    client.force_login(official)
    rows = client.get("/api/v1/matches/", {"need": need.pk, "page_size": 100}).json()["results"]
    assert [(row["need_rank"], row["startup"]["slug"]) for row in (rows[0], rows[1], rows[-1])] == [
        (1, "number-1"), (2, "number-3"), (50, "number-51"),
    ]  # fmt: skip
    assert len(rows) == 50


def test_the_list_costs_the_same_for_one_and_for_three(client, official, need, django_assert_num_queries):
    startups = candidates(need, 3)
    client.force_login(official)
    city_says(Verb.SHORTLIST, need, startups[0], official)
    client.get(LIST)
    with django_assert_num_queries(6):
        assert client.get(LIST).json()["count"] == 1
    for startup in startups[1:]:
        city_says(Verb.SHORTLIST, need, startup, official)
    with django_assert_num_queries(6):
        assert client.get(LIST).json()["count"] == 3


def test_a_startup_reads_no_decision_of_its_own_on_a_need_that_is_hidden_now(client, owner, startup):
    need = published_need()
    startup_says(Verb.SHORTLIST, need, startup, owner)
    client.force_login(owner)
    assert client.get(LIST).json()["count"] == 1
    need.visibility = "matched"
    need.save()
    assert client.get(LIST).json()["count"] == 0
