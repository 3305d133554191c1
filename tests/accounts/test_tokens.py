import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import ApiToken
from accounts.services import TooManyTokensError, issue_token

pytestmark = pytest.mark.django_db

TOKENS = "/accounts/tokens/"
MEMBERS_ONLY = "/api/v1/startups/testlisten/"


def ask(client, token, path=MEMBERS_ONLY):
    return client.get(path, headers={"Authorization": f"Token {token}"})


@pytest.fixture
def members_only(startup):
    type(startup).objects.update(visibility="members")
    return startup


@pytest.mark.parametrize("token", ["0" * 64, "", "a b", "\xff\xfe"])
def test_an_invented_token_opens_nothing(client, members_only, token):
    answer = ask(client, token)
    assert (answer.status_code, list(answer.json())) == (401, ["detail"])


def test_a_token_acts_for_its_person(client, owner, members_only):
    assert client.get(MEMBERS_ONLY).status_code == 404
    _row, token = issue_token(owner, "report")
    assert ask(client, token).status_code == 200


def test_it_is_shown_once_and_stored_as_a_digest(client, owner):
    client.force_login(owner)
    token = client.post(TOKENS, {"name": "report"}).context["token"]
    assert re.fullmatch(r"[0-9a-f]{64}", token)
    assert token not in client.get(TOKENS).content.decode()
    row = ApiToken.objects.values().get()
    assert not [value for value in row.values() if token in str(value)]
    assert row["user_id"] == owner.pk


def test_a_revoked_an_expired_and_a_closed_account_open_nothing(client, owner, members_only):
    _row, token = issue_token(owner, "report")
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        assert ask(client, token).status_code == 401
    _row, token = issue_token(owner, "report")
    owner.is_active = False
    owner.save()
    assert ask(client, token).status_code == 401
    owner.is_active = True
    owner.save()
    client.force_login(owner)
    client.post(f"{TOKENS}{ApiToken.objects.get().digest}/revoke/")
    client.logout()
    assert ask(client, token).status_code == 401


def test_nobody_revokes_or_sees_another_ones(client, owner, official):
    row, _token = issue_token(owner, "PRIVATE-report")
    client.force_login(official)
    assert client.post(f"{TOKENS}{row.digest}/revoke/").status_code == 404
    assert "PRIVATE" not in client.get(TOKENS).content.decode()
    assert ApiToken.objects.count() == 1


def test_there_is_an_end_to_them(client, owner, settings):
    settings.MOST_API_TOKENS = 1
    issue_token(owner, "first")
    with pytest.raises(TooManyTokensError):
        issue_token(owner, "second")
    client.force_login(owner)
    assert "as many tokens as one may have" in client.post(TOKENS, {"name": "second"}).content.decode()


def test_the_api_describes_it(client):
    schema = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    assert schema["components"]["securitySchemes"]["token"]["name"] == "Authorization"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, owner, count, django_assert_num_queries):
    for number in range(count):
        issue_token(owner, f"report {number}")
    client.force_login(owner)
    with django_assert_num_queries(3):
        assert len(client.get(TOKENS).context["tokens"]) == count
