import pytest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_docs_work_under_our_policy_and_ask_nobody_else(live_server, page):
    complaints, asked = [], set()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.goto(f"{live_server.url}/api/docs/")
    page.click("#operations-sectors-sectors_list .opblock-summary-control")
    page.click("text=Try it out")
    page.click("button.execute")
    answer = page.locator(".live-responses-table .response-col_status").last
    assert answer.inner_text().split() == ["200"]
    assert (complaints, asked) == ([], {live_server.url.split("/")[2]})
