import pytest

from cities.models import City, Department, Need, Official
from cities.services import withdraw
from listings.models import Status
from taxonomy import codes
from tests.admin_forms import as_shown, one_more
from tests.listings import drafted, published_need
from tests.people import person

pytestmark = pytest.mark.django_db

LIST = "/admin/cities/need/"
DEPARTMENTS = "/admin/cities/department/"
DRAFTS = "/admin/cities/needdraft/"


def page_of(need: Need) -> str:
    return f"{LIST}{need.pk}/change/"


def act(client, action: str, *needs: Need) -> list[str]:
    """Carry the action out on these rows; what the next page says."""
    sent = {"action": action, "_selected_action": [need.pk for need in needs]}
    return [str(message) for message in client.post(LIST, sent, follow=True).context["messages"]]


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


@pytest.mark.parametrize("name", ["owner", "official", "outsider"])
def test_nobody_else_acts_on_needs(client, request, need, name):
    client.force_login(request.getfixturevalue(name))
    client.post(LIST, {"action": "withdraw", "_selected_action": [need.pk]})
    assert list(Need.objects.open()) == [need]


def test_a_save_of_a_live_need_is_live_at_once(desk, need):
    sent = as_shown(desk.get(page_of(need))) | {"texts-0-title": "Zebrafish in the pipe", "kpis-0-baseline": "21"}
    desk.post(page_of(need), sent)
    need.refresh_from_db()
    assert (need.revision, need.kpis.get().baseline) == (2, 21)
    assert list(Need.objects.search_words("zebrafish")) == [need]


def test_a_save_queues_one_rescoring(desk, need, django_capture_on_commit_callbacks):
    sent = as_shown(desk.get(page_of(need)))
    with django_capture_on_commit_callbacks() as callbacks:
        desk.post(page_of(need), sent)
    assert len(callbacks) == 1


def test_a_city_that_is_hidden_now_is_found_by_its_name_no_more(desk, need):
    assert list(Need.objects.search_words("Handan")) == [need]
    desk.post(page_of(need), as_shown(desk.get(page_of(need))) | {"is_city_hidden": "on"})
    assert list(Need.objects.search_words("Handan")) == []


def test_a_save_that_would_leave_a_live_need_incomplete_writes_nothing(desk, need):
    page = desk.post(page_of(need), as_shown(desk.get(page_of(need))) | {"stage": "", "topic_rows-0-DELETE": "on"})
    assert sorted(page.context["adminform"].form.non_field_errors()) == [
        "stage: This field may not be blank.",
        "topics: Name 1 to 3 topics, the main one first.",
    ]
    need.refresh_from_db()
    assert (need.stage, need.topics.count(), need.revision) == ("PILOT", 1, 1)


def test_a_whole_amount_decides_the_band(desk, need):
    desk.post(page_of(need), as_shown(desk.get(page_of(need))) | {"budget_cny": "5000000"})
    need.refresh_from_db()
    assert need.budget_band == "TO_10M"


def test_the_status_is_no_field(desk, need):
    sent = as_shown(desk.get(page_of(need)))
    assert {"status", "closing_reason", "revision", "scored_revision", "search", "published_at"} & set(sent) == set()
    desk.post(page_of(need), sent | {"status": "draft", "scored_revision": "9"})
    need.refresh_from_db()
    assert (need.status, need.scored_revision) == (Status.PUBLISHED, 0)


def test_publishing_reports_how_many_and_why_not(desk, need):
    withdraw(need)
    empty = Need.objects.create(department=need.department, stage="PILOT")
    assert act(desk, "publish", need, empty) == [
        f"{empty.pk} – texts: A need needs its title and problem in Chinese and in English; missing: English, Chinese.",
        f"{empty.pk} – topics: Name 1 to 3 topics, the main one first.",
        "1 published.",
    ]
    assert list(Need.objects.open()) == [need]


