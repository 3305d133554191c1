"""From a pasted text to a published profile, and a change that a curator asks for; readers see what was approved."""

import re

import pytest

from tests.journeys.conftest import fetch

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("site")]

TEXT = (
    "Drip Guard makes acoustic loggers that find hidden leaks in water mains. "
    "In 14 months network leakage fell from 17.6 % to 9.8 % in a city of four million people."
)
ADDRESS = "/startups/drip-guard/"
CHINESE = {
    "headline": "听得见漏点的声学记录仪",
    "problem": "供水企业的埋地管网存在大量暗漏。",
    "advantage": "十四个月内将管网漏损率由17.6%降至9.8%。",
}


def sign_in(page, site, persona: str) -> None:
    page.goto(f"{site.address}/accounts/personas/")
    page.locator(f"form[action$='/personas/{persona}/'] button").click()


def answer(page) -> None:
    """The seven questions after the pasted text."""
    page.fill("input[name=name]", "Drip Guard")
    page.fill("input[name=website]", "https://dripguard.example")
    page.fill("textarea[name=problem]", "Utilities lose water through leaks that nobody hears.")
    page.fill("input[name=references-0-place_en]", "a city in East China, 3-5 million people")
    page.select_option("select[name=references-0-country]", "CN")
    page.fill("input[name=references-0-since]", "2021")
    page.check("input[name=trl][value='9']")
    page.select_option("select[name=presence]", "AGENT")
    page.select_option("select[name=production]", "ISRAEL")
    page.fill("input[name=cost_low]", "300,000")
    page.fill("input[name=weeks]", "12")


def test_a_founder_publishes_with_eight_answers_and_changes_what_a_curator_asks(page, site):
    page.goto(f"{site.address}/startups/start/")
    page.fill("textarea[name=text]", TEXT)
    page.click("text=See which needs fit")
    page.wait_for_selector("#suiting h3")
    assert re.fullmatch(r"\d+ public needs fit this", page.inner_text("#suiting h3"))

    # What was pasted before the sign-in is still there after it.
    sign_in(page, site, "founder")
    page.goto(f"{site.address}/startups/start/")
    assert page.input_value("textarea[name=text]") == TEXT
    page.click("text=See which needs fit")
    page.wait_for_selector("input[name=technologies][value=WAT-LEAK]:checked")
    answer(page)
    page.click("text=Save and hand in for review")
    assert page.url == f"{site.address}{ADDRESS}workspace/"
    assert "In review" in page.inner_text("#state")
    assert fetch(f"{site.address}{ADDRESS}")[0] == 404

    sign_in(page, site, "curator")
    for name, text in CHINESE.items():
        page.goto(f"{site.address}{ADDRESS}workspace/text-zh/")
        page.fill(f"[name={name}]", text)
        page.click(".section-form button[type=submit]")
    page.goto(f"{site.address}/desk/review/startups/drip-guard/")
    page.click("text=Approve and publish")
    published = fetch(f"{site.address}{ADDRESS}")
    assert published[0] == 200 and "Agent or distributor" in published[1]
    assert CHINESE["headline"] in fetch(f"{site.address}/zh-hans{ADDRESS}")[1]

    sign_in(page, site, "founder")
    change_presence(page, site, "JV")
    page.goto(f"{site.address}{ADDRESS}workspace/")
    page.click("text=Hand in for review")

    sign_in(page, site, "curator")
    page.goto(f"{site.address}/desk/review/startups/drip-guard/")
    page.fill("textarea[name='comment:presence']", "With whom?")
    page.click("text=Ask for these changes")

    sign_in(page, site, "founder")
    page.goto(f"{site.address}{ADDRESS}workspace/china/")
    assert "With whom?" in page.inner_text("#section")
    change_presence(page, site, "SI")
    assert "Agent or distributor" in fetch(f"{site.address}{ADDRESS}")[1]
    page.goto(f"{site.address}{ADDRESS}workspace/")
    page.click("text=Hand in for review")

    sign_in(page, site, "curator")
    page.goto(f"{site.address}/desk/review/startups/drip-guard/")
    page.click("text=Approve and publish")
    assert "System integrator" in fetch(f"{site.address}{ADDRESS}")[1]


def change_presence(page, site, code: str) -> None:
    """Nothing is sent: it saves by itself."""
    page.goto(f"{site.address}{ADDRESS}workspace/china/")
    page.select_option("select[name=presence]", code)
    page.wait_for_selector("#kept:has-text('Saved at')")
