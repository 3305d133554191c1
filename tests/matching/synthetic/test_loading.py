"""Synthetic listings in the tables: as the engine's facts have them, and gone without a trace."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

import cities.services
import startups.services
from cities.models import Department, Need
from cities.querysets import may_be_public
from matching.corpus import current_corpus
from matching.gather import need_texts, read_needs, read_startups, startup_texts
from matching.models import TextVector
from matching.synthetic import SyntheticWorld
from matching.synthetic.loading import delete, load, synthetic_needs, synthetic_startups
from matching.vectors import missing
from startups.models import Certificate, Deployment, Startup, StartupText

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 28)
STARTUPS, NEEDS = 40, 20


@pytest.fixture
def loaded():
    told: list[int] = []
    load(7, STARTUPS, NEEDS, DAY, told.append)
    assert told == [STARTUPS, NEEDS]


@pytest.fixture
def drawn(world):
    return SyntheticWorld(7, world.taxonomy, current_corpus().vocabulary, DAY)


def comparable(facts) -> dict:
    """Without the id, which the database gives, and without an order that no one asked for."""
    own = vars(facts) | {"id": 0, "certificates": dict(facts.certificates) if hasattr(facts, "certificates") else {}}
    for name in ("deployments", "requirements"):
        if name in own:
            own[name] = sorted(own[name], key=repr)
    return own


def assert_equal_texts(found, expected):
    for one, other in zip(found, expected, strict=True):
        assert one.words == other.words
        assert one.hits == other.hits
        assert one.vector.tolist() == other.vector.tolist()


def test_startups_are_read_as_they_were_drawn(loaded, drawn):
    expected = drawn.startups(STARTUPS)
    reading = read_startups(Startup.objects.listed().with_profile().order_by("pk"), current_corpus())
    assert list(map(comparable, reading.facts)) == list(map(comparable, expected.facts))
    assert_equal_texts(reading.texts, expected.texts)


def test_needs_are_read_as_they_were_drawn(loaded, drawn):
    expected = drawn.needs(NEEDS)
    reading = read_needs(Need.objects.open().with_page().order_by("pk"), current_corpus())
    assert list(map(comparable, reading.facts)) == list(map(comparable, expected.facts))
    assert_equal_texts(reading.texts, expected.texts)


def test_nothing_is_left_to_embed_and_everything_to_score(loaded):
    corpus = current_corpus()
    profiles = {str(row.pk): startup_texts(row, corpus.bridge) for row in Startup.objects.with_profile()}
    problems = {str(row.pk): need_texts(row, corpus.bridge) for row in Need.objects.with_page()}
    assert (len(profiles), len(problems)) == (STARTUPS, NEEDS)
    assert missing(TextVector.Subject.STARTUP, profiles, corpus.encoder) == []
    assert missing(TextVector.Subject.NEED, problems, corpus.encoder) == []
    assert Startup.objects.due().count() == STARTUPS
    assert Need.objects.due().count() == NEEDS


def test_search_terms_are_those_of_a_published_listing(loaded):
    for model, record_change in ((Startup, startups.services.record_change), (Need, cities.services.record_change)):
        before = dict(model.objects.values_list("pk", "search"))
        for listing in model.objects.all():
            record_change(listing)
        assert dict(model.objects.values_list("pk", "search")) == before


def test_rows_keep_the_rules_of_their_fields(loaded):
    for model in (Startup, StartupText, Deployment, Certificate, Need):
        for row in model.objects.all():
            row.full_clean(validate_unique=False)


def test_they_are_marked_as_demo_and_never_show_what_no_need_may(loaded):
    assert Startup.objects.filter(is_demo=True, source__startswith="synthetic:7:").count() == STARTUPS
    secret = Need.objects.filter(~may_be_public())
    assert set(secret.values_list("visibility", flat=True)) == {"matched"}
    assert Need.objects.filter(visibility="public").exists()


def test_delete_removes_them_and_nothing_else(startup, need):
    before = {
        model: set(model.objects.values_list("pk", flat=True)) for model in (Startup, Need, Department, TextVector)
    }
    load(7, STARTUPS, NEEDS, DAY, lambda rows: None)
    delete(lambda rows: None)
    corpus_vectors = TextVector.objects.exclude(subject__in=["startup", "need"])
    assert set(Startup.objects.values_list("pk", flat=True)) == before[Startup] == {startup.pk}
    assert set(Need.objects.values_list("pk", flat=True)) == before[Need] == {need.pk}
    assert set(Department.objects.values_list("pk", flat=True)) == before[Department]
    assert set(TextVector.objects.all()) - set(corpus_vectors) == set()


def run(*arguments) -> dict:
    out = StringIO()
    call_command("make_synthetic", *arguments, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def test_the_command_loads_and_deletes():
    answer = run("--startups", "3", "--needs", "2")
    assert (answer["startups"], answer["needs"]) == (3, 2)
    assert (synthetic_startups().count(), synthetic_needs().count()) == (3, 2)
    assert Startup.objects.filter(scored_revision=F("revision")).count() == 0
    answer = run("--delete")
    assert (answer["startups"], answer["needs"]) == (3, 2)
    assert (Startup.objects.count(), Need.objects.count()) == (0, 0)


def test_the_command_refuses_real_listings(startup):
    with pytest.raises(CommandError, match="1 real listings"):
        run("--startups", "3")
    run("--startups", "3", "--needs", "1", "--force")
    assert Startup.objects.count() == 4


def test_the_command_refuses_to_load_twice():
    run("--startups", "1", "--needs", "0")
    with pytest.raises(CommandError, match="Remove them with --delete"):
        run("--startups", "1", "--needs", "0")


def test_the_command_refuses_fewer_than_none():
    with pytest.raises(CommandError, match="numbers from 0"):
        run("--startups", "-1")
