from datetime import date, timedelta

import pytest

from cities.models import Department, Need
from cities.services import publish, withdraw
from taxonomy import codes
from tests.listings import NEED, drafted, published_need

pytestmark = pytest.mark.django_db

LIST = "/api/v1/needs/"
CITIES = "/api/v1/cities/"
NOT_FOUND = b'{"detail":"Not found."}'
PLACES = ("130400", "130000", "邯郸", "Handan", "האנדאן", "河北", "Hebei", "老城片区", "Water Affairs Bureau")


def detail(need: Need) -> str:
    return f"{LIST}{need.pk}/"


def ids(client, **query) -> list[int]:
    return [row["id"] for row in client.get(LIST, query).json()["results"]]


@pytest.fixture
def hidden(need: Need) -> Need:
    Need.objects.update(is_city_hidden=True, district_zh="老城片区")
    return need


@pytest.mark.parametrize("visibility", ["members", "matched"])
def test_what_one_may_not_see_is_what_does_not_exist(client, need, visibility):
    Need.objects.update(visibility=visibility)
    for path in (detail(need), f"{LIST}{need.pk + 1}/", f"{LIST}{10**30}/", f"{LIST}abc/"):
        answer = client.get(path)
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (404, NOT_FOUND, "application/json")
    assert ids(client) == []


def test_needs_of_sensitive_topics_are_never_public(client, outsider):
    need = published_need(topics=["P-CROWD"])
    assert client.get(detail(need)).content == NOT_FOUND
    client.force_login(outsider)
    assert client.get(detail(need)).content == NOT_FOUND


def test_needs_for_matched_startups_are_for_their_department_too(client, official, outsider, need):
    Need.objects.update(visibility="matched")
    client.force_login(outsider)
    assert ids(client) == []
    client.force_login(official)
    assert ids(client) == [need.pk]


@pytest.mark.parametrize("person", ["official", "curator"])
def test_what_is_not_published_is_in_no_answer_at_all(client, request, need, person):
    client.force_login(request.getfixturevalue(person))
    withdraw(need)
    assert ids(client) == []
    assert client.get(detail(need)).content == NOT_FOUND


@pytest.mark.parametrize("person", [None, "outsider", "official", "curator"])
def test_private_fields_appear_to_nobody(client, request, need, person):
    Need.objects.update(source="PRIVATE-source")
    drafted(need, NEED | {"district": {"zh": "PRIVATE-draft"}})
    if person:
        client.force_login(request.getfixturevalue(person))
    for path in (LIST, detail(need)):
        said = client.get(path).content.decode()
        assert [word for word in ("PRIVATE", "private@", "000-0000", "revision") if word in said] == []


@pytest.mark.parametrize("person", [None, "outsider"])
def test_a_hidden_city_is_told_to_nobody_else(client, request, hidden, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    for path in (LIST, detail(hidden)):
        said = client.get(path).content.decode()
        assert [place for place in PLACES if place in said] == []
    assert client.get(detail(hidden)).json()["place"] is None


@pytest.mark.parametrize("query", [{"city": "130400"}, {"q": "Handan"}, {"q": "邯郸"}, {"q": "老城片区"}])
def test_a_hidden_city_is_not_found_by_asking_for_it(client, hidden, query):
    drafted(hidden, NEED | {"city_hidden": True, "district": {"zh": "老城片区"}})
    publish(hidden)
    assert ids(client) == [hidden.pk]
    assert ids(client, **query) == []


def test_a_hidden_city_is_not_counted_among_its_needs(client, hidden):
    assert client.get(f"{CITIES}130400/").json()["open_needs"] == 0


def test_the_department_itself_sees_where_its_need_comes_from(client, official, hidden):
    client.force_login(official)
    assert client.get(detail(hidden)).json()["place"] == {
        "city": {"code": "130400", "label": "Handan"},
        "province": {"code": "130000", "label": "Hebei"},
        "district": {"zh": "老城片区"},
        "department": {
            "kind": {"code": "WATER", "label": hidden.department.kind.name_en},
            "name": {"zh": "邯郸市水务局", "en": "Handan Water Affairs Bureau"},
            "is_operator": False,
            "verifications": [],
        },
    }
    assert ids(client, city="130400") == [hidden.pk]


def test_a_need(client, need):
    shown = client.get(detail(need)).json()
    assert shown.pop("published_at") == need.published_at.astimezone().isoformat()
    assert shown.pop("place")["city"] == {"code": "130400", "label": "Handan"}
    unsaid = dict.fromkeys(["pilot_site", "data_access", "tried_before", "follow_on"], "")
    assert shown == {
        "id": need.pk,
        "url": f"http://testserver{detail(need)}",
        "texts": {
            language: text | unsaid | {"is_source": language == "zh", "is_reviewed": True}
            for language, text in NEED["texts"].items()
        },
        "topics": [
            {
                "code": "W-LEAK",
                "label": "Reducing water-network leakage",
                "domain": {"code": "N-WAT", "label": "Water supply, drainage and flooding"},
            }
        ],
        "stage": {"code": "PILOT", "label": codes.label("need_stage", "PILOT")},
        "budget_band": {"code": "TO_1M", "label": codes.label("budget_band", "TO_1M")},
        "budget_cny": None,
        "route": {"code": "BELOW", "label": codes.label("procurement_route", "BELOW")},
        "reply_by": need.reply_by.isoformat(),
        "expires_on": need.expires_on.isoformat(),
        "ip_terms": None,
        "kpis": [
            {
                "indicator": {"zh": "管网漏损率", "en": "network leakage rate"},
                "unit": {"code": "PERCENT", "label": codes.label("kpi_unit", "PERCENT")},
                "baseline": 18.0,
                "target": 12.0,
                "by": str(date.today() + timedelta(days=730)),
                "measured": {},
            }
        ],
        "requirements": [
            {
                "kind": {"code": kind, "label": codes.label("requirement_kind", kind)},
                "operator": {"code": operator, "label": label},
                "value": value,
                "is_hard": True,
            }
            for kind, operator, label, value in (
                ("DATA_IN_CHINA", "IS", "is", ""),
                ("TRL", "AT_LEAST", "at least", "7"),
            )
        ],
        "excluded_technologies": [],
        "is_demo": False,
        "last_confirmed_on": need.last_confirmed_on.isoformat(),
    }


def test_labels_are_in_the_readers_language(client, need):
    shown = client.get(detail(need), headers={"Accept-Language": "zh-CN"}).json()
    assert shown["topics"][0]["label"] == "降低供水管网漏损"
    assert shown["place"]["city"]["label"] == "邯郸市"


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"topic": "W-LEAK"}, True),
        ({"topic": "W-FLOOD"}, False),
        ({"topic": ["W-FLOOD", "W-LEAK"]}, True),
        ({"domain": "N-WAT"}, True),
        ({"domain": "N-TRA"}, False),
        ({"city": "130400"}, True),
        ({"city": "110000"}, False),
        ({"stage": "PILOT"}, True),
        ({"stage": "TENDER"}, False),
        ({"budget": "TO_1M"}, True),
        ({"budget": "NO_BUDGET"}, False),
        ({"q": "漏损"}, True),
        ({"q": "night flow"}, True),
        ({"q": "drones"}, False),
        ({"is_demo": "false"}, True),
        ({"is_demo": "true"}, False),
    ],
)
def test_filters(client, need, query, is_found):
    assert ids(client, **query) == ([need.pk] if is_found else [])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"topic": "NOPE"}, "Unknown: NOPE. Write codes as the rows of the API show them."),
        ({"city": "999999"}, "Unknown: 999999. Write codes as the rows of the API show them."),
        ({"stage": "pilot"}, "Unknown: pilot. Write codes as the rows of the API show them."),
        ({"reply": "soon"}, "Unknown: soon. Write codes as the rows of the API show them."),
        ({"is_demo": "1"}, "Select a valid choice. 1 is not one of the available choices."),
    ],
)
def test_a_bad_value_is_refused_with_a_sentence(client, need, query, sentence):
    answer = client.get(LIST, query)
    assert (answer.status_code, answer.json()) == (400, {next(iter(query)): [sentence]})


