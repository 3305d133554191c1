import pytest
from django.conf import settings as configured

from cities.models import Need
from cities.services import publish
from matching.models import Band, Match
from matching.services import rescore_need, rescore_startup
from startups.models import Startup
from startups.services import record_change, withdraw
from taxonomy import codes
from tests.listings import published_need, published_startup

pytestmark = pytest.mark.django_db

ASK = "/candidates/"
LEAKS = "老城区供水管网漏损率18%，暗漏平均58天才找到，希望一年内降到12%。"
AS_HTMX = {"HX-Request": "true"}


@pytest.fixture
def matched(need, startup, settings):
    """A need and a startup with their stored match, in demo mode, where everybody may look."""
    settings.DEMO_MODE = True
    rescore_need(need.pk)
    return need


@pytest.fixture
def real(settings):
    settings.DEMO_MODE = False


def page_of(need):
    return f"/needs/{need.pk}/"


def list_of(need):
    return f"/needs/{need.pk}/candidates/"


def poll(client, need, seen):
    return client.get(list_of(need), {"seen": seen}, headers=AS_HTMX)


def version(client, need):
    return client.get(list_of(need), headers=AS_HTMX).context["board"].version


# --- the box -------------------------------------------------------------------------------------------------------


def test_a_pasted_problem_finds_the_startup_that_solves_it(client, startup):
    answer = client.post(ASK, {"problem": LEAKS}, headers=AS_HTMX)
    assert [card.startup for card in answer.context["cards"]] == [startup]
    assert "<html" not in answer.content.decode()


def test_without_scripts_the_answer_is_a_whole_page_that_keeps_what_was_typed(client, startup):
    said = client.post(ASK, {"problem": LEAKS}).content.decode()
    assert "Testlisten" in said[said.index('id="answer"') :]
    assert f"{LEAKS}</textarea>" in said


@pytest.mark.parametrize("nonsense", ["asdf qwer zxcv", "……", "😀😀😀", "你好"])
def test_nonsense_gets_clear_words_and_no_card(client, startup, nonsense):
    answer = client.post(ASK, {"problem": nonsense}, headers=AS_HTMX)
    assert answer.context["cards"] == []
    assert "No candidate for this text" in answer.content.decode()


@pytest.mark.parametrize(
    ("problem", "word"),
    [
        ("", "Write or paste the problem first"),
        ("水" * 6_001, "At most 6000 characters fit, the text has 6001."),
        ("漏损\x00率", "Null characters are not allowed."),
        ("\u200b\u200b", "invisible signs"),
    ],
    ids=["empty", "too long", "NUL", "invisible"],
)
def test_what_cannot_be_read_is_told_and_kept(client, startup, problem, word):
    said = client.post(ASK, {"problem": problem}).content.decode()
    assert word in said[said.index('id="answer"') :]
    assert f"{problem}</textarea>" in said


def test_signs_that_turn_the_direction_are_dropped_from_a_paste(client, startup):
    answer = client.post(ASK, {"problem": f"\u202e{LEAKS}"}, headers=AS_HTMX)
    assert [card.startup for card in answer.context["cards"]] == [startup]


def test_the_box_shows_published_public_profiles_only(client, owner, startup):
    Startup.objects.update(visibility="members")
    client.force_login(owner)
    assert client.post(ASK, {"problem": LEAKS}, headers=AS_HTMX).context["cards"] == []


def test_the_box_stores_nothing(client, startup):
    before = Match.objects.count(), Need.objects.count()
    client.post(ASK, {"problem": LEAKS})
    assert (Match.objects.count(), Need.objects.count()) == before


def test_the_line_about_secrets_stands_at_the_box(client):
    assert "Do not enter state secrets or work secrets." in client.get("/").content.decode()


