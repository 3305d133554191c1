"""The verbs of a department over the API: the same services and the same visibility as the pages."""

from datetime import date, timedelta

import pytest

from cities.inputs import begun_with
from cities.models import Need, NothingFits
from cities.services import begin, submit
from tests.cities.test_writing import PARAGRAPH
from tests.listings import NEED, drafted, verify

pytestmark = pytest.mark.django_db

LIST = "/api/v1/own-needs/"
NOT_FOUND = b'{"detail":"Not found."}'
IN_A_YEAR = (date.today() + timedelta(days=365)).isoformat()
VERBS = {
    "draft": {"document": NEED, "over_version": 0},
    "submit": {},
    "copy": {},
    "close": {"reason": "FULFILLED"},
    "renew": {"expires_on": IN_A_YEAR},
    "put-away": {},
    "nothing-fits": {"reasons": ["TOO_DEAR"]},
}


@pytest.fixture
def writer(client, official, department):
    verify(department)
    client.force_login(official)
    return client


def send(client, need: Need, verb: str, **said):
    ask = client.put if verb == "draft" else client.post
    return ask(f"{LIST}{need.pk}/{verb}/", VERBS[verb] | said, content_type="application/json")


@pytest.mark.parametrize("person", ["outsider", "owner"])
@pytest.mark.parametrize("verb", VERBS)
def test_others_find_nothing_to_act_on(client, request, need, person, verb):
    client.force_login(request.getfixturevalue(person))
    answer = send(client, need, verb)
    assert (answer.status_code, answer.content) == (404, NOT_FOUND)
    assert client.get(f"{LIST}{need.pk}/").content == NOT_FOUND
    assert need.pk not in [row["id"] for row in client.get(LIST).json()["results"]]


@pytest.mark.parametrize("verb", VERBS)
def test_visitors_are_refused(client, need, verb):
    assert send(client, need, verb).status_code in (401, 403)
    assert client.get(LIST).status_code in (401, 403)


def test_nobody_begins_a_need_of_another_department(client, outsider, department):
    client.force_login(outsider)
    answer = client.post(LIST, {"department": department.pk}, content_type="application/json")
    assert (answer.status_code, answer.content) == (404, NOT_FOUND)


def test_begun_twice_it_is_one(writer, department):
    asked = {
        "department": department.pk,
        "document": {"source_language": "zh", "texts": {"zh": {"problem": "管网漏水。"}}},
    }
    first, second = (writer.post(LIST, asked, content_type="application/json").json() for _ in range(2))
    assert first == second
    assert (first["status"], first["draft"]["state"], first["draft_version"]) == ("draft", "editing", 1)
    assert first["advice"] == ["NO_NUMBER", "NO_DATE"]


def test_from_a_draft_to_review(writer, official, need):
    kept = send(writer, need, "draft", over_version=0).json()
    assert kept["draft_version"] == 1
    handed_in = send(writer, need, "submit")
    assert (handed_in.status_code, handed_in.json()["draft"]["state"]) == (200, "in_review")
    assert send(writer, need, "submit").status_code == 409


def test_an_older_version_is_a_conflict_and_changes_nothing(writer, official, need):
    drafted(need, by=official)
    answer = send(writer, need, "draft", document=NEED | {"stage": "IDEA"}, over_version=0)
    assert (answer.status_code, answer.json()["draft"]["document"]["stage"]) == (409, "PILOT")


def test_what_is_missing_is_named_by_its_place(writer, official, department):
    begun = begin(department, official, begun_with(PARAGRAPH))
    answer = send(writer, begun, "submit")
    assert (answer.status_code, sorted(answer.json())) == (
        400,
        ["budget_band", "kpis.0.by", "kpis.0.target", "texts", "texts.zh.title", "topics"],
    )


def test_life(writer, need):
    assert send(writer, need, "close").json()["closing_reason"] == "FULFILLED"
    assert send(writer, need, "close").status_code == 409
    assert send(writer, need, "renew").json()["expires_on"] == IN_A_YEAR
    copied = send(writer, need, "copy").json()
    assert (copied["status"], copied["id"] != need.pk) == ("draft", True)
    assert send(writer, Need.objects.get(pk=copied["id"]), "put-away").json()["status"] == "archived"
    send(writer, need, "nothing-fits", words="太贵")
    assert NothingFits.objects.get().words == "太贵"


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("close", {"reason": "LAPSED"}),
        ("renew", {"expires_on": "2001-01-01"}),
        ("renew", {"expires_on": "2099-01-31"}),
        ("nothing-fits", {"reasons": []}),
        ("nothing-fits", {"reasons": ["NONE"]}),
        ("draft", {"document": []}),
        ("draft", {"document": {"nonsense": 1}}),
    ],
)
def test_what_cannot_be_is_refused(writer, need, verb, said):
    assert send(writer, need, verb, **said).status_code == 400


def test_queries_do_not_grow_with_the_needs(writer, official, department, need, django_assert_num_queries):
    writer.get(LIST)
    with django_assert_num_queries(4):
        assert len(writer.get(LIST).json()["results"]) == 1
    for number in range(2):
        submitted = begin(department, official, NEED | {"stage": ("IDEA", "STUDY")[number]})
        submit(submitted, official)
    with django_assert_num_queries(4):
        assert len(writer.get(LIST).json()["results"]) == 3