def test_the_list_costs_the_same_for_one_and_for_three(client, need, django_assert_num_queries):
    codes.current("need_stage")
    with django_assert_num_queries(5):
        assert len(ids(client)) == 1
    for city in ("110000", "310000"):
        published_need(city=city)
    with django_assert_num_queries(5):
        assert len(ids(client)) == 3


def test_a_need_costs_the_same_with_one_and_with_three_rows(client, need, django_assert_num_queries):
    codes.current("need_stage")
    with django_assert_num_queries(7):
        client.get(detail(need))
    for number in range(2):
        need.kpis.create(indicator_zh=f"指标{number}")
    with django_assert_num_queries(7):
        assert len(client.get(detail(need)).json()["kpis"]) == 3


def test_a_city(client, need):
    city = client.get(f"{CITIES}130400/").json()
    assert {key: city[key] for key in ("code", "url", "slug", "label", "name", "province", "level", "open_needs")} == {
        "code": "130400",
        "url": "http://testserver/api/v1/cities/130400/",
        "slug": "handan",
        "label": "Handan",
        "name": {"en": "Handan", "zh": "邯郸市", "he": need.city.name_he},
        "province": {"code": "130000", "label": "Hebei"},
        "level": {"code": "PREFECTURE", "label": "Prefecture-level city"},
        "open_needs": 1,
    }


def test_a_pilot_programme_is_shown_with_its_year_and_notice_or_not_at_all(client, need):
    sourced = need.city.pilots.create(
        code="SOURCED", name_en="Sourced", name_zh="有据", year=2024, notice="〔2024〕1号"
    )
    need.city.pilots.create(code="RUMOUR", name_en="Rumour", name_zh="传闻", year=2024)
    shown = client.get(f"{CITIES}130400/").json()["pilots"]
    assert [pilot for pilot in shown if pilot["code"] in {"SOURCED", "RUMOUR"}] == [
        {
            "code": sourced.code,
            "label": "Sourced",
            "name": {"en": "Sourced", "zh": "有据"},
            "year": 2024,
            "notice": "〔2024〕1号",
        }
    ]


@pytest.mark.parametrize("query", [{"q": "handan"}, {"q": "邯郸"}, {"province": "130000", "q": "HAND"}])
def test_cities_are_found_by_name_and_province(client, query):
    assert [row["slug"] for row in client.get(CITIES, query).json()["results"]] == ["handan"]


def test_a_retired_city_is_gone(client, need):
    type(need.city).objects.filter(pk="130400").update(is_retired=True)
    assert client.get(f"{CITIES}130400/").content == NOT_FOUND


def test_cities_cost_the_same_for_one_and_for_three(client, django_assert_num_queries):
    codes.current("population_band")
    for size in (1, 3):
        with django_assert_num_queries(3):
            assert len(client.get(CITIES, {"page_size": size}).json()["results"]) == size


def test_departments_are_nowhere_on_their_own(client, need):
    assert Department.objects.exists()
    assert client.get("/api/v1/departments/").json() == {"detail": "Not found."}
