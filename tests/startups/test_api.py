import pytest

from startups.models import Certificate, Startup
from startups.services import withdraw
from taxonomy import codes
from tests.listings import PROFILE, drafted, published_startup

pytestmark = pytest.mark.django_db

LIST = "/api/v1/startups/"
DETAIL = "/api/v1/startups/testlisten/"
NOT_FOUND = b'{"detail":"Not found."}'


def slugs(client, **query):
    return [row["slug"] for row in client.get(LIST, query).json()["results"]]


@pytest.fixture
def three():
    codes.current("trl")
    for number in range(3):
        startup = published_startup(slug=f"number-{number}", name={"en": f"Number {number}"})
        startup.certificates.create(kind="FCC", answer="HAVE")


def test_what_one_may_not_see_is_what_does_not_exist(client, startup):
    Startup.objects.update(visibility="members")
    for path in (DETAIL, "/api/v1/startups/nobody/", "/api/v1/startups/%00/"):
        answer = client.get(path)
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (404, NOT_FOUND, "application/json")
    assert slugs(client) == []


def test_members_only_profiles_are_for_whoever_is_signed_in(client, outsider, startup):
    Startup.objects.update(visibility="members")
    client.force_login(outsider)
    assert slugs(client) == ["testlisten"]


@pytest.mark.parametrize("person", ["owner", "curator"])
def test_what_is_not_published_is_in_no_answer_at_all(client, request, startup, person):
    client.force_login(request.getfixturevalue(person))
    withdraw(startup)
    assert slugs(client) == []
    assert client.get(DETAIL).content == NOT_FOUND


@pytest.mark.parametrize("person", [None, "outsider", "owner", "curator"])
def test_private_fields_appear_to_nobody(client, request, startup, person):
    Startup.objects.update(source="PRIVATE-source", contact_wechat="PRIVATE-wechat", excluded_cities=["130400"])
    drafted(startup, PROFILE | {"home_city": "PRIVATE-draft"})
    if person:
        client.force_login(request.getfixturevalue(person))
    for path in (LIST, DETAIL):
        said = client.get(path).content.decode()
        assert [word for word in ("PRIVATE", "private@", "+972", "130400", "revision") if word in said] == []


def test_a_card(client, startup):
    card = client.get(LIST).json()["results"][0]
    assert card.pop("published_at") == startup.published_at.astimezone().isoformat()
    assert card == {
        "slug": "testlisten",
        "url": "http://testserver/api/v1/startups/testlisten/",
        "name": {"en": "Testlisten", "zh": "听测科技"},
        "texts": {
            language: {key: text[key] for key in ("headline", "problem", "advantage")}
            | {"is_source": language == "en", "is_reviewed": True}
            for language, text in PROFILE["texts"].items()
        },
        "technologies": [
            {
                "code": "WAT-LEAK",
                "label": "Leak detection and network loss control",
                "sector": {"code": "WAT", "label": "Water technology"},
            },
            {
                "code": "IOT-SENS",
                "label": "Sensors and edge devices",
                "sector": {"code": "IOT", "label": "Internet of Things and sensing"},
            },
        ],
        "sectors": [
            {"code": "WAT", "label": "Water technology"},
            {"code": "IOT", "label": "Internet of Things and sensing"},
        ],
        "home_city": "",
        "founded_year": None,
        "trl": 9,
        "maturity": {"code": "SCALE", "label": codes.label("maturity", "SCALE")},
        "presence": {"code": "WFOE", "label": codes.label("china_presence", "WFOE")},
        "production": {"code": "CHINA", "label": codes.label("production_place", "CHINA")},
        "verifications": [],
        "is_demo": False,
        "last_confirmed_on": startup.last_confirmed_on.isoformat(),
    }


