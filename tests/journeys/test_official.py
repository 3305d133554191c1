"""An official writes first and signs in to keep, up to an approved need; another city's official sees none of it."""

import re
from datetime import date

import pytest

from tests.journeys.conftest import fetch
from tests.journeys.test_edit_to_page import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("site")]

PARAGRAPH = (
    "老城区公共供水管网漏损率约21%，暗漏平均63天才发现，抢修开挖五次有一次落空，群众多次反映水压不足。"
    "希望2027年底前降到12%，数据须留在本地机房。"
)
DEADLINE = f"{date.today().year + 1}-12-31"
PROLOGUE = """
from accounts.models import User
from accounts.services import invite
from cities import services
from cities.models import Department, Need
from cities.verification import record_call
curator = User.objects.get(persona="curator")
"""
PASSWORD = "a long enough password"


def shell(site, code: str) -> str:
    return site.manage("shell", "-v0", "-c", PROLOGUE + code).strip()


@pytest.fixture
def phone(browser, site):
    """A telephone in Chinese, as a busy official has it in hand."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{site.address}/zh-hans/")
    yield page
    context.close()


def join_by_code(page, site) -> None:
    code = shell(site, 'print(invite("official", "李科长", curator)[1])')
    page.goto(f"{site.address}/zh-hans/accounts/code/")
    page.fill("input[name=code]", code)
    page.click("main form button[type=submit]")
    page.fill("input[name=full_name]", "李科长")
    page.fill("input[name=password]", PASSWORD)
    page.check("input[name=agrees]")
    page.click("main form button[type=submit]")


def say_where_one_works(page, office: str = "邯郸市供水处") -> None:
    page.select_option("select[name=city]", "130400")
    page.select_option("select[name=kind]", "WATER")
    page.fill("input[name=name_zh]", office)
    page.click("main form button[type=submit]")


def answer_seven_questions(page) -> None:
    page.fill("#id_present", "漏损率21%")
    page.fill("#id_target", "降到12%")
    page.fill("#id_by", DEADLINE)
    page.check("input[value=DATA_IN_CHINA]")
    page.select_option("#id_budget_band", "TO_1M")
    page.wait_for_selector(".saved-note")
    page.wait_for_function("document.querySelector('#reading').innerText.includes('12%')")


def test_from_a_paragraph_to_an_approved_need(phone, site):
    phone.fill("textarea[name=problem]", PARAGRAPH)
    phone.click(".problem-box button[type=submit]")
    phone.wait_for_selector("#answer .candidate", timeout=90_000)
    assert 1 <= phone.locator("#answer .candidate").count() <= 5

    phone.click(".keep-as-need button")
    assert PARAGRAPH in phone.inner_text(".kept-paragraph")
    join_by_code(phone, site)
    phone.goto(f"{site.address}/zh-hans/needs/start/")
    say_where_one_works(phone)
    assert phone.input_value("textarea[name=problem]") == PARAGRAPH

    phone.click("form[action$='/begin/'] button[type=submit]")
    need = int(re.search(r"/needs/(\d+)/edit/", phone.url).group(1))
    phone.wait_for_selector("#beside .candidate")
    assert phone.locator("#beside .candidate").count() <= 5
    phone.click("button[formaction$='/accept/']")
    phone.locator("input[name=topics]:checked").first.wait_for()
    answer_seven_questions(phone)

    phone.click("button[formaction$='/submit/']")
    phone.wait_for_selector(".notice.wrong")
    assert shell(site, f"print(Need.objects.get(pk={need}).status)") == "draft"
    shell(site, f'record_call(Need.objects.get(pk={need}).department, "0310-0000000", "值班室", curator)')
    phone.click("button[formaction$='/submit/']")
    phone.wait_for_selector(".state.is-in_review")

    phone.goto(f"{site.address}/zh-hans/needs/{need}/sheet/")
    paper = phone.inner_text(".paper")
    assert [said for said in (PARAGRAPH, "漏损率21%", "降到12%", DEADLINE, "李科长") if said not in paper] == []
    phone.emulate_media(media="print")
    assert not phone.is_visible(".not-printed")
    assert phone.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") in (1, 2)

    _none_of_it_for_somebody_elsewhere(phone, site, need)
    shell(site, APPROVE.format(need=need))
    assert shell(site, f"print(Need.objects.get(pk={need}).status)") == "published"
    assert fetch(f"{site.address}/needs/{need}/")[0] == 404, "shown to matched startups only"


APPROVE = """
need = Need.objects.get(pk={need})
document = need.draft.document
document["texts"]["en"] = {{"title": "High leakage", "problem": "Leaks stay unseen for 63 days."}}
services.keep_draft(need, document, curator, need.draft_version)
services.approve(need, curator)
"""


def _none_of_it_for_somebody_elsewhere(phone, site, need):
    """The demo's official works in another city."""
    elsewhere = phone.context.browser.new_page(locale="zh-CN")
    sign_in(elsewhere, site, "official")
    for path in (f"needs/{need}/", f"needs/{need}/edit/", f"needs/{need}/sheet/", f"needs/{need}/candidates/"):
        assert elsewhere.goto(f"{site.address}/zh-hans/{path}").status == 404
    for path in ("departments/", "needs/", ""):
        elsewhere.goto(f"{site.address}/zh-hans/{path}")
        assert "63天才发现" not in elsewhere.content()
    elsewhere.close()


def test_what_is_typed_while_a_save_is_on_its_way_is_saved_after_it(phone, site):
    sign_in(phone, site, "official")
    phone.goto(f"{site.address}/zh-hans/needs/start/")
    phone.fill("textarea[name=problem]", "路灯能耗高，每年电费约900万元，夜间无法按需调光。")
    phone.click("form[action$='/begin/'] button[type=submit]")
    held = []

    def hold_the_first(route):
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    phone.route("**/save/", hold_the_first)
    with phone.expect_request("**/save/"):
        phone.fill("#id_title", "路灯能耗高")
    phone.fill("#id_title", "路灯能耗高，无法调光")
    # Longer than what is typed waits for: a second save would be on its way by now.
    phone.wait_for_timeout(2_500)
    while not held:
        phone.wait_for_timeout(100)
    (route, answer) = held[0]
    with phone.expect_response("**/save/") as second:
        route.fulfill(response=answer)
        phone.wait_for_timeout(500)
    assert second.value.ok
    phone.wait_for_selector(".saved-note")
    assert phone.locator("#meanwhile").count() == 0, "one's own words are no other editor's"
    edit = phone.url
    phone.goto(edit)
    assert phone.input_value("#id_title") == "路灯能耗高，无法调光"


def test_a_lost_session_and_the_back_button_lose_nothing(phone, site):
    sign_in(phone, site, "official")
    phone.goto(f"{site.address}/zh-hans/needs/start/")
    phone.fill("textarea[name=problem]", "停车难，夜间车位缺口约8000个，居民投诉每月60余件。")
    phone.click("form[action$='/begin/'] button[type=submit]")
    edit = phone.url
    phone.go_back()
    phone.click("form[action$='/begin/'] button[type=submit]")
    assert phone.url == edit, "the same draft, not a second one"
    phone.context.clear_cookies(name="sessionid")
    phone.fill("#id_title", "写到一半的标题")
    phone.wait_for_selector("#saved .notice.wrong a")
    sign_in(phone, site, "official")
    phone.goto(edit)
    assert phone.input_value("#id_title") == "写到一半的标题"
