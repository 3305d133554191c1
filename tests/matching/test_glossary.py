"""What curators add to the glossary ranks from the next nightly run on, in every process, and not before."""

from copy import deepcopy

import pytest

import cities.services
import startups.services
from language.glossary import Additions
from matching import resident, runs
from matching.corpus import corpus_of, current_corpus
from matching.models import Match, Run, Snapshot, TextVector
from matching.services import rescore_need, rescore_startup
from taxonomy.glossary import keep_terms, remove_term
from taxonomy.models import GlossaryTerm
from tests.listings import NEED, PROFILE, published_need, published_startup

pytestmark = pytest.mark.django_db

# No glossary and no dictionary holds it, so that without an entry ranking reads nothing here.
TERM = "晟淼桩"


def run(kind: str) -> None:
    started = runs.start_run(kind)
    runs.embed_texts(started)
    for block in runs.unscored_blocks(started):
        runs.score_block(block)
    runs.close_run(started)


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(resident, "_home", lambda: tmp_path)
    monkeypatch.setattr(resident, "FEWEST_TO_STORE", 1)


@pytest.fixture
def need(db):
    """Its Chinese is read word by word, because nobody has looked at its English."""
    texts = deepcopy(NEED["texts"])
    texts["zh"] = {"title": f"{TERM}不足", "problem": f"{TERM}不足，管网漏损。"}
    texts["en"] |= {"title": "Unchecked", "problem": "Unchecked.", "origin": "machine", "present": "", "target": ""}
    return published_need(texts=texts, topics=["W-LEAK"], kpis=[], requirements=[])


@pytest.fixture
def chargers(need):
    """One finds leaks, as the need's topic asks; the other one has charging piles."""
    texts = deepcopy(PROFILE["texts"])
    texts["en"] |= {
        "headline": "Charging piles for electric vehicles",
        "problem": "Drivers find no charging pile.",
        "advantage": "From 2 to 20 charging piles.",
        "description": "Shared charging piles for electric vehicles.",
        "product": "Charging piles.",
    }
    return published_startup(slug="charging", texts=texts, technologies=["IOT-SENS"]), published_startup(slug="leaks")


def order(need) -> list[str]:
    return list(Match.objects.filter(need=need).order_by("need_rank").values_list("startup__slug", flat=True))


def scores() -> dict[str, float]:
    return dict(Match.objects.values_list("startup__slug", "score"))


def add(curator) -> GlossaryTerm:
    keep_terms({("zh", TERM): ["charging pile for electric vehicles"]}, curator)
    return GlossaryTerm.objects.get()


def test_an_entry_ranks_after_the_next_nightly_run_and_not_before(need, chargers, curator):
    run(Run.Kind.NIGHTLY)
    assert order(need) == ["leaks", "charging"]
    before = scores()
    add(curator)
    for rescored in (need, *chargers):
        (cities if rescored is need else startups).services.record_change(rescored)
    rescore_need(need.pk)
    rescore_startup(chargers[0].pk)
    run(Run.Kind.FULL)
    assert scores() == before
    run(Run.Kind.NIGHTLY)
    assert order(need) == ["charging", "leaks"]
    assert scores()["charging"] > before["charging"] + 1


def test_an_edit_after_that_night_gives_the_numbers_of_the_run(need, chargers, curator):
    add(curator)
    run(Run.Kind.NIGHTLY)
    after = scores()
    for rescored in (need, *chargers):
        (cities if rescored is need else startups).services.record_change(rescored)
    rescore_need(need.pk)
    rescore_startup(chargers[0].pk)
    assert scores() == after


def test_the_glossary_is_part_of_the_versions_of_snapshot_and_tables(need, chargers, curator):
    run(Run.Kind.NIGHTLY)
    before, vectors = Snapshot.objects.get(is_current=True), dict(TextVector.objects.values_list("pk", "text_hash"))
    old = resident.segments(resident.NEEDS, current_corpus())[0].whole()
    add(curator)
    run(Run.Kind.NIGHTLY)
    after = Snapshot.objects.get(is_current=True)
    assert after.version != before.version
    assert after.glossary == {"zh": {TERM: ["charging pile for electric vehicles"]}, "he": {}}
    assert resident.segments(resident.NEEDS, current_corpus())[0].whole().version != old.version
    changed = [row.key for row in TextVector.objects.all() if vectors[row.pk] != row.text_hash]
    assert changed == [str(need.pk)]


def test_a_removed_entry_ranks_no_more_after_the_next_night(need, chargers, curator):
    run(Run.Kind.NIGHTLY)
    before = order(need), Snapshot.objects.get(is_current=True).version
    entry = add(curator)
    run(Run.Kind.NIGHTLY)
    remove_term(entry, curator)
    run(Run.Kind.NIGHTLY)
    assert (order(need), Snapshot.objects.get(is_current=True).version) == before


def test_an_entry_without_english_leaves_the_word_to_the_dictionary(need, curator):
    keep_terms({("zh", "狗熊"): []}, curator)
    version = runs.store_snapshot().version
    assert Snapshot.objects.get(version=version).glossary == {"zh": {}, "he": {}}
    assert corpus_of(version).bridge.terms("狗熊")[0].origin == "dictionary"


def test_an_entry_takes_the_place_of_a_shipped_one(curator):
    keep_terms({("zh", "管网漏损"): ["loss in pipes"], ("he", "איתור דליפות"): ["finding of leaks"]}, curator)
    bridge = corpus_of(runs.store_snapshot().version).bridge
    assert [term.glosses for term in bridge.terms("管网漏损")] == [("loss in pipes",)]
    assert [term.glosses for term in bridge.terms("איתור דליפות")] == [("finding of leaks",)]


def test_versions_are_equal_for_equal_terms():
    one = Additions.of({"zh": {"甲乙": ["a"], "丙丁": ["b"]}})
    assert one.version == Additions.of({"zh": {"丙丁": ["b"], "甲乙": ["a"]}, "he": {}}).version
    assert one.version != Additions.of({"zh": {"甲乙": ["a"], "丙丁": ["c"]}}).version
    assert Additions.of({}).version == ""
