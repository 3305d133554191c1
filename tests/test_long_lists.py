"""Lists of many rows: what is counted over them is kept for minutes, for each reader apart; late pages skip no row."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from listings import counting, facets, paging
from startups.models import Startup
from startups.services import withdraw
from tests.listings import published_need, published_startup

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_from_two(monkeypatch):
    """From the third row on a list is long."""
    for module in (counting, facets):
        monkeypatch.setattr(module, "COUNTED_ANEW", 2)


@pytest.fixture
def late_from_the_first(monkeypatch):
    monkeypatch.setattr(paging, "LATE", 0)


def startups(*slugs, **fields):
    for slug in slugs:
        published_startup(slug=slug, name={"en": slug.title()}, **fields)


def slugs(answer):
    return [startup.slug for startup in answer.context["page"]]


def counts(client, query="", language=""):
    """(rows found, how many of them the sector of water would leave) as the page says."""
    answer = client.get(f"{language}/startups/?{query}")
    page = answer.content.decode()
    label = page.find('for="sector-WAT"')
    said = page[label:].split('class="count">')[1].split("<")[0] if label >= 0 else "0"
    return answer.context["page"].paginator.count, int(said)


def test_a_short_list_is_counted_anew(client, long_from_two):
    startups("one")
    assert counts(client) == (1, 1)
    startups("two")
    assert counts(client) == (2, 2)


def test_a_long_list_is_counted_once_in_some_minutes(client, long_from_two):
    startups("one", "two", "three")
    assert counts(client) == (3, 3)
    startups("four")
    assert counts(client) == (3, 3)
    assert client.get("/api/v1/startups/").json()["count"] == 3
    assert counts(client, "sector=WAT") == (4, 3)


def test_what_is_kept_is_shown_to_those_alone_who_see_the_same_rows(client, outsider, long_from_two):
    startups("one", "two", "three")
    Startup.objects.filter(slug="three").update(visibility="members")
    startups("four")
    assert counts(client) == (3, 3)
    client.force_login(outsider)
    assert counts(client) == (4, 4)
    client.logout()
    assert counts(client) == (3, 3)


def test_what_is_kept_is_shown_in_the_language_it_was_written_in(client, long_from_two):
    startups("one", "two", "three")
    english, chinese = (client.get(f"{prefix}/startups/").content.decode() for prefix in ("", "/zh-hans"))
    assert ("Water" in english, "Narrow the list" in chinese) == (True, False)
    assert client.get("/startups/").content.decode().count("Narrow the list") == 1


def test_answers_ticked_in_a_kept_list_of_questions_stay_ticked(client, long_from_two):
    startups("one", "two", "three")
    for query, ticked in (("", 0), ("sector=WAT", 1), ("", 0)):
        assert client.get(f"/startups/?{query}").content.decode().count(" checked>") == ticked


@pytest.mark.parametrize("order", ["new", "mature", "name"])
def test_late_pages_hold_what_the_order_says(client, order, late_from_the_first, monkeypatch):
    monkeypatch.setattr(facets, "ON_A_PAGE", 2)
    startups("one", "two", trl=9)
    startups("three", "four", trl=None)
    startups("five", trl=6)
    now = timezone.now()
    for hours, slug in enumerate(("two", "four", "five", "one", "three")):
        Startup.objects.filter(slug=slug).update(published_at=now - timedelta(hours=hours // 2))
    pages = [slugs(client.get(f"/startups/?sort={order}&page={page}")) for page in (1, 2, 3)]
    wanted = {
        "new": [["four", "two"], ["five", "one"], ["three"]],
        "mature": [["two", "one"], ["five", "four"], ["three"]],
        "name": [["five", "four"], ["one", "three"], ["two"]],
    }
    assert pages == wanted[order]


def test_what_was_taken_off_a_list_is_not_on_its_late_pages(client, late_from_the_first):
    startups("one", "two")
    assert slugs(client.get("/startups/")) == ["two", "one"]
    withdraw(Startup.objects.get(slug="two"))
    assert slugs(client.get("/startups/")) == ["one"]


def test_late_pages_of_needs_know_whose_they_are(client, official, need, late_from_the_first):
    other = published_need(city="530100", department={"kind": "WATER", "name": {"zh": "昆明市水务局"}})
    client.force_login(official)
    assert {row.pk: row.is_own for row in client.get("/needs/").context["page"]} == {need.pk: True, other.pk: False}


def test_a_page_of_a_list_costs_the_same_late(client, late_from_the_first, django_assert_num_queries):
    startups("one")
    with django_assert_num_queries(6):
        client.get("/api/v1/startups/")
    startups("two", "three")
    caches[paging.ORDERS].clear()
    with django_assert_num_queries(6):
        client.get("/api/v1/startups/")
    with django_assert_num_queries(5):
        client.get("/api/v1/startups/")


def test_the_home_page_and_the_sectors_count_long_lists_once(client, long_from_two):
    def shown():
        home, sectors = (client.get(path).context["overview"] for path in ("/", "/sectors/"))
        water = [next(sector.count for sector in found.sectors if sector.row.pk == "WAT") for found in (home, sectors)]
        return home.startups, *water

    startups("one")
    assert shown() == (1, 1, 1)
    startups("two", "three")
    assert shown() == (3, 3, 3)
    startups("four")
    assert shown() == (3, 3, 3)


def test_a_city_shows_a_page_of_its_needs(client, need, monkeypatch):
    monkeypatch.setattr("cities.views.ON_A_PAGE", 1)
    other = published_need(topics=["E-AIR"])
    pages = [client.get(f"{need.city.get_absolute_url()}?page={page}") for page in (1, 2)]
    assert [[row.pk for row in page.context["page"]] for page in pages] == [[other.pk], [need.pk]]
    assert ['rel="next"' in page.content.decode() for page in pages] == [True, False]
