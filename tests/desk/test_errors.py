"""A database that is away, and what browsers are told with every answer."""

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client

pytestmark = pytest.mark.django_db

READING = ["/", "/startups/", "/needs/", "/cities/", "/sectors/", "/desk/credits/", "/admin/", "/api/v1/needs/"]


@pytest.fixture
def away(official, monkeypatch):
    def execute(*_, **__):
        raise OperationalError("the connection is closed")

    client = Client(raise_request_exception=False)
    client.force_login(official)
    monkeypatch.setattr(CursorWrapper, "execute", execute)
    return client


@pytest.mark.parametrize("path", READING)
def test_a_database_that_is_away_asks_the_signed_in_to_come_back(away, path):
    response = away.get(path)
    assert (response.status_code, response.headers.get("Retry-After")) == (503, "10")


@pytest.mark.parametrize("path", ["/", "/api/v1/needs/", "/nowhere/", "/healthz"])
def test_browsers_are_told_what_nobody_may_do(client, path):
    headers = client.get(path).headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"] and "geolocation=()" in headers["Permissions-Policy"]
    assert "object-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/needs/", "/nowhere/", "/admin/", "/accounts/login/"])
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_pages_know_what_browsers_send_only(client, path, method):
    response = client.generic(method, path)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_the_api_knows_more(client):
    assert client.options("/api/v1/startups/").status_code == 200
