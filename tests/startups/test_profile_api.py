"""One's own profiles through the API: the same services and the same eyes as the pages."""

from copy import deepcopy

import pytest

from startups.models import Startup
from startups.services import approve, request_changes
from tests.listings import PROFILE
from tests.startups import hostile
from tests.startups.hostile import picture, upload

pytestmark = pytest.mark.django_db

PROFILES, ONE = "/api/v1/profiles/", "/api/v1/profiles/testlisten/"
VERBS = ["submit/", "withdraw/", "reconfirm/", "invitations/", "files/"]


@pytest.fixture
def member(client, owner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(owner)
    return client


def put(client, version: int, **changes):
    document = deepcopy(PROFILE) | changes
    return client.put(ONE, {"version": version, "document": document}, "application/json")


@pytest.mark.parametrize("path", [PROFILES, ONE, f"{ONE}members/"])
def test_reading_needs_an_account(client, startup, path):
    assert client.get(path).status_code == 401


@pytest.mark.parametrize("verb", VERBS)
def test_somebody_elses_profile_does_not_exist(client, startup, outsider, verb):
    client.force_login(outsider)
    assert client.get(PROFILES).json()["results"] == []
    assert [client.get(ONE).status_code, client.post(ONE + verb).status_code, put(client, 0).status_code] == [404] * 3


def test_a_profile_is_begun_written_handed_in_and_published(client, outsider, curator):
    client.force_login(outsider)
    begun = client.post(PROFILES, {"name": "Drip Guard"}).json()
    assert (begun["slug"], begun["version"], begun["state"]) == ("drip-guard", 1, "editing")
    address = f"{PROFILES}drip-guard/"
    document = {key: value for key, value in PROFILE.items() if key != "slug"} | {"name": {"en": "Drip Guard"}}
    kept = client.put(address, {"version": 1, "document": document}, "application/json").json()
    assert (kept["version"], kept["problems"]) == (2, {})
    assert client.post(f"{address}submit/").json()["state"] == "in_review"
    assert client.post(f"{address}submit/").status_code == 409
    startup = Startup.objects.get()
    request_changes(startup, {"trl": "Really nine?"}, curator)
    assert client.get(address).json()["comments"] == {"trl": "Really nine?"}
    client.post(f"{address}submit/")
    approve(startup, curator)
    assert client.get("/api/v1/startups/drip-guard/").status_code == 200


def test_an_older_version_is_refused_and_nothing_is_lost(member, startup):
    assert put(member, 0, home_city="Haifa").json()["version"] == 1
    answer = put(member, 0, home_city="Eilat")
    assert (answer.status_code, member.get(ONE).json()["document"]["home_city"]) == (409, "Haifa")


def test_what_is_wrong_is_named_by_place(member, startup):
    assert put(member, 0, trl=12).json()["problems"] == {"trl": "Ensure this value is less than or equal to 9."}
    assert put(member, 1, texts=[]).status_code == 400
    assert member.put(ONE, {"version": 1, "document": 7}, "application/json").status_code == 400


def test_withdrawing_needs_a_reason(member, startup):
    assert member.post(f"{ONE}withdraw/").json() == {"reason": ["This field is required."]}
    assert member.post(f"{ONE}withdraw/", {"reason": "Sold."}).status_code == 200
    assert member.get("/api/v1/startups/testlisten/").status_code == 404


def test_files_are_cleaned_or_refused(member, startup):
    refused = member.post(f"{ONE}files/", {"kind": "logo", "file": upload(hostile.SVG, "logo.png")})
    assert (refused.status_code, list(refused.json())) == (400, ["file"])
    added = member.post(f"{ONE}files/", {"kind": "logo", "file": upload(picture(), "logo.png")}).json()
    assert (added["content_type"], added["is_live"]) == ("image/webp", False)
    assert member.post(f"{ONE}files/{added['key']}/remove/").json()["document"].get("media") is None


def test_members_are_listed_and_invited(member, startup):
    assert [row["name"] for row in member.get(f"{ONE}members/").json()["members"]] == ["Owner"]
    assert member.post(f"{ONE}invitations/", {"email": "new@x.example"}).json()["role"] == "editor"
    assert list(member.post(f"{ONE}invitations/", {"email": "owner@startup.example"}).json()) == ["email"]


def test_queries_do_not_grow_with_profiles(member, owner, django_assert_num_queries):
    from startups.services import begin

    member.get(PROFILES)
    with django_assert_num_queries(4):
        member.get(PROFILES)
    for number in range(2):
        begin(f"Another {number}", owner)
    with django_assert_num_queries(4):
        member.get(PROFILES)
