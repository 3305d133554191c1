import pytest

from cities.models import Need
from matching import engine
from matching.models import Band, Match
from startups.models import Startup
from taxonomy import codes
from tests.listings import published_need, published_startup

pytestmark = pytest.mark.django_db

LIST = "/api/v1/matches/"
NOT_FOUND = b'{"detail":"Not found."}'
PARTS = [4.05, 2.03, 1.0, 0.52, 0.25, 0.92, 0.05, -0.05, -0.09]


def pair(need: Need, startup: Startup, need_rank=1, startup_rank=1, score=8.68, band=Band.STRONG) -> Match:
    return Match.objects.create(
        need=need,
        startup=startup,
        need_rank=need_rank,
        startup_rank=startup_rank,
        score=score,
        band=band,
        parts=PARTS,
        weights_version="7",
        snapshot_version="abc",
    )


def found(client, **query) -> list[tuple[int, str]]:
    rows = client.get(LIST, query).json()["results"]
    return [(row["need"]["id"], row["startup"]["slug"]) for row in rows]


@pytest.fixture
def match(need, startup) -> Match:
    return pair(need, startup)


@pytest.fixture
def real(settings) -> None:
    """Not the demo, where everybody may look."""
    settings.DEMO_MODE = False


@pytest.mark.parametrize("person", [None, "outsider"])
def test_matches_of_others_are_what_does_not_exist(client, request, real, match, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    for path in (f"{LIST}{match.pk}/", f"{LIST}{match.pk + 1}/"):
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, NOT_FOUND)
    assert found(client) == found(client, need=match.need_id) == found(client, startup="testlisten") == []


@pytest.mark.parametrize("person", ["owner", "official", "curator"])
def test_matches_are_for_the_two_sides_and_curators(client, request, real, match, person):
    client.force_login(request.getfixturevalue(person))
    assert found(client) == [(match.need_id, "testlisten")]


def test_a_startup_never_sees_its_rivals(client, real, owner, match):
    pair(match.need, published_startup(slug="rival"), need_rank=2)
    client.force_login(owner)
    assert found(client, need=match.need_id) == [(match.need_id, "testlisten")]


def test_a_match_of_a_withdrawn_listing_is_gone_at_once(client, curator, match):
    client.force_login(curator)
    Startup.objects.update(status="archived")
    assert found(client) == []


def test_a_need_that_hides_its_city_hides_it_here_too(client, match):
    Need.objects.update(is_city_hidden=True)
    said = client.get(f"{LIST}{match.pk}/").content.decode()
    assert [word for word in ("邯郸", "Handan", "130400", "PRIVATE", "revision") if word in said] == []


def test_a_match(client, match):
    assert client.get(f"{LIST}{match.pk}/").json() == {
        "id": match.pk,
        "url": f"http://testserver{LIST}{match.pk}/",
        "need": {
            "id": match.need_id,
            "url": f"http://testserver/api/v1/needs/{match.need_id}/",
            "title": {"zh": "老城区供水管网漏损率高", "en": "High leakage in the old town's water network"},
        },
        "startup": {
            "slug": "testlisten",
            "url": "http://testserver/api/v1/startups/testlisten/",
            "name": {"en": "Testlisten", "zh": "听测科技"},
        },
        "need_rank": 1,
        "startup_rank": 1,
        "band": {"code": "STRONG", "label": "Strong"},
        "score": pytest.approx(8.68),
        "points": 43,
        "parts": [
            {"code": code, "label": label, "points": points}
            for code, label, points in zip(
                engine.PARTS,
                [
                    "Meaning of the texts",
                    "Shared words",
                    "Technology",
                    "Field of the problem",
                    "Terms of the field",
                    "Where it runs",
                    "Maturity",
                    "Price and budget",
                    "Readiness for China",
                ],
                [20, 10, 5, 3, 1, 5, 0, 0, -1],
                strict=True,
            )
        ],
        "weights_version": "7",
        "snapshot_version": "abc",
        "scored_at": match.scored_at.astimezone().isoformat(),
        "is_demo": False,
        "placed_by_curator": None,
    }


def test_the_points_of_the_parts_add_up(client, match):
    shown = client.get(f"{LIST}{match.pk}/").json()
    assert sum(part["points"] for part in shown["parts"]) == shown["points"]


def test_labels_are_in_the_readers_language(client, match):
    shown = client.get(f"{LIST}{match.pk}/", headers={"Accept-Language": "zh-CN"})
    assert shown["Content-Language"] == "zh-hans"


def test_of_the_pairs_kept_in_reserve_none_is_shown(client, match):
    pair(match.need, published_startup(slug="reserve"), need_rank=51, startup_rank=51)
    half = pair(match.need, published_startup(slug="half"), need_rank=None, startup_rank=50)
    assert found(client) == [(match.need_id, "testlisten"), (half.need_id, "half")]


def test_a_need_lists_its_startups_and_a_startup_its_needs_best_first(client, match):
    other_need, other_startup = published_need(city="110000"), published_startup(slug="other")
    pair(match.need, other_startup, need_rank=2, startup_rank=2)
    pair(other_need, other_startup, need_rank=1, startup_rank=1)
    assert found(client, need=match.need_id) == [(match.need_id, "testlisten"), (match.need_id, "other")]
    assert found(client, startup="other") == [(other_need.pk, "other"), (match.need_id, "other")]
    assert found(client, startup="other", need=match.need_id) == [(match.need_id, "other")]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"band": "STRONG"}, True),
        ({"band": "SAME_FIELD"}, False),
        ({"band": ["SAME_FIELD", "STRONG"]}, True),
        ({"sector": "WAT"}, True),
        ({"sector": "AGR"}, False),
        ({"technology": "IOT-SENS"}, True),
        ({"technology": "WAT-METER"}, False),
        ({"topic": "W-LEAK"}, True),
        ({"topic": "W-FLOOD"}, False),
        ({"domain": "N-WAT"}, True),
        ({"domain": "N-TRA"}, False),
        ({"stage": "PILOT"}, True),
        ({"stage": "TENDER"}, False),
        ({"is_demo": "false"}, True),
        ({"is_demo": "true"}, False),
        ({"startup": "nobody"}, False),
        ({"need": 2**63 - 1}, False),
    ],
)
def test_filters(client, match, query, is_found):
    assert found(client, **query) == ([(match.need_id, "testlisten")] if is_found else [])


def test_a_pair_is_a_demo_when_either_side_is(client, match):
    Startup.objects.update(is_demo=True)
    assert found(client, is_demo="true") == [(match.need_id, "testlisten")]
    assert found(client, is_demo="false") == []


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"band": "3"}, "Unknown: 3. Write codes as the rows of the API show them."),
        ({"need": "abc"}, "Enter a whole number."),
        ({"need": 2**63}, "Ensure this value is less than or equal to 9223372036854775807."),
        ({"startup": "x" * 81}, "Ensure this value has at most 80 characters (it has 81)."),
    ],
)
def test_a_bad_value_is_refused_with_a_sentence(client, match, query, sentence):
    answer = client.get(LIST, query)
    assert (answer.status_code, answer.json()) == (400, {next(iter(query)): [sentence]})


def test_the_list_costs_the_same_for_one_and_for_three(client, match, django_assert_num_queries):
    codes.current("need_stage")
    with django_assert_num_queries(3):
        assert len(found(client)) == 1
    for number in (2, 3):
        pair(match.need, published_startup(slug=f"number-{number}"), need_rank=number)
    with django_assert_num_queries(3):
        assert len(found(client)) == 3
