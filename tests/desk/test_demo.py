"""The demo files say what they promise, and loading them is safe."""

import re
from collections import Counter, defaultdict

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from accounts.models import User
from cities.models import Need
from desk.demo.loading import need_documents, startup_documents
from desk.today.day import today_for
from startups.models import Startup
from taxonomy.reference import read_taxonomy

MOST_WORDS, MOST_CHARACTERS = 8, 16


@pytest.fixture(scope="module")
def profiles() -> list[dict]:
    return [document for _slug, document in startup_documents()]


@pytest.fixture(scope="module")
def needs() -> list[dict]:
    return [document for _key, document in need_documents()]


def test_there_are_120_startups_over_all_sectors(profiles):
    sector_of = {technology.code: technology.parent for technology in read_taxonomy().technologies}
    primary = Counter(sector_of[document["technologies"][0]] for document in profiles)
    assert len(profiles) == len({document["slug"] for document in profiles}) == 120
    assert len(primary) == 17
    assert {document["trl"] for document in profiles} == set(range(3, 10))


def test_startups_have_gaps_and_differ_in_readiness(profiles):
    assert Counter("presence" in document and document["presence"] != "NONE" for document in profiles)[True] >= 40
    assert Counter(document.get("presence") for document in profiles)["NONE"] >= 20
    for field in ("pilot", "certificates", "deployments", "data_in_china", "production", "presence"):
        assert sum(not document.get(field) for document in profiles) >= 10, field


def test_there_are_84_needs_of_40_cities_over_all_domains(needs):
    domain_of = {topic.code: topic.parent for topic in read_taxonomy().topics}
    assert len(needs) == len({document["key"] for document in needs}) == 84
    assert len({document["city"] for document in needs}) >= 40
    assert len({domain_of[topic] for document in needs for topic in document["topics"]}) == 12
    assert Counter(document["source_language"] for document in needs)["zh"] == 68


def test_lengths_reach_from_a_table_row_to_a_page(needs):
    lengths = sorted(
        len(document["texts"]["zh"]["problem"]) for document in needs if document["source_language"] == "zh"
    )
    assert lengths[9] <= 40
    assert lengths[-10] >= 700


def test_everything_is_there_in_both_languages(profiles, needs):
    for document in profiles:
        for language in ("en", "zh"):
            assert all(document["texts"][language][field] for field in ("headline", "problem", "advantage"))
    for document in needs:
        for language in ("en", "zh"):
            assert all(document["texts"][language][field] for field in ("title", "problem"))
    assert sum("he" in document["texts"] for document in profiles) == 15


def test_each_topic_with_two_needs_has_four_competitors(profiles, needs):
    topics = Counter(topic for document in needs for topic in document["topics"])
    roles = defaultdict(set)
    for document in profiles:
        if "plays" in document:
            roles[document["plays"]["topic"]].add(document["plays"]["role"])
    contested = {topic for topic, count in topics.items() if count > 1}
    assert len(contested) == 16
    assert {topic: roles[topic] for topic in contested} == {
        topic: {"good", "blocked", "immature", "stuffed"} for topic in contested
    }


def texts_of(document: dict) -> list[str]:
    return [text for texts in document["texts"].values() for text in texts.values()]


def runs_of(text: str) -> set[tuple[str, ...]]:
    """Every run of words, and of Chinese characters, that is one longer than may be shared."""
    words = re.findall(r"[^\W\d_\u3400-\u9fff]+|\d+", text.lower())
    characters = re.findall(r"[\u3400-\u9fff]", text)
    return {
        tuple(units[start : start + length])
        for units, length in ((words, MOST_WORDS + 1), (characters, MOST_CHARACTERS + 1))
        for start in range(len(units) - length + 1)
    }


def test_no_two_texts_share_a_long_run(profiles, needs):
    holders = defaultdict(set)
    for document in (*profiles, *needs):
        key = document.get("slug") or document["key"]
        for text in texts_of(document):
            for run in runs_of(text):
                holders[run].add(key)
    assert {" ".join(run): keys for run, keys in holders.items() if len(keys) > 1} == {}


def test_the_run_finder_finds_a_planted_repeat():
    planted = "one two three four five six seven eight nine"
    assert runs_of(f"before {planted}") & runs_of(f"{planted} after") == {tuple(planted.split())}
    assert runs_of("供水管网漏损率居高不下暗漏难以发现了") & runs_of("供水管网漏损率居高不下暗漏难以发现啊") == {
        tuple("供水管网漏损率居高不下暗漏难以发现")
    }


def test_no_demo_deployment_names_a_real_place(profiles):
    names = {"Beijing", "Shanghai", "Tel Aviv", "Jerusalem", "London", "Singapore"}
    for document in profiles:
        for deployment in document.get("deployments", []):
            assert not any(name in deployment["place"]["en"] for name in names), deployment["place"]


def test_contacts_lead_nowhere(profiles, needs):
    for document in (*profiles, *needs):
        contact = document.get("contact", {})
        assert contact.get("email", "x@y.example").endswith(".example")
    assert all(document["website"].endswith(".example") for document in profiles)


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    call_command("load_demo", verbosity=0)
    before = list(Startup.objects.values_list("pk", "revision")), list(Need.objects.values_list("pk", "revision"))
    call_command("load_demo", verbosity=0)
    assert (
        list(Startup.objects.values_list("pk", "revision")),
        list(Need.objects.values_list("pk", "revision")),
    ) == before
    assert Startup.objects.filter(is_demo=True).listed().count() == 120
    assert Need.objects.filter(is_demo=True).open().count() == 84
    assert Need.objects.filter(reply_by__gte=F("expires_on")).count() == 0
    assert sorted(User.objects.exclude(persona="").values_list("persona", flat=True)) == [
        "curator",
        "founder",
        "official",
    ]


@pytest.mark.django_db
def test_things_of_all_kinds_wait_for_the_curator():
    call_command("load_demo", verbosity=0)
    found = Counter(item.kind for item in today_for(User.objects.get(persona="curator")).items)
    kinds = {
        "startup": 5,
        "need": 2,
        "department": 1,
        "proof": 1,
        "claim": 1,
        "translation": 1,
        "report": 1,
        "stale": 1,
    }
    assert found == kinds


@pytest.mark.django_db
def test_it_refuses_a_database_with_real_listings(startup):
    with pytest.raises(CommandError, match="holds 1 real listings"):
        call_command("load_demo")
    assert Startup.objects.count() == 1


@pytest.mark.django_db
def test_sensitive_demo_needs_are_seen_by_the_personas_only(outsider):
    call_command("load_demo", verbosity=0)
    shown = set(Need.objects.visible_to(outsider).values_list("source", flat=True))
    everything = set(Need.objects.open().values_list("source", flat=True))
    hidden = {source.split(":")[1] for source in everything - shown}
    assert hidden == {"A-LOWALT-1", "P-CROWD-1", "C-UTIL-1", "C-UTIL-2", "C-IOT-1", "C-HEA-1"} | {
        document["key"] for _key, document in need_documents() if document["department"]["kind"] in ("PSB", "TPOL")
    }
    founder = User.objects.get(persona="founder")
    assert set(Need.objects.visible_to(founder).values_list("source", flat=True)) == everything
