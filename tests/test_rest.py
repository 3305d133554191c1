"""What every answer of the API has in common."""

import logging
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.throttles import FailOpenThrottle

pytestmark = pytest.mark.django_db

COLLECTIONS = ("startups", "needs", "questions", "matches", "cities", "sectors", "topics")
# For people with an account only.
OWN = ("decisions", "own-needs", "profiles", "rulings", "waiting")


def test_the_root_says_where_everything_is(client):
    names = (*COLLECTIONS, *OWN)
    assert client.get("/api/v1/").json() == {name: f"http://testserver/api/v1/{name}/" for name in names}


@pytest.mark.parametrize("path", ["/api/", "/api/v2/", "/api/v1/funds/", "/api/v1/needs/1/matches/"])
def test_an_unknown_path_is_json_too(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"], answer.json()) == (
        404,
        "application/json",
        {"detail": "Not found."},
    )


def test_whoever_asks_too_often_waits(client, monkeypatch):
    monkeypatch.setattr(FailOpenThrottle, "THROTTLE_RATES", FailOpenThrottle.THROTTLE_RATES | {"anon": "2/minute"})
    answers = [client.get("/api/v1/sectors/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60


@pytest.mark.parametrize("name", COLLECTIONS)
def test_reading_goes_on_while_the_cache_is_away(client, settings, caplog, name):
    settings.CACHES |= {"default": settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/redis.sock?db=1"}}
    with caplog.at_level(logging.WARNING, "accounts.throttles"):
        assert client.get(f"/api/v1/{name}/").status_code == 200
    assert [record.message.split(":")[0] for record in caplog.records] == ["Cache away; nobody is being throttled"]


def test_the_schema_is_complete():
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


@pytest.mark.parametrize("query", ["lang=xx", "lang=../../etc", "lang=%00"])
def test_the_schema_speaks_no_invented_language(client, query):
    assert client.get(f"/api/schema/?{query}").status_code == 404


def test_the_schema_takes_no_invented_version_into_its_header(client):
    assert client.get("/api/schema/?version=%0d%0aSet-Cookie:x").headers["Content-Disposition"] == (
        'inline; filename="Matchmaker.yaml"'
    )
