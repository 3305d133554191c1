"""What people with needs or startups of their own see first, and what of it is new to them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cities.inputs import begun_with
from cities.models import Need, Official
from cities.services import begin, keep_draft
from listings.paths import with_value
from matching.first_screens import first_screen
from matching.models import Band, Match, Verb, Visit
from matching.visits import PAUSE, known_to, note_visit
from startups.models import Startup
from tests.listings import published_need, published_startup
from tests.matching.deciding import candidates, city_says, matched, startup_says
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _real(settings):
    """Scored, and not the demo."""
    settings.DEMO_MODE = False


@pytest.fixture
def scored(need):
    Need.objects.update(scored_revision=need.revision)
    return need


def only_list(user):
    screen = first_screen(user)
    (own,) = [*(screen.needs or ()), *(screen.startups or ())]
    return own


def shown(user):
    return [entry.card.startup.slug for entry in only_list(user).entries]


def after_a_pause():
    Visit.objects.update(at=timezone.now() - PAUSE - timedelta(seconds=1))


# --- whose -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "needs", "startups"), [("official", 1, None), ("outsider", 0, None), ("owner", None, 1)]
)
def test_each_side_sees_its_own(request, official, owner, need, startup, name, needs, startups):
    screen = first_screen(request.getfixturevalue(name))
    counts = [None if own is None else len(own) for own in (screen.needs, screen.startups)]
    assert counts == [needs, startups]


def test_curators_and_people_without_a_side_see_what_visitors_see(client, curator, need):
    for user in (curator, person("new@x.example")):
        assert first_screen(user).is_anybodys
        client.force_login(user)
        assert "My needs" not in client.get("/").content.decode()


def test_needs_on_their_way_are_named(official, need):
    Need.objects.update(status="in_review")
    screen = first_screen(official)
    assert (screen.needs, [row.need for row in screen.waiting]) == ([], [need])


def test_a_draft_is_named_as_it_is_being_written(client, official, department):
    need = begin(department, official, begun_with("暗漏难以发现，抢修开挖五次有一次落空。"))
    client.force_login(official)
    link = f'<a href="/needs/{need.pk}/edit/" dir="auto">{{}}</a>'
    assert link.format("暗漏难以发现，抢修开挖五次有一次落空。") in client.get("/").content.decode()
    document = with_value(need.draft.document, "texts.zh.title", "暗漏难找")
    keep_draft(need, document, official, need.draft_version)
    assert link.format("暗漏难找") in client.get("/").content.decode()


# --- needs with candidates -------------------------------------------------------------------------------------------


def test_up_to_five_of_the_two_top_bands(need, official):
    startups = candidates(need, 7)
    Match.objects.filter(startup=startups[1]).update(band=Band.SAME_FIELD)
    Match.objects.filter(startup=startups[2]).update(band=Band.WORTH_A_LOOK)
    assert shown(official) == ["number-1", "number-3", "number-4", "number-5", "number-6"]
    assert only_list(official).listed == 7


def test_without_what_was_turned_down_and_the_shortlist_first(need, official):
    startups = candidates(need, 4)
    city_says(Verb.NO, need, startups[0], official)
    city_says(Verb.NOT_NOW, need, startups[1], official)
    city_says(Verb.SHORTLIST, need, startups[3], official)
    assert shown(official) == ["number-4", "number-3"]


def test_the_page_tells_what_it_solves_where_it_runs_what_is_missing(client, official, need, startup):
    matched(need, startup)
    client.force_login(official)
    page = client.get("/").content.decode()
    page = page[page.index("My needs") : page.index("Describe a city")]
    for line in ("Acoustic sensors that find pipe leaks", "a city in East China, 3-5 million", "How it can be bought"):
        assert line in page


@pytest.mark.parametrize(
    ("band", "verb", "revision", "sentence"),
    [
        (None, None, 0, "No published startup comes above the floor"),
        (Band.SAME_FIELD, None, 0, "1 startup works in the same field"),
        (Band.STRONG, Verb.NO, 0, "You have put aside or said no"),
        (None, None, 1, "It is being compared just now."),
    ],
)
def test_a_need_without_a_good_candidate_says_why(scored, startup, official, band, verb, revision, sentence):
    if band:
        matched(scored, startup, band=band)
    if verb:
        city_says(verb, scored, startup, official)
    Need.objects.update(revision=scored.revision + revision)
    own = only_list(official)
    assert (own.entries, own.nothing.startswith(sentence)) == ([], True)


def test_it_says_what_would_help(scored, official):
    assert only_list(official).nothing.endswith("What helps most: a second topic, if the problem touches one.")
    scored.kpis.all().delete()
    assert "a figure for the present state and one for the target" in only_list(official).nothing


# --- needs that fit a startup ----------------------------------------------------------------------------------------


def test_a_need_that_fits_tells_who_buys_the_budget_the_days_and_what_is_in_the_way(client, owner, startup):
    need = published_need(requirements=[{"kind": "CERTIFICATE", "value": "CCC", "hard": True}])
    matched(need, startup)
    client.force_login(owner)
    page = client.get("/").content.decode()
    page = page[page.index("Needs that fit us") : page.index("Describe a city")]
    for line in (
        "network leakage rate", "bureau of the city, buys with fiscal money", "CNY 300,000 to under 1 million",
        "days left to reply", "Why you", "A must-have that your profile does not settle",
    ):  # fmt: skip
        assert line in page, line


def test_a_stated_no_blocks_and_says_so_to_the_startup(need, owner, startup):
    Startup.objects.update(data_in_china="LEAVES")
    matched(need, startup)
    (entry,) = only_list(owner).entries
    assert [(hurdle.status, hurdle.sentence) for hurdle in entry.card.hurdles] == [
        ("blocked", "Blocks you: Data stays in China is a must-have. Your profile says: Data leaves China.")
    ]


def test_a_need_that_hides_its_city_hides_it_here_too(client, owner, startup):
    matched(published_need(city_hidden=True), startup)
    client.force_login(owner)
    page = client.get("/").content.decode()
    page = page[page.index("Needs that fit us") : page.index("Describe a city")]
    assert "A city that stays unnamed" in page
    assert [word for word in ("Handan", "邯郸") if word in page] == []


def test_a_startup_without_a_fitting_need_reads_why(owner, startup):
    Startup.objects.update(scored_revision=startup.revision)
    assert only_list(owner).nothing == (
        "No open need comes above the floor, and a list is never padded. "
        "It is compared again whenever a need or your profile changes."
    )


# --- new since the last visit ----------------------------------------------------------------------------------------


def new(user):
    return [entry.card.startup.slug for entry in only_list(user).entries if entry.is_new]


def test_on_the_first_visit_nothing_is_new(need, official):
    candidates(need, 2)
    assert new(official) == []


def test_what_came_since_the_last_visit_is_marked_for_the_whole_visit(need, official):
    candidates(need, 1)
    first_screen(official)
    after_a_pause()
    matched(need, published_startup(slug="newcomer", name={"en": "Newcomer"}), rank=2)
    assert [new(official) for _reload in range(2)] == [["newcomer"], ["newcomer"]]
    assert only_list(official).new == 1
    after_a_pause()
    assert new(official) == []


def test_what_comes_during_a_visit_is_new_until_the_next_one(need, official):
    candidates(need, 1)
    first_screen(official)
    matched(need, published_startup(slug="newcomer", name={"en": "Newcomer"}), rank=2)
    assert new(official) == ["newcomer"]


def test_each_person_has_visits_of_their_own(need, official, department):
    colleague = person("colleague@city.example")
    Official.objects.create(department=department, user=colleague)
    for user in (official, colleague):
        first_screen(user)
    after_a_pause()
    candidates(need, 1)
    assert new(official) == ["number-1"]
    assert new(colleague) == ["number-1"]


def test_the_needs_page_marks_what_the_first_screen_has_not_shown(client, need, official):
    candidates(need, 1)
    client.force_login(official)
    client.get("/")
    matched(need, published_startup(slug="newcomer", name={"en": "Newcomer"}), rank=2)
    page = client.get(f"/needs/{need.pk}/").content.decode()
    assert page.count("new since your last visit") == 1
    assert client.get("/").content.decode().count("1 new since your last visit") == 1


def test_a_no_taken_back_is_not_new(need, official, startup):
    matched(need, startup)
    first_screen(official)
    Match.objects.update(band=Band.SAME_FIELD)
    after_a_pause()
    first_screen(official)
    Match.objects.update(band=Band.STRONG)
    assert new(official) == []


def test_a_list_that_was_never_opened_knows_nothing(need, official):
    assert known_to(official, need) is None
    note_visit(official, {need: [1, 2]})
    assert known_to(official, need) == {1, 2}


# --- what it costs ---------------------------------------------------------------------------------------------------


def test_one_need_costs_what_three_cost(official, need, department, django_assert_num_queries):
    startups = candidates(need, 3)
    first_screen(official)
    with django_assert_num_queries(28):
        first_screen(official)
    for _number in range(2):
        other = published_need()
        for rank, startup in enumerate(startups, 1):
            matched(other, startup, rank)
    first_screen(official)  # embeds the new texts
    with django_assert_num_queries(28):
        assert len(first_screen(official).needs) == 3


def test_one_startup_costs_what_three_cost(owner, startup, need, django_assert_num_queries):
    matched(need, startup)
    startup_says(Verb.SHORTLIST, need, startup, owner)
    first_screen(owner)
    with django_assert_num_queries(28):
        first_screen(owner)
    for number in (2, 3):
        other = published_startup(slug=f"number-{number}")
        other.members.create(user=owner)
        matched(need, other, number)
        matched(published_need(), other, number)
    first_screen(owner)  # embeds the new texts
    with django_assert_num_queries(28):
        assert len(first_screen(owner).startups) == 3
