import pytest

from cities.models import City, Need, Official
from cities.services import withdraw
from taxonomy import codes
from tests import people
from tests.listings import published_need

pytestmark = pytest.mark.django_db

LIST = "/needs/"
PLACES = ("Handan", "邯郸", "Hebei", "130400", "old-town area")


def titles(client, query=""):
    return [need.title for need in client.get(f"{LIST}?{query}").context["page"]]


def answers(client, key, query=""):
    questions = client.get(f"{LIST}?{query}").context["directory"].questions
    return {a.value: a.count for question in questions if question.key == key for a in question.answers}


def page_of(need):
    return f"/needs/{need.pk}/"


@pytest.fixture
def hidden_city():
    return published_need(city_hidden=True, district={"zh": "老城片区", "en": "old-town area"})


def test_what_one_may_not_see_is_what_does_not_exist(client, need):
    withdraw(need)
    hidden, absent = client.get(page_of(need)), client.get("/needs/999999/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)


@pytest.mark.parametrize(
    "change",
    [{"visibility": "members"}, {"visibility": "matched"}, {"topics": ["A-ORDER"]}],
    ids=lambda change: str(change),
)
def test_the_public_sees_public_needs_only(client, official, change):
    need = published_need(**change)
    assert client.get(page_of(need)).status_code == 404
    assert page_of(need) not in client.get(LIST).content.decode()
    client.force_login(official)
    assert client.get(page_of(need)).status_code == 200


@pytest.mark.parametrize("person", [None, "outsider"])
@pytest.mark.parametrize("language", ["", "/zh-hans", "/he"])
def test_a_hidden_city_is_named_nowhere(client, request, hidden_city, person, language):
    if person:
        client.force_login(request.getfixturevalue(person))
    for path in (page_of(hidden_city), LIST):
        said = client.get(f"{language}{path}").content.decode()
        assert [place for place in PLACES if place in said] == []


def test_a_hidden_city_is_not_found_counted_or_listed(client, hidden_city):
    assert titles(client, "city=130400") == []
    assert titles(client, "q=Handan") == []
    assert answers(client, "city") == {}
    city = client.get("/cities/handan/")
    assert (list(city.context["page"]), list(city.context["departments"])) == ([], [])
    assert client.get("/cities/").context["atlas"].shown[0].open_needs == 0


def test_its_own_department_reads_the_hidden_city(client, hidden_city):
    user = people.person("own@city.example")
    Official.objects.create(department=hidden_city.department, user=user)
    client.force_login(user)
    assert "Handan" in client.get(page_of(hidden_city)).content.decode()
    assert answers(client, "city") == {"130400": 1}


@pytest.mark.parametrize("person", [None, "official", "outsider", "curator"])
def test_contact_appears_to_nobody(client, request, need, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    for path in (LIST, page_of(need), "/cities/handan/"):
        said = client.get(path).content.decode()
        assert [word for word in ("PRIVATE", "private@") if word in said] == []


def test_questions_narrow_and_count(client, need):
    published_need(topics=["W-FLOOD"], stage="IDEA", reply_by=10)
    published_need(topics=["E-AIR"], stage="IDEA", reply_by=200)
    assert answers(client, "domain") == {"N-WAT": 2, "N-ENV": 1}
    assert answers(client, "topic", "domain=N-WAT") == {"W-LEAK": 1, "W-FLOOD": 1}
    assert answers(client, "stage", "domain=N-WAT") == {"IDEA": 1, "PILOT": 1}
    assert answers(client, "reply") == {"2w": 1, "1m": 1, "3m": 2}
    assert len(titles(client, "stage=IDEA")) == 2
    assert len(titles(client, "stage=IDEA&domain=N-WAT")) == 1
    assert len(titles(client, "reply=2w&reply=3m")) == 2


@pytest.mark.parametrize("query", ["city=%00", "reply=never", "page=-1", "domain=N-WAT&domain=%27", "q=()!:*"])
def test_an_odd_address_is_no_error(client, need, query):
    assert client.get(f"{LIST}?{query}").status_code == 200


def test_the_page_tells_the_need(client, need):
    said = client.get(page_of(need)).content.decode()
    for fact in (
        "18%",
        "12%",
        "network leakage rate",
        "Calling for a pilot",
        "Handan Water Affairs Bureau",
        "must-have",
    ):
        assert fact in said
    assert "老城区供水管网漏损率高" in said, "the source stays at hand"


def test_demo_needs_are_marked_on_card_and_page(client, need):
    assert "demo-badge" not in client.get(page_of(need)).content.decode()
    Need.objects.update(is_demo=True)
    for path in (LIST, page_of(need), "/cities/handan/"):
        assert '<span class="demo-badge">' in client.get(path).content.decode()


def test_the_map_counts_what_one_may_see(client, need):
    published_need(visibility="matched")
    regions = {region.province.pk: region.open_needs for region in client.get("/cities/").context["atlas"].regions}
    assert (regions["130000"], sum(regions.values()), len(regions)) == (1, 1, 34)


@pytest.mark.parametrize("words", ["handan", "邯郸", "האנדאן"])
def test_a_city_is_found_in_three_languages(client, words):
    (region,) = client.get("/cities/", {"q": words}).context["atlas"].shown
    assert [city.slug for city in region.cities] == ["handan"]


def test_a_city_page_shows_a_band_and_sourced_pilots_only(client):
    city = City.objects.get(slug="cangzhou")
    city.pilots.model.objects.update(year=2021, notice="")
    bare = client.get("/cities/cangzhou/").content.decode()
    city.pilots.model.objects.update(notice="建城函〔2021〕114号")
    sourced = client.get("/cities/cangzhou/").content.decode()
    assert city.get_population_band_display() in bare
    assert ("second batch" in bare, "second batch" in sourced, "114号" in sourced) == (False, True, True)


def test_queries_do_not_grow_with_the_rows(client, need, django_assert_num_queries):
    codes.current("trl")
    with django_assert_num_queries(13):
        client.get(LIST)
    published_need()
    published_need(topics=["E-AIR"])
    with django_assert_num_queries(13):
        client.get(LIST)
