"""The desk for programs: who may not first, then that each verb does what its page does."""

import pytest

import startups.services
from listings.models import Status
from startups.documents import ProfileDocument
from startups.models import Startup
from tests.listings import drafted

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(startup, owner) -> Startup:
    drafted(startup, dict(ProfileDocument(startup).data) | {"home_city": "Haifa"}, by=owner)
    startups.services.submit(startup, owner)
    startup.refresh_from_db()
    return startup


def address(listing, verb: str = "") -> str:
    return f"/api/v1/review/startups/{listing.pk}/{verb}"


def send(client, listing, verb: str, **said):
    return client.post(address(listing, verb), said, content_type="application/json")


@pytest.mark.parametrize(("who", "status"), [(None, 401), ("owner", 404), ("official", 404), ("outsider", 404)])
def test_nobody_else_reads_or_decides(client, request, handed_in, who, status):
    if who:
        client.force_login(request.getfixturevalue(who))
    asked = [client.get("/api/v1/waiting/"), client.get(address(handed_in))]
    asked += [
        send(client, handed_in, verb, version=handed_in.draft_version, reason="x", comments={"": "x"})
        for verb in ("approve/", "request-changes/", "reject/", "block/", "unblock/")
    ]
    assert [answer.status_code for answer in asked] == [status] * 7
    assert handed_in.transitions.count() == 2


def test_a_curator_reads_and_approves(client, handed_in, curator):
    client.force_login(curator)
    assert [row["what"] for row in client.get("/api/v1/waiting/").json()["results"]] == ["changed profile"]
    read = client.get(address(handed_in)).json()
    assert (read["status"], read["draft_state"], read["document"]["home_city"]) == ("published", "in_review", "Haifa")
    answer = send(client, handed_in, "approve/", version=read["version"])
    assert (answer.status_code, answer.json()["draft_state"]) == (200, None)
    assert [(line["verb"], line["by"]) for line in answer.json()["trail"]] == [
        ("approve", "Curator"),
        ("submit", "Owner"),
        ("import", ""),
    ]
    assert Startup.objects.get().home_city == "Haifa"


@pytest.mark.parametrize("verb", ["approve/", "reject/", "request-changes/"])
def test_the_second_is_told_how_it_stands_now(client, handed_in, curator, owner, verb):
    client.force_login(curator)
    read = handed_in.draft_version
    drafted(handed_in, by=owner)
    startups.services.submit(handed_in, owner)
    answer = send(client, handed_in, verb, version=read, reason="No", comments={"": "No"})
    assert (answer.status_code, answer.json()["version"], answer.json()["draft_state"]) == (409, read + 1, "in_review")


@pytest.mark.parametrize(
    ("verb", "said", "field"),
    [
        ("approve/", {}, "version"),
        ("reject/", {"version": 1}, "reason"),
        ("request-changes/", {"version": 1, "comments": {}}, "comments"),
        ("block/", {"reason": "\u200b"}, "reason"),
    ],
)
def test_what_is_missing_is_named(client, handed_in, curator, verb, said, field):
    client.force_login(curator)
    answer = send(client, handed_in, verb, **said)
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_blocking_and_lifting(client, handed_in, curator):
    client.force_login(curator)
    send(client, handed_in, "block/", reason="A passport.")
    assert Startup.objects.get().status == Status.BLOCKED
    assert send(client, handed_in, "block/", reason="Again.").status_code == 409
    send(client, handed_in, "unblock/", reason="Taken out.")
    assert Startup.objects.get().status == Status.PUBLISHED


@pytest.mark.parametrize("path", ["/api/v1/startups/testlisten/report/", "/api/v1/needs/{need}/report/"])
def test_a_report_needs_an_account(client, startup, need, outsider, path):
    path = path.format(need=need.pk)
    assert client.post(path, {"reason": "wrong"}, content_type="application/json").status_code == 401
    client.force_login(outsider)
    assert client.post(path, {"reason": "silly"}, content_type="application/json").status_code == 400
    answer = client.post(path, {"reason": "wrong", "words": "All of it."}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (200, {"reason": "wrong", "words": "All of it."})


def test_what_one_may_not_see_one_cannot_report(client, startup, outsider):
    startups.services.withdraw(startup)
    client.force_login(outsider)
    answer = client.post("/api/v1/startups/testlisten/report/", {"reason": "wrong"}, content_type="application/json")
    assert answer.status_code == 404