def test_withdrawing_closes_with_its_reason(desk, need):
    assert act(desk, "withdraw", need) == ["1 withdrawn."]
    need.refresh_from_db()
    assert (need.status, need.closing_reason) == (Status.CLOSED, "WITHDRAWN")


def test_matching_anew_makes_open_needs_due(desk, need, django_capture_on_commit_callbacks):
    Need.objects.update(scored_revision=9, revision=9)
    with django_capture_on_commit_callbacks() as callbacks:
        assert act(desk, "rematch", need) == ["1 to be matched anew."]
    assert (list(Need.objects.due()), len(callbacks)) == ([need], 1)


@pytest.mark.parametrize("words", ["漏损率高", "old town", "邯郸", "Handan Water"])
def test_needs_are_found(desk, need, words):
    assert list(desk.get(LIST, {"q": words}).context["cl"].result_list) == [need]
    assert list(desk.get(LIST, {"q": "drones"}).context["cl"].result_list) == []


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"stage": "PILOT"}, True),
        ({"stage": "TENDER"}, False),
        ({"topics__domain__code__exact": "N-WAT"}, True),
        ({"is_city_hidden__exact": "1"}, False),
        ({"department__city__province__code__exact": "130000"}, True),
    ],
)
def test_filters(desk, need, query, is_found):
    assert list(desk.get(LIST, query).context["cl"].result_list) == ([need] if is_found else [])


def test_the_list_costs_the_same_for_one_and_for_three(desk, need, django_assert_num_queries):
    codes.current("need_stage")
    with django_assert_num_queries(17):
        desk.get(LIST)
    for city in ("110000", "310000"):
        published_need(city=city)
    with django_assert_num_queries(17):
        assert len(desk.get(LIST).context["cl"].result_list) == 3


def test_drafts_cost_the_same_for_one_and_for_three(desk, need, django_assert_num_queries):
    drafted(need)
    with django_assert_num_queries(11):
        desk.get(DRAFTS)
    for city in ("110000", "310000"):
        drafted(published_need(city=city))
    with django_assert_num_queries(11):
        assert len(desk.get(DRAFTS).context["cl"].result_list) == 3


def test_officials_are_named_by_address(desk, department):
    official = person("new@city.example")
    page = f"{DEPARTMENTS}{department.pk}/change/"
    desk.post(page, one_more(as_shown(desk.get(page)), "officials", user="new@city.example"))
    assert Official.objects.values_list("department", "user").get() == (department.pk, official.pk)


def test_departments_cost_the_same_for_one_and_for_three(desk, department, django_assert_num_queries):
    with django_assert_num_queries(10):
        desk.get(DEPARTMENTS)
    for city in ("110000", "310000"):
        Department.objects.create(city_id=city, kind_id="WATER", name_zh="水务局")
    with django_assert_num_queries(10):
        assert len(desk.get(DEPARTMENTS).context["cl"].result_list) == 3


@pytest.mark.parametrize("model", ["city", "province", "pilotprogramme"])
def test_not_even_an_administrator_writes_reference_data(admin_client, model):
    assert admin_client.get(f"/admin/cities/{model}/add/").status_code == 403
    page = admin_client.get(f"/admin/cities/{model}/").content.decode()
    assert "Edit the files in cities/reference" in page


def test_cities_cost_the_same_for_one_and_for_three(admin_client, django_assert_num_queries):
    codes.current("population_band")
    for slugs in (["handan", "beijing", "kunming"], ["handan"]):
        City.objects.exclude(slug__in=slugs).update(is_retired=True)
        with django_assert_num_queries(8):
            page = admin_client.get("/admin/cities/city/", {"is_retired__exact": 0})
        assert len(page.context["cl"].result_list) == len(slugs)


def test_departments_are_offered_by_name(desk, need):
    offered = desk.get(
        "/admin/autocomplete/",
        {"term": "邯郸", "app_label": "cities", "model_name": "need", "field_name": "department"},
    ).json()["results"]
    assert [row["id"] for row in offered] == [str(need.department_id)]
