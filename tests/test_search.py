"""Word search takes whatever people type or publish."""

from copy import deepcopy

import pytest

from listings import querysets
from startups.models import Startup
from tests.listings import PROFILE, published_startup

pytestmark = pytest.mark.django_db

HEBREW = "ג'יפ"


def found(words: str) -> list[str]:
    return list(Startup.objects.search_words(words).values_list("slug", flat=True))


@pytest.mark.parametrize(
    "typed", [HEBREW, f"{HEBREW} & !({HEBREW}", 'צה"ל', "'", "\\", ":* & |!()", "don't", "x" * 200]
)
def test_signs_of_the_query_language_are_only_signs(client, startup, typed):
    for path in ("/startups/", "/needs/", "/api/v1/startups/"):
        assert client.get(path, {"q": typed}).status_code == 200


def test_a_hebrew_word_with_an_apostrophe_is_found(db):
    published_startup(name={"en": "Jeep", "zh": "", "he": HEBREW})
    assert found(HEBREW) == found("ג'י") == found("ג׳יפ") == found("גיפ") == ["testlisten"]
    assert found("ג'ק") == []


def test_a_word_longer_than_postgresql_keeps_can_be_published_and_found(db):
    texts = deepcopy(PROFILE["texts"])
    texts["en"]["product"] = "a" * 6_000
    published_startup(texts=texts)
    assert found("a" * 190) == ["testlisten"]


def test_words_in_a_name_come_before_words_in_a_text(db):
    for slug in ("one", "loggers", "two"):
        published_startup(slug=slug, name={"en": slug.title()})
    assert found("loggers") == ["loggers", "two", "one"]


def test_of_many_that_hold_the_words_the_newest_are_ranked(db, monkeypatch):
    monkeypatch.setattr(querysets, "MOST_RANKED", 2)
    for slug in ("leak", "one", "two"):
        published_startup(slug=slug, name={"en": slug.title()})
    assert found("leak") == ["two", "one", "leak"]
    monkeypatch.setattr(querysets, "MOST_RANKED", 3)
    assert found("leak")[0] == "leak"
