import pytest

from startups.models import Startup
from startups.services import begin, withdraw
from taxonomy import codes
from tests.listings import published_startup

pytestmark = pytest.mark.django_db

LIST = "/startups/"
PROFILE = "/startups/testlisten/"


def names(client, query=""):
    return [startup.name for startup in client.get(f"{LIST}?{query}").context["page"]]


def answers(client, key, query=""):
    """What one question of the directory offers: {answer: how many it would leave}."""
    questions = client.get(f"{LIST}?{query}").context["directory"].questions
    return {a.value: a.count for question in questions if question.key == key for a in question.answers}


@pytest.fixture
def three():
    """Leak detection at scale, sewage at prototype stage, metering without a stated readiness level."""
    codes.current("trl")
    published_startup(slug="one", name={"en": "One"})
    published_startup(slug="two", name={"en": "Two"}, technologies=["WAT-WWT"], trl=6, presence="NONE")
    published_startup(slug="three", name={"en": "Three"}, technologies=["WAT-METER", "AIX-PRED"], trl=None, presence="")


@pytest.mark.parametrize("person", [None, "outsider"])
def test_what_one_may_not_see_is_what_does_not_exist(client, request, startup, person):
    withdraw(startup)
    if person:
        client.force_login(request.getfixturevalue(person))
    hidden, absent = client.get(PROFILE), client.get("/startups/nobody-here/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert names(client) == []


def test_members_see_their_unpublished_profile_with_a_word_about_it(client, owner, startup):
    withdraw(startup)
    client.force_login(owner)
    assert "not published" in client.get(PROFILE).content.decode()


def test_of_a_profile_never_published_its_members_get_the_draft(client, owner):
    begin("Just begun", owner)
    client.force_login(owner)
    answer = client.get("/startups/just-begun/")
    assert (answer.status_code, answer.url) == (302, "/startups/just-begun/workspace/")


@pytest.mark.parametrize("person", [None, "outsider", "owner", "curator"])
def test_contact_appears_to_nobody(client, request, startup, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    for path in (LIST, PROFILE, f"/zh-hans{PROFILE}", f"/he{PROFILE}"):
        said = client.get(path).content.decode()
        assert [word for word in ("PRIVATE", "private@", "+972") if word in said] == []


def test_answers_to_one_question_widen_and_questions_narrow(client, three):
    assert set(names(client, "sector=WAT")) == {"One", "Two", "Three"}
    assert set(names(client, "technology=WAT-LEAK&technology=WAT-WWT")) == {"One", "Two"}
    assert names(client, "technology=WAT-LEAK&technology=WAT-WWT&maturity=BENCH") == ["Two"]


def test_counts_of_a_question_are_over_what_the_other_questions_leave(client, three):
    assert answers(client, "maturity") == {"BENCH": 1, "SCALE": 1}
    assert answers(client, "maturity", "maturity=SCALE") == {"BENCH": 1, "SCALE": 1}
    assert answers(client, "maturity", "presence=NONE") == {"BENCH": 1}
    assert answers(client, "sector", "q=leak") == {"WAT": 3, "IOT": 1, "AIX": 1}


def test_technologies_are_asked_about_once_a_sector_is_chosen(client, three):
    assert answers(client, "technology") == {}
    assert answers(client, "technology", "sector=WAT") == {"WAT-LEAK": 1, "WAT-WWT": 1, "WAT-METER": 1}


def test_an_unknown_answer_finds_nothing_and_offers_a_way_out(client, three):
    answer = client.get(f"{LIST}?sector=NOPE")
    assert list(answer.context["page"]) == []
    assert "Show all startups" in answer.content.decode()


@pytest.mark.parametrize(
    "query", ["sector=%00", "page=9999", "page=x", "sort=password", "q=%00", "maturity=9", f"q={'x' * 300}"]
)
def test_an_odd_address_is_no_error(client, three, query):
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_each_chip_leads_to_the_list_without_it(client, three):
    chips = client.get(f"{LIST}?q=leak&sector=WAT&sector=IOT&page=2").context["directory"].chips
    assert [(chip.name, chip.query) for chip in chips] == [
        ("“leak”", "?sector=WAT&sector=IOT"),
        ("Water technology", "?q=leak&sector=IOT"),
        ("Internet of Things and sensing", "?q=leak&sector=WAT"),
    ]


def test_orders(client, three):
    assert names(client) == ["Three", "Two", "One"]
    assert names(client, "sort=name") == ["One", "Three", "Two"]
    assert names(client, "sort=mature") == ["One", "Two", "Three"]


def test_the_profile_speaks_the_readers_language_and_keeps_the_source_at_hand(client, startup):
    said = client.get(f"/zh-hans{PROFILE}").content.decode()
    assert "<bdi>听测科技</bdi>" in said
    assert "两米之内定位管网漏点的声学传感器" in said
    assert "Acoustic sensors that find pipe leaks within two metres" in said


def test_a_deployment_is_told_by_its_figures(client, startup):
    said = client.get(PROFILE).content.decode()
    assert all(figure in said for figure in ("17.6%", "9.8%", "network leakage rate"))


def test_what_cities_ask_for_and_the_profile_leaves_open(client):
    published_startup(slug="testlisten", presence="", mlps_level=None, deployments=[])
    said = client.get(PROFILE).content.decode()
    asked = said[said.index("Not stated yet") :]
    assert all(name in asked for name in ("presence in China", "MLPS level ready for", "deployments"))


def test_demo_profiles_are_marked_on_card_and_page(client, startup):
    assert "demo-badge" not in client.get(PROFILE).content.decode()
    Startup.objects.update(is_demo=True)
    assert '<span class="demo-badge">' in client.get(LIST).content.decode()
    page = client.get(PROFILE).content.decode()
    assert '<span class="demo-badge">' in page
    assert "<title>" in page and "demo" in page[page.index("<title>") : page.index("</title>")]


def test_queries_do_not_grow_with_the_rows(client, django_assert_num_queries):
    codes.current("trl")
    published_startup(slug="testlisten")
    with django_assert_num_queries(14):
        client.get(LIST)
    for number in range(2):
        published_startup(slug=f"more-{number}", name={"en": f"More {number}"})
    with django_assert_num_queries(14):
        client.get(LIST)
