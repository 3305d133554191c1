"""Who can change what others see is not one stolen password away from it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from accounts.models import ApiToken
from tests.people import PASSWORD, person, with_second_factor

pytestmark = pytest.mark.django_db

SIGN_IN, FACTOR = "/accounts/login/", "/accounts/second-factor/authenticate/"
SET_UP = "/accounts/second-factor/totp/activate/"
RIGHTS = [{"is_curator": True}, {"is_staff": True}, {"is_superuser": True}]


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def secret_of(user) -> str:
    return Authenticator.objects.get(user=user, type="totp").data["secret"]


@pytest.mark.parametrize("rights", RIGHTS)
@pytest.mark.parametrize("path", ["/", "/needs/", "/admin/", "/accounts/tokens/", "/accounts/invitations/"])
def test_without_it_there_is_only_the_way_to_set_it_up(client, rights, path):
    client.force_login(person("new@platform.example", **rights))
    assert client.get(path).url == f"{SET_UP}?next=" + path.replace("/", "%2F")


def test_without_it_the_api_is_closed_by_session_and_by_token(client):
    user = person("new@platform.example", is_curator=True)
    _row, token = ApiToken.objects.create(user=user, name="test")
    assert client.get("/api/v1/needs/", headers={"Authorization": f"Token {token}"}).status_code == 401
    client.force_login(user)
    answer = client.get("/api/v1/needs/")
    assert (answer.status_code, answer.json()) == (403, {"detail": "Set up a second factor on the site first."})


def test_everybody_else_may_go_without(client, owner):
    client.force_login(owner)
    assert client.get("/accounts/").status_code == 200


def test_demo_personas_need_none_in_demo_mode_only(client, settings):
    client.force_login(person("curator@demo.example", persona="curator", is_curator=True))
    settings.DEMO_MODE = True
    assert client.get("/accounts/").status_code == 200
    settings.DEMO_MODE = False
    assert client.get("/accounts/").status_code == 302


def test_it_is_set_up_after_the_password_and_gives_recovery_codes(client):
    user = person("new@platform.example", is_curator=True)
    client.force_login(user)
    assert client.get(SET_UP).url == "/accounts/reauthenticate/?next=%2Faccounts%2Fsecond-factor%2Ftotp%2Factivate%2F"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get(SET_UP).context["form"].secret
    assert client.post(SET_UP, {"code": code_of(secret)}).url == "/accounts/second-factor/recovery-codes/"
    assert len(client.get("/accounts/second-factor/recovery-codes/").context["unused_codes"]) == 10
    assert client.get("/needs/").status_code == 200


def test_the_password_alone_opens_nothing(client, curator):
    assert client.post(SIGN_IN, {"login": curator.email, "password": PASSWORD}).url == FACTOR
    assert "_auth_user_id" not in client.session
    client.post(FACTOR, {"code": "000000"})
    assert "_auth_user_id" not in client.session


def test_password_and_code_sign_in(client, curator):
    client.post(f"{SIGN_IN}?next=/needs/", {"login": curator.email, "password": PASSWORD})
    assert client.post(FACTOR, {"code": code_of(secret_of(curator))}).url == "/needs/"
    assert client.session["_auth_user_id"] == str(curator.pk)


def test_a_code_works_once(client, client_of, curator):
    code, other = code_of(secret_of(curator)), client_of()
    for browser in (client, other):
        browser.post(SIGN_IN, {"login": curator.email, "password": PASSWORD})
        browser.post(FACTOR, {"code": code})
    assert "_auth_user_id" in client.session
    assert "_auth_user_id" not in other.session


def test_a_curator_cannot_turn_it_off(client, curator):
    client.post(SIGN_IN, {"login": curator.email, "password": PASSWORD})
    client.post(FACTOR, {"code": code_of(secret_of(curator))})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/second-factor/totp/deactivate/")
    assert Authenticator.objects.filter(user=curator).exists()


def test_others_can(client, owner):
    with_second_factor(owner)
    client.post(SIGN_IN, {"login": owner.email, "password": PASSWORD})
    client.post(FACTOR, {"code": code_of(secret_of(owner))})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/second-factor/totp/deactivate/")
    assert not Authenticator.objects.filter(user=owner).exists()


def test_only_a_superuser_removes_a_lost_one(client, admin_client, curator):
    clerk = with_second_factor(person("clerk@platform.example", is_staff=True))
    sent = {"action": "remove_second_factor", "_selected_action": [curator.pk]}
    client.force_login(clerk)
    client.post("/admin/accounts/user/", sent)
    assert Authenticator.objects.filter(user=curator).exists()
    admin_client.post("/admin/accounts/user/", sent)
    assert not Authenticator.objects.filter(user=curator).exists()


def test_the_admin_shows_no_secret(admin_client):
    assert admin_client.get("/admin/mfa/authenticator/").status_code == 404


def test_the_person_is_loaded_with_both_answers_in_one_query(client, curator, django_assert_num_queries):
    client.force_login(curator)
    with django_assert_num_queries(3):  # session, person, consents of the page
        client.get("/accounts/")
