"""Joining and signing in as a person does it: in a browser, under our policy, on a telephone."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from accounts.models import Role, User
from accounts.services import invite
from tests.people import PASSWORD, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def telephone(live_server, browser):
    """A page 390 pixels wide; fails the test when it asks another host for anything, or breaks the policy."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=live_server.url, locale="en-US")
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((live_server.url, "data:")) else complaints.append(asked.url),
    )
    yield page
    context.close()
    assert complaints == []


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_founder_joins_by_e_mail_and_comes_back_to_where_they_were(telephone):
    telephone.goto("/accounts/login/?next=/sectors/")
    telephone.click("text=Create an account")
    telephone.check("text=I represent a startup")
    telephone.fill("[name=full_name]", "Noa Levi")
    telephone.fill("[name=email]", "Noa@Startup.example")
    telephone.fill("[name=password1]", PASSWORD)
    telephone.check("[name=agrees]")
    assert not telephone.is_checked("[name=allows_transfer]")
    assert fits(telephone)
    telephone.click("button:has-text('Create the account')")
    telephone.wait_for_url("**/accounts/confirm-email/")
    assert "noa@startup.example" in telephone.inner_text("main")
    telephone.fill("[name=code]", re.search(r"^ {4}(\S+)$", mail.outbox[0].body, re.MULTILINE)[1])
    telephone.click("button:has-text('Confirm')")
    telephone.wait_for_url("**/sectors/")
    assert telephone.inner_text(".person .name") == "Noa Levi"
    assert list(User.objects.values_list("email", "role")) == [("noa@startup.example", "founder")]


def test_a_curator_sets_up_the_second_factor_and_signs_in_with_it(telephone):
    person("curator@platform.example", full_name="Curator", is_curator=True)
    telephone.goto("/accounts/login/?next=/sectors/")
    sign_in(telephone)
    telephone.fill("[name=password]", PASSWORD)
    telephone.click("main button[type=submit]")
    telephone.wait_for_url("**/second-factor/totp/activate/**")
    assert fits(telephone)
    secret = telephone.inner_text("code.key")
    telephone.fill("[name=code]", code_of(secret, 0))
    telephone.click("button:has-text('Turn it on')")
    telephone.wait_for_url("**/recovery-codes/")
    assert telephone.locator(".codes li").count() == 10
    telephone.click("button:has-text('Sign out')")
    telephone.goto("/accounts/login/?next=/sectors/")
    sign_in(telephone)
    telephone.wait_for_url("**/second-factor/authenticate/")
    # The code of the half minute that has just been used is refused; the next one is known already.
    telephone.fill("[name=code]", code_of(secret, 1))
    telephone.click("main button[type=submit]")
    telephone.wait_for_url("**/sectors/")
    assert Authenticator.objects.filter(type="totp").count() == 1


def sign_in(page) -> None:
    page.fill("[name=login]", "curator@platform.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def code_of(secret: str, later: int) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def test_an_official_joins_by_a_code_in_chinese(telephone):
    _invitation, code = invite(Role.OFFICIAL, "王伟", person("curator@platform.example", is_curator=True))
    telephone.goto("/zh-hans/accounts/code/?next=/zh-hans/sectors/")
    telephone.fill("[name=code]", code)
    telephone.click("main button[type=submit]")
    telephone.fill("[name=full_name]", "王伟")
    telephone.fill("[name=password]", PASSWORD)
    telephone.check("[name=agrees]")
    assert fits(telephone)
    telephone.click("main button[type=submit]")
    telephone.wait_for_url("**/zh-hans/sectors/")
    assert telephone.inner_text(".person .name") == "王伟"