def test_a_profile_says_more(client, startup):
    profile = client.get(DETAIL).json()
    assert profile["deployments"] == [
        {
            "place": {"en": "a city in East China, 3-5 million people", "zh": "华东某市（300万至500万人）"},
            "country": "CN",
            "population_band": {"code": "P3_5", "label": codes.label("population_band", "P3_5")},
            "since": startup.deployments.get().since,
            "scale": {"en": "420 km of mains", "zh": "420公里供水管网"},
            "indicator": {"en": "network leakage rate", "zh": "管网漏损率"},
            "before": 17.6,
            "after": 9.8,
            "unit": {"code": "PERCENT", "label": codes.label("kpi_unit", "PERCENT")},
            "evidence": {"code": "DEPLOY_CN", "label": codes.label("evidence", "DEPLOY_CN")},
            "link": "",
            "confirmation": None,
        }
    ]
    assert profile["certificates"] == [
        {
            "kind": {"code": "CE", "label": codes.label("certificate_kind", "CE")},
            "answer": {"code": "HAVE", "label": codes.label("certificate_answer", "HAVE")},
            "number": "TEST-1",
            "valid_to": None,
        }
    ]
    assert profile["pilot"] == {
        "cost_low": 300000,
        "cost_high": 450000,
        "weeks": 12,
        "city_brings": [{"code": "SITE", "label": codes.label("city_brings", "SITE")}],
    }
    assert profile["team_size"] is None
    assert profile["texts"]["en"]["description"] == PROFILE["texts"]["en"]["description"]


@pytest.mark.parametrize(
    ("language", "label"), [("zh-CN,zh;q=0.9", "水务科技"), ("he", "טכנולוגיות מים"), ("fr", "Water technology")]
)
def test_labels_are_in_the_readers_language(client, startup, language, label):
    answer = client.get(DETAIL, headers={"Accept-Language": language})
    assert answer.json()["sectors"][0] == {"code": "WAT", "label": label}
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"sector": "WAT"}, ["testlisten"]),
        ({"sector": "AGR"}, []),
        ({"sector": ["AGR", "IOT"]}, ["testlisten"]),
        ({"technology": "IOT-SENS"}, ["testlisten"]),
        ({"technology": "WAT-METER"}, []),
        ({"topic": "W-LEAK"}, ["testlisten"]),
        ({"topic": "W-FLOOD"}, []),
        ({"maturity": "SCALE"}, ["testlisten"]),
        ({"maturity": "LAB"}, []),
        ({"q": "hidden leaks"}, ["testlisten"]),
        ({"q": "漏损"}, ["testlisten"]),
        ({"q": "drones"}, []),
        ({"is_demo": "false"}, ["testlisten"]),
        ({"is_demo": "true"}, []),
    ],
)
def test_filters(client, startup, query, found):
    assert slugs(client, **query) == found


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"sector": ["WAT", "NOPE"]}, "Unknown: NOPE. Write codes as the rows of the API show them."),
        ({"sector": "WAT;DROP"}, "Select a valid choice. WAT;DROP is not one of the available choices."),
        ({"maturity": "OLD"}, "Unknown: OLD. Write codes as the rows of the API show them."),
        ({"is_demo": "maybe"}, "Select a valid choice. maybe is not one of the available choices."),
        ({"q": "leak\x00"}, "Null characters are not allowed."),
        ({"page": "0"}, "Write a whole number from 1."),
        ({"page_size": "many"}, "Write a whole number from 1."),
    ],
)
def test_a_bad_value_is_refused_with_a_sentence(client, startup, query, sentence):
    answer = client.get(LIST, query)
    assert (answer.status_code, answer.json()) == (400, {next(iter(query)): [sentence]})


def test_the_list_costs_the_same_for_one_and_for_three(client, startup, three, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert len(slugs(client)) == 4
    Startup.objects.exclude(slug="testlisten").delete()
    with django_assert_num_queries(5):
        assert len(slugs(client)) == 1


def test_a_profile_costs_the_same_with_one_and_with_three_rows(client, startup, django_assert_num_queries):
    codes.current("trl")
    with django_assert_num_queries(7):
        client.get(DETAIL)
    Certificate.objects.bulk_create(Certificate(startup=startup, kind=kind, answer="HAVE") for kind in ("FCC", "UL"))
    with django_assert_num_queries(7):
        assert len(client.get(DETAIL).json()["certificates"]) == 3


def test_pages_hold_every_row_once(client, startup, three):
    Startup.objects.update(published_at=startup.published_at)
    pages = [slugs(client, page=page, page_size=1) for page in range(1, 5)]
    assert pages == [["number-2"], ["number-1"], ["number-0"], ["testlisten"]]
    assert client.get(LIST, {"page": 5, "page_size": 1}).json() == {"detail": "Invalid page."}


def test_a_page_is_never_larger_than_its_cap(client, startup, three, monkeypatch):
    monkeypatch.setattr("listings.paging.Pages.max_page_size", 2)
    assert len(slugs(client, page_size=1000)) == 2


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, startup, curator, method):
    assert getattr(client, method)(DETAIL).status_code == 405
