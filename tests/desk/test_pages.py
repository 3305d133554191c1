"""What every page keeps to: nothing from another host, nothing inline, an address in each language, error pages."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests.listings import published_need, published_startup

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/startups/",
    "/startups/testlisten/",
    "/startups/testlisten/needs/",
    "/needs/",
    "/needs/start/",
    "/cities/",
    "/cities/handan/",
    "/sectors/",
    "/desk/credits/",
    "/accounts/login/",
    "/accounts/personas/",
]
LANGUAGES = {"": ("en", "ltr"), "/zh-hans": ("zh-hans", "ltr"), "/he": ("he", "rtl")}

LOADS = {"script": "src", "link": "href", "img": "src", "use": "href", "iframe": "src", "form": "action"}


class Reading(HTMLParser):
    """Collects what a page would load, and what a strict policy forbids. Plain links may lead elsewhere."""

    def __init__(self):
        super().__init__()
        self.loaded, self.forbidden, self.ids = [], [], []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "html":
            self.language = attributes["lang"], attributes["dir"]
        loads = {
            "script": "src",
            "link": "href",
            "img": "src",
            "use": "href",
            "source": "src",
            "iframe": "src",
            "form": "action",
        }
        if tag in loads:
            self.loaded.append(attributes.get(loads[tag]) or "")
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.forbidden += [f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not attributes.get("src")):
            self.forbidden.append(tag)


@pytest.fixture
def everything(settings):
    settings.DEMO_MODE = True
    published_startup()
    return published_need()


@pytest.mark.parametrize("prefix", LANGUAGES)
@pytest.mark.parametrize("path", [*PAGES, "need", "candidates"])
def test_every_page_loads_from_here_only_and_has_nothing_inline(client, everything, prefix, path):
    own = {"need": f"/needs/{everything.pk}/", "candidates": f"/needs/{everything.pk}/candidates/"}
    said = client.get(prefix + own.get(path, path)).content.decode()
    page = Reading()
    page.feed(said)
    assert [url for url in page.loaded if re.match(r"(\w+:)?//", url)] == []
    assert page.forbidden == []
    assert len(page.ids) == len(set(page.ids))
    assert page.language == LANGUAGES[prefix]
    assert ("bootstrap.rtl.min.css" in said) == (prefix == "/he")


def test_the_policy_of_pages_is_strict(client):
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert all(rule in policy for rule in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"))


def test_demo_mode_is_said_on_every_page(client, settings, everything):
    assert all("demo-line" in client.get(path).content.decode() for path in PAGES)
    settings.DEMO_MODE = False
    assert "demo-line" not in client.get("/startups/").content.decode()


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_what_is_not_there_gets_a_page_of_ours(client, prefix):
    answer = client.get(f"{prefix}/nothing/here/")
    assert answer.status_code == 404
    assert "site/theme.css" in answer.content.decode()


def test_a_stale_form_gets_a_page_of_ours():
    answer = Client(enforce_csrf_checks=True).post("/candidates/", {"problem": "x"})
    assert answer.status_code == 403
    assert "The form was open for too long" in answer.content.decode()


@pytest.mark.parametrize("template", ["400.html", "403.html", "500.html", "503.html"])
def test_error_pages_need_no_request_and_no_database(template, django_assert_num_queries):
    from django.template.loader import render_to_string

    with django_assert_num_queries(0):
        assert "site/theme.css" in render_to_string(template)
