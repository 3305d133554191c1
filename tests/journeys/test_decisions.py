"""In a browser: an official decides on candidates and orders the shortlist, a founder puts a need aside."""

import re

import pytest

from tests.journeys.test_edit_to_page import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("site")]


def press(card, verb: str, state: str) -> None:
    """Click a verb of a card and wait for its answer."""
    card.locator(f"form[action$='/{verb}/'] button").click()
    card.locator(f".decision.is-{state}" if state else ".decision:not([class*=is-])").wait_for()


def names(page, within: str) -> list[str]:
    return page.locator(f"{within} h3").all_inner_texts()


def test_an_official_shortlists_two_says_no_to_one_undoes_and_orders(page, site):
    sign_in(page, site, "official")
    page.goto(f"{site.address}/")
    own = page.locator("article.own-list").first
    cards = own.locator("li.candidate")
    first, second, third = names(page, "article.own-list:first-of-type li.candidate")[:3]
    press(cards.nth(0), "shortlist", "shortlist")
    press(cards.nth(1), "shortlist", "shortlist")

    cards.nth(2).get_by_text("No …").click()
    cards.nth(2).locator("select[name=reason]").select_option("TOO_DEAR")
    cards.nth(2).locator("textarea[name=words]").fill("预算只有八十万元")
    press(cards.nth(2), "no", "no")
    assert not cards.nth(2).locator("h3").is_visible()
    assert re.sub(r"\s+", " ", own.locator(".tally").inner_text()).strip() == "2 on your shortlist 1 you said no to"
    assert page.evaluate("document.activeElement.innerText") == "Undo"

    page.keyboard.press("Enter")
    cards.nth(2).locator("h3").wait_for()
    assert not cards.nth(2).locator("select[name=reason]").is_visible()
    press(cards.nth(2), "not-now", "not_now")
    page.reload()
    assert third not in names(page, "article.own-list:first-of-type li.candidate")

    own.get_by_text("2 on your shortlist").click()
    page.wait_for_selector(".shortlist")
    assert names(page, ".shortlist") == [first, second]
    note = page.locator(".note").first
    note.locator("textarea").fill("已电话沟通")
    note.get_by_text("Saved", exact=True).wait_for()
    page.locator(".move button[id^=down]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("first => document.querySelector('.shortlist h3').innerText !== first", arg=first)
    assert names(page, ".shortlist") == [second, first]
    assert page.evaluate("document.activeElement.id").startswith("down-")
    page.reload()
    assert names(page, ".shortlist") == [second, first]
    assert page.locator(".note textarea").last.input_value() == "已电话沟通"


def test_an_open_list_stays_still_after_ones_own_decision_and_while_a_no_is_written(page, site):
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if "/candidates/?" in answer.url else None)
    sign_in(page, site, "official")
    page.goto(f"{site.address}/")
    page.locator("article.own-list h2 a").first.click()
    card = page.locator("#candidates li.candidate").nth(3)
    press(card, "not-now", "not_now")
    page.wait_for_timeout(7_000)
    assert (len(answers) >= 2, set(answers)) == (True, {204})
    assert card.locator(".decision.is-not_now").is_visible()

    page.locator("#candidates .refusal summary").last.click()
    page.wait_for_timeout(1_000)
    asked = len(answers)
    page.wait_for_timeout(7_000)
    assert len(answers) == asked
    card.locator("form[action$='/undo/'] button").click()
    card.locator(".decision:not([class*=is-])").wait_for()


def test_a_founder_says_not_now_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False, locale="en-US")
    page = context.new_page()
    sign_in(page, site, "founder")
    page.goto(f"{site.address}/")
    cards = page.locator("article.own-list li.candidate")
    title = cards.first.locator("h3").inner_text()
    cards.first.locator("form[action$='/not-now/'] button").click()
    assert title not in page.locator("article.own-list li.candidate h3").all_inner_texts()
    page.get_by_text("1 you put aside").click()
    row = page.locator(".turned-down li", has_text=title)
    row.locator("form[action$='/undo/'] button").click()
    page.goto(f"{site.address}/")
    assert cards.first.locator("h3").inner_text() == title
    context.close()
