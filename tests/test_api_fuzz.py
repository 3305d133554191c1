"""Whatever is sent to the API, its answer is one that its schema describes."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from matching import engine
from matching.models import Match
from matchmaker.wsgi import application

# Not whether every value that the schema allows is accepted: which codes there are is data.
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture
def described(startup, need, settings):
    settings.CACHES |= {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    Match.objects.create(
        need=need, startup=startup, need_rank=1, score=9, band=3, parts=[1] * len(engine.PARTS), weights_version="1"
    )
    # As Django's own test client does: the requests are inside of this test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/schema/", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


api = schemathesis.pytest.from_fixture("described")


@api.parametrize()
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case):
    case.call_and_validate(checks=CHECKS)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("startups", "slug"),
        ("needs", "id"),
        ("matches", "id"),
        ("cities", "code"),
        ("sectors", "code"),
        ("topics", "code"),
    ],
)
def test_rows_are_as_described(described, name, key):
    rows = described[f"/api/v1/{name}/"]["GET"].Case().call_and_validate(checks=CHECKS).json()["results"]
    one = described[f"/api/v1/{name}/{{{key}}}/"]["GET"].Case(path_parameters={key: rows[0][key]})
    assert one.call_and_validate(checks=CHECKS).json()[key] == rows[0][key]
