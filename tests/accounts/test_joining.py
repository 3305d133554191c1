"""Creating an account, confirming the address, resetting the password: and nobody learns who has one."""

import re

import pytest
from django.core import mail
from django.utils import translation

from accounts.models import Consent, Role, User
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db

SIGN_UP, SIGN_IN, RESET = "/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"
CONFIRM = "/accounts/confirm-email/"
LI = {"role": "official", "full_name": "Li Wei", "email": "Li@City.example", "password1": PASSWORD, "agrees": "on"}


def code_in(message) -> str:
    return re.search(r"^ {4}(\S+)$", message.body, re.MULTILINE)[1]


def stripped(answer) -> str:
    """The page without what differs from one asking to the next."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"[\w.]+@[\w.]+", "", text)


@pytest.mark.parametrize("left_out", ["role", "full_name", "email", "password1", "agrees"])
def test_nobody_joins_without_saying_who_they_are_and_agreeing(client, left_out):
    answer = client.post(SIGN_UP, {name: value for name, value in LI.items() if name != left_out})
    assert list(answer.context["form"].errors) == [left_out]
    assert not User.objects.exists()


def test_nobody_is_in_before_the_address_is_confirmed(client):
    assert client.post(SIGN_UP, LI).url == CONFIRM
    assert "_auth_user_id" not in client.session
    client.post(SIGN_IN, {"login": LI["email"], "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    client.post(CONFIRM, {"code": "WRONG1"})
    assert "_auth_user_id" not in client.session


def test_the_code_from_the_mail_lets_one_in(client):
    client.post(SIGN_UP, LI)
    assert client.post(CONFIRM, {"code": code_in(mail.outbox[0])}).url == "/accounts/welcome/"
    user = User.objects.get()
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.email, user.full_name, user.role, user.language) == ("li@city.example", "Li Wei", Role.OFFICIAL, "en")


def test_the_page_one_came_from_is_not_lost(client):
    client.post(f"{SIGN_UP}?next=/needs/", LI)
    assert client.post(CONFIRM, {"code": code_in(mail.outbox[0])}).url == "/needs/"


@pytest.mark.parametrize("foreign", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"])
@pytest.mark.parametrize("door", ["in", "up", "persona", "agree"])
def test_nobody_is_sent_to_another_site(client, settings, door, foreign):
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
    settings.DEMO_MODE = True
    user = person("demo@city.example", persona="official")
    if door == "up":
        client.post(SIGN_UP, LI, query_params={"next": foreign})
        answer = client.post(CONFIRM, {"code": code_in(mail.outbox[0])})
    elif door == "persona":
        answer = client.post("/accounts/personas/official/", {"next": foreign})
    elif door == "agree":
        client.force_login(user)
        answer = client.post("/accounts/agree/", {"agrees": "on", "next": foreign})
    else:
        answer = client.post(SIGN_IN, {"login": user.email, "password": PASSWORD, "next": foreign})
    assert answer.url == "/accounts/welcome/"


def test_consent_is_recorded_with_version_and_language(client):
    client.post(f"/zh-hans{SIGN_UP}", {**LI, "allows_transfer": "on"})
    assert sorted(Consent.objects.values_list("document", "version", "language")) == [
        ("privacy", "2026-11-28", "zh-hans"),
        ("terms", "2026-11-28", "zh-hans"),
        ("transfer", "2026-11-28", "zh-hans"),
    ]


def test_the_transfer_is_not_taken_for_granted(client):
    client.post(SIGN_UP, LI)
    assert sorted(Consent.objects.values_list("document", flat=True)) == ["privacy", "terms"]


def test_signing_up_does_not_tell_who_has_an_account(client, client_of):
    person("known@city.example")
    pages = []
    for email in ("known@city.example", "new@city.example"):
        browser = client_of()
        answer = browser.post(SIGN_UP, {**LI, "email": email})
        pages.append((answer.status_code, answer.url, stripped(browser.get(CONFIRM))))
    assert pages[0] == pages[1]
    assert [message.subject for message in mail.outbox] == [
        "You have an account already",
        "Your code to confirm your e-mail address",
    ]


def test_resetting_does_not_tell_who_has_an_account(client_of):
    person("known@city.example")
    pages = []
    for email in ("known@city.example", "nobody@city.example"):
        browser = client_of()
        answer = browser.post(RESET, {"email": email})
        pages.append((answer.status_code, answer.url, stripped(browser.get(answer.url))))
    assert pages[0] == pages[1]
    assert [message.subject for message in mail.outbox] == [
        "Your code for a new password",
        "There is no account with this address",
    ]


def test_a_new_password_by_a_code_from_the_mail(client):
    user = person("li@city.example")
    page = client.post(RESET, {"email": user.email}).url
    assert client.post(page, {"code": "WRONG1"}).status_code == 200
    new = "quite another long one"
    complete = client.post(page, {"code": code_in(mail.outbox[0])}).url
    client.post(complete, {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)


def test_three_wrong_codes_end_the_attempt(client):
    person("li@city.example")
    page = client.post(RESET, {"email": "li@city.example"}).url
    for _ in range(3):
        client.post(page, {"code": "WRONG1"})
    answer = client.post(page, {"code": code_in(mail.outbox[0])})
    assert answer.url == "/accounts/login/"


def test_signing_in_changes_the_session(client):
    person("li@city.example")
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    planted = client.session.session_key
    client.cookies["sessionid"] = planted
    client.post(SIGN_IN, {"login": "li@city.example", "password": PASSWORD})
    assert client.session["_auth_user_id"]
    assert client.session.session_key != planted


def test_an_address_is_changed_by_a_code_sent_to_the_new_one(client):
    user = person("old@city.example")
    client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "new@city.example", "action_add": "1"})
    user.refresh_from_db()
    assert (user.email, mail.outbox[-1].to) == ("old@city.example", ["new@city.example"])
    client.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
    user.refresh_from_db()
    assert user.email == "new@city.example"
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (["old@city.example"], "Your e-mail address was changed")


def test_an_address_of_somebody_else_cannot_be_taken(client):
    person("known@city.example")
    user = person("old@city.example")
    client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"email": "known@city.example", "action_add": "1"})
    client.post(CONFIRM, {"code": code_in(mail.outbox[-1])})
    user.refresh_from_db()
    assert user.email == "old@city.example"


def test_changing_the_password_signs_the_other_devices_out(client, client_of):
    user, other = person("li@city.example"), client_of()
    for browser in (client, other):
        browser.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    new = "quite another long one"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", sent).status_code == 302
    assert client.get("/accounts/").status_code == 200
    assert other.get("/accounts/").status_code == 302


@pytest.mark.parametrize(
    ("fields", "page"),
    [
        ({"role": "founder"}, "startups:start"),
        ({"role": "official"}, "cities:start"),
        ({"role": "official", "is_curator": True}, "desk:home"),
        ({}, "matching:home"),
    ],
)
def test_each_role_begins_on_its_own_page(client, monkeypatch, fields, page):
    from tests.people import with_second_factor

    monkeypatch.setattr("accounts.views.reverse", lambda name: f"/to/{name}/")
    client.force_login(with_second_factor(person("li@city.example", **fields)))
    assert client.get("/accounts/welcome/").url == f"/to/{page}/"


def test_mails_are_in_the_language_of_the_page(client):
    with translation.override("zh-hans"):
        subject = translation.gettext("Your code to confirm your e-mail address")
    client.post(f"/zh-hans{SIGN_UP}", LI)
    assert mail.outbox[0].subject == subject
