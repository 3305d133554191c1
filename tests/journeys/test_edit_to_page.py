"""From a curator's edit to the page that an official has open, through web server, broker and worker."""

import json

import pytest

from tests.journeys.conftest import fetch

pytestmark = [pytest.mark.journey, pytest.mark.browser, pytest.mark.xdist_group("site")]

NEED, STARTUP = "demo:W-LEAK-1:", "tipkeshev-acoustics"


def ask(site, expression: str) -> object:
    """What a Python expression over the models gives, beside the running site."""
    imports = "from cities.models import Need; from startups.models import Startup; from matching.models import Match"
    return json.loads(site.manage("shell", "-v0", "-c", f"import json; {imports}; print(json.dumps({expression}))"))


@pytest.fixture(scope="module")
def need(site) -> int:
    return ask(site, f"Need.objects.get(source__startswith='{NEED}').pk")


@pytest.fixture(scope="module")
def startup(site) -> int:
    return ask(site, f"Startup.objects.get(slug='{STARTUP}').pk")


def sign_in(page, site, persona: str) -> None:
    page.goto(f"{site.address}/accounts/personas/")
    page.locator(f"form[action$='/personas/{persona}/'] button").click()


def test_an_edit_in_the_admin_reaches_an_open_page_without_reload(page, site, need, startup):
    onlooker = page.context.browser.new_page(locale="en-US")
    onlooker.goto(f"{site.address}/needs/{need}/")
    card = onlooker.locator("#candidates li.candidate", has_text="Tipkeshev Acoustics").first
    assert "Strong" in card.inner_text()

    sign_in(page, site, "curator")
    page.goto(f"{site.address}/admin/startups/startup/{startup}/change/")
    page.select_option("select[name=data_in_china]", "LEAVES")
    page.click("input[name=_save]")
    assert page.url == f"{site.address}/admin/startups/startup/"

    onlooker.wait_for_function(
        """() => [...document.querySelectorAll("#candidates li.candidate")].some(
            card => card.innerText.includes("Tipkeshev Acoustics") && card.innerText.includes("Worth a look"))""",
        timeout=60_000,
    )
    onlooker.close()


def test_a_withdrawn_startup_is_gone_at_the_next_request(page, site, need, startup):
    assert "Tipkeshev Acoustics" in fetch(f"{site.address}/needs/{need}/")[1]
    sign_in(page, site, "curator")
    page.goto(f"{site.address}/admin/startups/startup/?q={STARTUP}")
    page.check("input[name=_selected_action]")
    page.select_option("select[name=action]", "withdraw")
    page.click("button[name=index]")
    assert "Tipkeshev Acoustics" not in fetch(f"{site.address}/needs/{need}/")[1]
    assert fetch(f"{site.address}/startups/{STARTUP}/")[0] == 404


def test_a_pasted_problem_finds_candidates_and_is_stored_nowhere(page, site):
    problem = "老城区供水管网漏损率18%，暗漏难找，希望两年内降到12%，数据不得出境。"
    page.goto(f"{site.address}/zh-hans/")
    page.fill("textarea[name=problem]", problem)
    page.locator("form:has(textarea[name=problem]) button[type=submit]").click()
    page.wait_for_selector("#answer li.candidate")
    assert 1 <= page.locator("#answer li.candidate").count() <= 5
    assert page.input_value("textarea[name=problem]") == problem
    dump = site.manage("dumpdata", "--natural-foreign", "-e", "contenttypes")
    assert "暗漏难找，希望两年内降到12%" not in dump


def test_nonsense_gets_words_and_no_candidates(page, site):
    page.goto(f"{site.address}/")
    page.fill("textarea[name=problem]", "asdf qwer zxcv 1234")
    page.locator("form:has(textarea[name=problem]) button[type=submit]").click()
    page.wait_for_selector("#answer:has-text('No candidate for this text')")
    assert page.locator("#answer li.candidate").count() == 0


def test_the_way_of_an_edit_to_the_page_is_measured(site):
    figures = json.loads(site.manage("benchmark_edits", "--edits", "1", "--site", site.address))
    assert [figures[f"edit_of_{kind}"]["edits"] for kind in ("startups", "needs")] == [2, 2]