# --- the home page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cookie", "accepted", "target"),
    [
        (None, "zh-CN,zh;q=0.9", "/zh-hans/"),
        (None, "he", "/he/"),
        (None, "en-US", None),
        (None, "de", None),
        ("en", "zh-CN", None),
        ("he", "en", "/he/"),
    ],
)
def test_home_opens_in_the_readers_language(client, cookie, accepted, target):
    if cookie:
        client.cookies[configured.LANGUAGE_COOKIE_NAME] = cookie
    answer = client.get("/", headers={"Accept-Language": accepted})
    assert answer.headers.get("Location") == target
    assert "Accept-Language" in answer["Vary"]


def test_only_home_redirects_by_language(client):
    answer = client.get("/startups/", headers={"Accept-Language": "zh-CN"})
    assert (answer.status_code, answer["Content-Language"]) == (200, "en")


def test_the_language_switch_keeps_the_page_and_needs_no_account(client):
    answer = client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/startups/?q=leak&sector=WAT"})
    assert answer.url == "/zh-hans/startups/?q=leak&sector=WAT"


def test_the_worked_example_is_the_demo_need_with_its_candidate(client, matched):
    assert client.get("/").context["overview"].example is None
    Need.objects.update(is_demo=True)
    example = client.get("/").context["overview"].example
    assert (example.need, example.card.startup.slug) == (matched, "testlisten")


def test_sectors_count_what_one_may_see(client, need, startup):
    published_need(visibility="matched")
    published_startup(slug="other", name={"en": "Other"}, technologies=["WAT-WWT"])
    overview = client.get("/sectors/").context["overview"]
    water = next(sector for sector in overview.sectors if sector.row.pk == "WAT")
    assert (water.count, {part.row.pk: part.count for part in water.parts if part.count}) == (
        2,
        {"WAT-LEAK": 1, "WAT-WWT": 1},
    )
    assert {domain.row.pk: domain.count for domain in overview.domains if domain.count} == {"N-WAT": 1}


# --- stored lists --------------------------------------------------------------------------------------------------


def test_the_needs_page_shows_its_candidate_with_parts_and_gaps(client, matched):
    said = client.get(page_of(matched)).content.decode()
    candidate = said[said.index('id="candidates"') :]
    assert "Testlisten" in candidate
    assert 'class="parts-bar' in candidate
    assert "What the need asks for" in candidate


def test_the_profile_shows_the_needs_that_suit_it(client, matched):
    said = client.get("/startups/testlisten/").content.decode()
    assert page_of(matched) in said[said.index('id="needs-that-suit"') :]


def test_below_the_floor_the_page_says_so(client, need, settings):
    settings.DEMO_MODE = True
    assert "Being compared just now" in client.get(page_of(need)).content.decode()
    before = version(client, need)
    rescore_need(need.pk)
    assert "No good candidate yet" in client.get(page_of(need)).content.decode()
    assert version(client, need) != before, "an open page is told that the comparison has ended"


def test_a_withdrawn_startup_is_gone_at_once(client, matched, startup):
    withdraw(startup)
    assert "Testlisten" not in client.get(page_of(matched)).content.decode()


