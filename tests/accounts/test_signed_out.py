"""A click after the session has ended leads over the sign-in back to the page that the button was on."""

import pytest

pytestmark = pytest.mark.django_db

VERB, PAGE = "/accounts/transfer/", "/zh-hans/needs/?q=x"
HTMX = {"hx-request": "true"}


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"http://testserver{PAGE}", "/zh-hans/needs/%3Fq%3Dx"),
        ("https://elsewhere.example/x/", VERB),
        ("//elsewhere.example/x/", VERB),
        ("", VERB),
    ],
)
def test_one_comes_back_to_the_page_of_the_button(client, referer, back):
    answer = client.post(VERB, headers={"referer": referer})
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={back}")
    assert "You had been signed out" in client.get(answer.url).content.decode()


def test_a_click_of_htmx_takes_the_whole_page_along(client):
    answer = client.post(VERB, headers=HTMX | {"referer": f"http://testserver{PAGE}"})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/zh-hans/needs/%3Fq%3Dx"


def test_what_renews_itself_leaves_the_page_as_it_is(client):
    answer = client.get("/accounts/", headers=HTMX)
    assert (answer.status_code, answer.content) == (401, b"")
    assert client.get("/accounts/").url == "/accounts/login/?next=/accounts/"
