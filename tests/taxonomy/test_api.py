import pytest
from django.utils.translation import override

from taxonomy.models import Affinity, Sector, Technology, Topic

pytestmark = pytest.mark.django_db

SECTORS, TOPICS = "/api/v1/sectors/", "/api/v1/topics/"


@pytest.mark.parametrize("path", [SECTORS, TOPICS])
def test_nobody_writes_the_vocabulary(admin_client, path):
    assert admin_client.post(path, {}).status_code == 405


@pytest.mark.parametrize(("model", "path"), [(Sector, f"{SECTORS}WAT/"), (Topic, f"{TOPICS}W-LEAK/")])
def test_what_is_retired_is_what_does_not_exist(client, model, path):
    model.objects.update(is_retired=True)
    assert client.get(path).content == client.get(f"{path[:-1]}-NEVER/").content == b'{"detail":"Not found."}'


def test_a_sector_with_its_technologies(client):
    shown = client.get(f"{SECTORS}WAT/").json()
    technologies = shown.pop("technologies")
    sector = Sector.objects.get(code="WAT")
    assert shown == {
        "code": "WAT",
        "label": "Water technology",
        "name": {"en": "Water technology", "zh": "水务科技", "he": "טכנולוגיות מים"},
        "keywords_en": sector.keywords_en,
        "keywords_zh": sector.keywords_zh,
    }
    current = Technology.objects.filter(sector="WAT").values_list("code", flat=True)
    assert [technology["code"] for technology in technologies] == list(current)


def test_a_topic_with_the_technologies_that_serve_it(client):
    with override("en"):
        topic = Topic.objects.select_related("domain").get(code="W-LEAK")
    Technology.objects.filter(code="WAT-METER").update(is_retired=True)
    shown = client.get(f"{TOPICS}W-LEAK/").json()
    assert {key: shown[key] for key in ("code", "label", "domain", "kpi")} == {
        "code": "W-LEAK",
        "label": "Reducing water-network leakage",
        "domain": {"code": "N-WAT", "label": topic.domain.name_en},
        "kpi": {"en": topic.kpi_en, "zh": topic.kpi_zh, "he": topic.kpi_he},
    }
    serving = Affinity.objects.filter(topic="W-LEAK").exclude(technology="WAT-METER")
    assert [(row["code"], row["weight"]) for row in shown["technologies"]] == list(
        serving.values_list("technology", "weight")
    )


def test_labels_are_in_the_readers_language(client):
    assert client.get(f"{TOPICS}W-LEAK/", headers={"Accept-Language": "zh"}).json()["label"] == "降低供水管网漏损"


def test_topics_by_domain(client):
    found = client.get(TOPICS, {"domain": ["N-WAT", "N-TRA"], "page_size": 100}).json()["results"]
    assert {topic["domain"]["code"] for topic in found} == {"N-WAT", "N-TRA"}


def test_an_unknown_domain_is_refused_with_a_sentence(client):
    answer = client.get(TOPICS, {"domain": "NOPE"})
    assert (answer.status_code, answer.json()) == (
        400,
        {"domain": ["Select a valid choice. NOPE is not one of the available choices."]},
    )


@pytest.mark.parametrize(("path", "queries"), [(SECTORS, 3), (TOPICS, 3)])
def test_lists_cost_the_same_for_one_and_for_three(client, django_assert_num_queries, path, queries):
    for size in (1, 3):
        with django_assert_num_queries(queries):
            assert len(client.get(path, {"page_size": size}).json()["results"]) == size