@pytest.mark.parametrize("person", [None, "outsider"])
def test_outside_the_demo_candidates_are_the_departments_business(client, request, matched, real, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    for path in (page_of(matched), list_of(matched), f"{list_of(matched)}?folded"):
        assert "Testlisten" not in client.get(path, headers=AS_HTMX).content.decode()
    assert "are shown to the department" in client.get(page_of(matched)).content.decode()


@pytest.mark.parametrize("person", ["owner", "official", "curator"])
def test_the_two_sides_and_curators_see_the_match(client, request, matched, real, person):
    client.force_login(request.getfixturevalue(person))
    assert "Testlisten" in client.get(list_of(matched), headers=AS_HTMX).content.decode()


def test_a_startup_sees_no_rival(client, need, startup, owner, real):
    rescore_startup(published_startup(slug="rival", name={"en": "Rivalco"}).pk)
    rescore_startup(startup.pk)
    client.force_login(owner)
    said = client.get(list_of(need), headers=AS_HTMX).content.decode()
    assert ("Testlisten" in said, "Rivalco" in said) == (True, False)


@pytest.mark.parametrize("path", ["/needs/999999/candidates/", "/startups/nobody-here/needs/"])
def test_lists_of_what_is_not_there(client, path):
    assert client.get(path).status_code == 404


def test_a_list_of_a_hidden_need_is_not_there(client, matched):
    Need.objects.update(visibility="matched")
    assert client.get(list_of(matched)).status_code == 404


def test_an_open_page_hears_nothing_while_nothing_changed(client, matched):
    seen = version(client, matched)
    answer = poll(client, matched, seen)
    assert (answer.status_code, answer.content) == (204, b"")


def test_an_open_page_hears_of_an_edited_text_before_it_is_scored(client, matched, startup):
    seen = version(client, matched)
    startup.texts.filter(language="en").update(headline="Hears leaks through asphalt")
    record_change(startup)
    answer = poll(client, matched, seen)
    assert "Hears leaks through asphalt" in answer.content.decode()
    assert poll(client, matched, answer.context["board"].version).status_code == 204


def test_an_open_page_hears_of_a_new_candidate_and_of_a_changed_need(client, matched):
    seen = version(client, matched)
    rescore_startup(published_startup(slug="another", name={"en": "Another"}).pk)
    answer = poll(client, matched, seen)
    assert "Another" in answer.content.decode()
    publish(matched)
    assert poll(client, matched, answer.context["board"].version).status_code == 200


def test_after_five_cards_the_rest_is_folded_and_comes_when_asked_for(client, need, settings):
    settings.DEMO_MODE = True
    for number in range(7):
        published_startup(slug=f"number-{number}", name={"en": f"Number {number}"})
    rescore_need(need.pk)
    board = client.get(list_of(need), headers=AS_HTMX).context["board"]
    assert (len(board.open_entries), board.folded_count) == (5, 2)
    folded = client.get(f"{list_of(need)}?folded", headers=AS_HTMX).context["entries"]
    assert [entry.card.rank for entry in folded] == [6, 7]
    assert len(client.get(list_of(need)).context["board"].all_entries) == 7


def test_a_match_held_by_a_must_have_is_worth_a_look(client, settings):
    settings.DEMO_MODE = True
    published_startup(data_in_china="LEAVES")
    need = published_need()
    rescore_need(need.pk)
    assert Match.objects.get().band == Band.WORTH_A_LOOK
    assert "gap-blocked" in client.get(page_of(need)).content.decode()


def test_the_need_that_hides_its_city_hides_it_in_the_startups_list(client, startup, settings):
    settings.DEMO_MODE = True
    need = published_need(city_hidden=True)
    rescore_need(need.pk)
    said = client.get("/startups/testlisten/").content.decode()
    assert page_of(need) in said
    assert [place for place in ("Handan", "邯郸") if place in said] == []


@pytest.mark.parametrize("path", ["/", "/sectors/"])
def test_queries_do_not_grow_with_the_rows(client, path, django_assert_num_queries, need):
    codes.current("trl")
    # The example need brings the verification of its department with it.
    expected = {"/": 11, "/sectors/": 8}[path]
    with django_assert_num_queries(expected):
        client.get(path)
    for number in range(2):
        published_need()
        published_startup(slug=f"more-{number}", name={"en": f"More {number}"})
    with django_assert_num_queries(expected):
        client.get(path)


def test_queries_of_a_list_do_not_grow_with_its_length(client, need, settings, django_assert_num_queries):
    settings.DEMO_MODE = True
    for number in range(3):
        published_startup(slug=f"number-{number}", name={"en": f"Number {number}"})
    rescore_need(need.pk)
    client.get(list_of(need), headers=AS_HTMX)
    Match.objects.filter(need_rank__gt=1).update(need_rank=None)
    with django_assert_num_queries(25):
        client.get(list_of(need), headers=AS_HTMX)
    rescore_need(need.pk)
    with django_assert_num_queries(25):
        client.get(list_of(need), headers=AS_HTMX)
