"""Limits on every door, where a client's address comes from, and the page that says when to come back."""

import pytest
from django.test import RequestFactory

from accounts.limits import client_address
from accounts.throttles import FailOpenThrottle
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def once(settings):
    """One attempt a minute at each of our own doors."""
    settings.PAGE_RATES = {
        action: "1/m/user" if rates.endswith("user") else "1/m/ip" for action, rates in settings.PAGE_RATES.items()
    }


@pytest.fixture
def once_at_allauths(settings):
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(("login", "signup", "reset_password"), "1/m/ip")


def statuses(client, path, data, times=2, **headers):
    return [client.post(path, data, headers=headers).status_code for _ in range(times)]


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"])
def test_allauths_doors(client, once_at_allauths, path):
    assert statuses(client, path, {"login": "x", "password": "y", "email": "a@b.example"})[1] == 429


@pytest.mark.parametrize(("path", "data"), [("/accounts/code/", {"code": "X"}), ("/candidates/", {"problem": "leaks"})])
def test_doors_for_visitors(client, once, path, data):
    assert statuses(client, path, data) == [200, 429]


@pytest.mark.parametrize("path", ["/accounts/tokens/", "/accounts/export/", "/accounts/invitations/"])
def test_doors_for_people(client, once, curator, path):
    client.force_login(curator)
    assert statuses(client, path, {})[1] == 429


@pytest.mark.parametrize("path", ["/startups/?q=leak", "/needs/?q=leak", "/cities/?q=han", "/zh-hans/needs/?q=a"])
def test_search_on_pages(client, once, path):
    assert [client.get(path).status_code for _ in range(2)] == [200, 429]
    assert client.get(path.split("?")[0]).status_code == 200


def test_wrong_passwords_are_counted_for_each_account(client, client_of):
    person("li@city.example")
    for _ in range(5):
        client_of().post("/accounts/login/", {"login": "li@city.example", "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": "li@city.example", "password": PASSWORD})
    assert "Too many attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_page_says_when_to_come_back_and_keeps_what_was_typed(client, once):
    client.post("/accounts/code/", {"code": "X"})
    answer = client.post("/accounts/code/", {"code": "SECRET", "note": "typed <here>", "password": "hidden"})
    page = answer.content.decode()
    assert 50 < int(answer.headers["Retry-After"]) <= 60
    assert "Please wait 1 minute" in page
    assert '<input type="hidden" name="note" value="typed &lt;here&gt;">' in page
    assert "SECRET" not in page and 'hidden"' not in page.replace('type="hidden"', "")


def test_the_page_is_in_the_readers_language(client, once, settings):
    client.post("/zh-hans/candidates/", {"problem": "漏水"})
    answer = client.post("/zh-hans/candidates/", {"problem": "漏水"})
    assert answer.status_code == 429
    assert 'lang="zh-hans"' in answer.content.decode()


def test_beside_a_form_of_htmx_stands_only_the_sentence(client, once):
    client.post("/candidates/", {"problem": "x"})
    answer = client.post("/candidates/", {"problem": "x"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content.decode().strip()) == (429, "Please wait 1 minute, then try again.")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "", "9.9.9.9"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "1.1.1.1, 2.2.2.2, 3.3.3.3", "2.2.2.2"),
        (2, "3.3.3.3", "3.3.3.3"),
    ],
)
def test_only_our_own_proxies_are_believed(monkeypatch, proxies, forwarded, address):
    monkeypatch.setattr("rest_framework.throttling.api_settings.NUM_PROXIES", proxies, raising=False)
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="9.9.9.9")
    assert client_address(request) == address


def test_a_forged_header_opens_no_second_door(client, once):
    answers = [
        client.post("/accounts/code/", {"code": "X"}, headers={"X-Forwarded-For": f"10.0.0.{number}"})
        for number in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 429]


@pytest.fixture
def no_cache(settings):
    settings.CACHES |= {"default": settings.CACHES["default"] | {"LOCATION": "unix:///nowhere/redis.sock?db=1"}}


def test_without_the_cache_reading_goes_on_and_doors_stay_shut(client, no_cache):
    client.raise_request_exception = False
    assert client.get("/needs/?q=leak").status_code == 200
    assert client.post("/candidates/", {"problem": "leaks"}).status_code == 200
    assert client.post("/accounts/login/", {"login": "x", "password": "y"}).status_code == 503
    assert client.post("/accounts/code/", {"code": "X"}).status_code == 503


@pytest.mark.parametrize(("scope", "path"), [("user", "/api/v1/sectors/"), ("search", "/api/v1/cities/?q=han")])
def test_people_are_counted_by_who_they_are(client, client_of, owner, official, monkeypatch, scope, path):
    monkeypatch.setattr(FailOpenThrottle, "THROTTLE_RATES", FailOpenThrottle.THROTTLE_RATES | {scope: "1/minute"})
    for user in (owner, official):
        browser = client_of()
        browser.force_login(user)
        assert [browser.get(path).status_code for _ in range(2)] == [200, 429]
