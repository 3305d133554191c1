"""In a browser: back after each step of both sides' ways. Nothing typed is lost, nothing is done twice."""

import re
import time

import pytest

from tests.journeys.test_edit_to_page import ask, sign_in
from tests.journeys.test_founder import TEXT, answer
from tests.journeys.test_official import join_by_code, phone, say_where_one_works

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("site")]

__all__ = ["phone"]

NAME = "Weir Whisper"
WORKSPACE = "/startups/weir-whisper/workspace/"
# Sections save themselves a second after a change; whoever leaves sooner loses nothing.
LEFT_AT_ONCE = (
    ("text-en", "product", "Loggers"),
    ("maturity", "units_in_operation", "3456"),
    ("contact", "phone", "5551"),
)
OFFICE = "邯郸市排水管理处"
PARAGRAPH = "老城区内涝积水点29处，平均47分钟才有人到场，希望2027年底前缩短到15分钟，数据须留在本地机房。"


def back_and_forward(page) -> None:
    page.wait_for_load_state()
    page.go_back()
    page.go_forward()


def leave_at_once(page, field: str, typed: str) -> None:
    """Type, go back before it saves itself, and come again once the server has what was sent on leaving."""
    address = page.url
    page.fill(field, typed)
    page.go_back()
    deadline = time.monotonic() + 30
    while not re.search(rf'"{typed}"|{typed}</textarea>', page.request.get(address).text()):
        assert time.monotonic() < deadline, "what was typed last is lost"
    page.go_forward()
    assert page.input_value(field) == typed


def verbs(site, of: str, **which: str) -> list[str]:
    """The audit trail of one listing, oldest first."""
    found = ", ".join(f"{name}={value!r}" for name, value in which.items())
    return ask(site, f"list({of}.objects.get({found}).transitions.order_by('pk').values_list('verb', flat=True))")


def test_a_founder_goes_back_after_each_step(page, site):
    sign_in(page, site, "founder")
    page.goto(f"{site.address}/needs/")
    page.goto(f"{site.address}/startups/start/")
    page.fill("textarea[name=text]", TEXT)
    page.click("text=See which needs fit")
    page.wait_for_selector("#suiting h3")
    answer(page)
    # The site of test_founder's company is taken.
    page.fill("input[name=website]", "https://weirwhisper.example")
    back_and_forward(page)
    assert (page.input_value("textarea[name=text]"), page.input_value("input[name=weeks]")) == (TEXT, "12")
    assert page.is_checked("input[name=trl][value='9']")
    page.wait_for_selector("input[name=technologies][value=WAT-LEAK]:checked")

    # Refused: a name is missing. Back from there the answers still stand.
    page.fill("input[name=name]", "")
    page.click("text=Save and hand in for review")
    page.wait_for_selector(".problem:not(:empty)")
    page.go_back()
    page.wait_for_selector("input[name=technologies][value=WAT-LEAK]:checked")
    assert page.input_value("input[name=references-0-place_en]") == "a city in East China, 3-5 million people"
    page.fill("input[name=name]", NAME)
    page.click("text=Save and hand in for review")
    page.wait_for_url(f"**{WORKSPACE}")

    page.go_back()
    assert NAME in page.inner_text("main")
    page.go_forward()
    assert page.url.endswith(WORKSPACE)
    assert ask(site, f"Startup.objects.filter(name={NAME!r}).count()") == 1

    for section, field, typed in LEFT_AT_ONCE:
        page.goto(f"{site.address}{WORKSPACE}{section}/")
        leave_at_once(page, f"[name={field}]", typed)
        page.fill(f"[name={field}]", f"{typed}1")
        page.wait_for_selector("#kept:has-text('Saved')")
        assert page.locator("#section .notice").count() == 0, "one's own words are no other editor's"

    page.goto(f"{site.address}{WORKSPACE}")
    page.click("text=Hand in for review")
    page.wait_for_selector(".stage-in_review")
    back_and_forward(page)
    assert page.locator(".stage-in_review").is_visible()
    assert verbs(site, "Startup", name=NAME).count("submit") == 2, "once with the first eight answers, once now"


def test_an_official_goes_back_after_each_step(phone, site):
    phone.fill("textarea[name=problem]", PARAGRAPH)
    phone.click(".problem-box button[type=submit]")
    phone.wait_for_selector("#answer .candidate", timeout=90_000)
    phone.click(".keep-as-need button")
    phone.wait_for_selector(".kept-paragraph")
    phone.go_back()
    assert phone.input_value("textarea[name=problem]") == PARAGRAPH
    phone.go_forward()
    assert PARAGRAPH in phone.inner_text(".kept-paragraph")

    join_by_code(phone, site)
    phone.goto(f"{site.address}/zh-hans/needs/start/")
    back_and_forward(phone)
    say_where_one_works(phone, OFFICE)
    back_and_forward(phone)
    assert phone.input_value("textarea[name=problem]") == PARAGRAPH
    phone.click("form[action$='/begin/'] button[type=submit]")
    need = int(re.search(r"/needs/(\d+)/edit/", phone.url).group(1))
    back_and_forward(phone)
    assert phone.input_value("#id_problem") == PARAGRAPH

    for field, typed in (("#id_title", "积水点处置慢"), ("#id_present", "47分钟"), ("#id_target", "15分钟")):
        leave_at_once(phone, field, typed)
    phone.fill("#id_title", "积水点处置太慢")
    phone.wait_for_selector(".saved-note")
    assert phone.locator("#meanwhile").count() == 0
    phone.goto(f"{site.address}/zh-hans/needs/{need}/sheet/")
    back_and_forward(phone)
    assert "积水点处置太慢" in phone.inner_text(".paper")
    assert ask(site, f"Need.objects.get(pk={need}).department.needs.count()") == 1
