"""Sentences by their meaning: stored once, read for a page at once, missed without harm."""

import pytest

from matching.corpus import current_corpus
from matching.explaining.pairing import with_meanings
from matching.explaining.texts import SideTexts
from matching.models import TextVector
from matching.phrases import SUBJECT, embed_phrases, read_meanings
from matching.tasks import embed_phrases as task
from tests.listings import NEED, PROFILE, published_need, published_startup
from tests.matching.paired import paired

pytestmark = pytest.mark.django_db


def keys() -> set[str]:
    return set(TextVector.objects.filter(subject=SUBJECT).values_list("key", flat=True))


def test_every_sentence_of_every_language_gets_a_vector(need):
    embed_phrases("need")
    assert keys() == {f"n{need.pk}:{language}:{place}" for language in ("en", "zh") for place in range(4)}


def test_what_is_not_listed_gets_none(need, startup):
    type(need).objects.update(status="closed")
    embed_phrases("need")
    embed_phrases("startup", only=startup.pk + 1)
    assert keys() == set()


def test_an_edit_takes_the_places_of_the_old_sentences(need):
    embed_phrases("need")
    before = dict(TextVector.objects.filter(subject=SUBJECT).values_list("key", "text_hash"))
    need.texts.filter(language="en").update(title="Street lamps")
    embed_phrases("need", only=need.pk)
    after = dict(TextVector.objects.filter(subject=SUBJECT).values_list("key", "text_hash"))
    assert [key for key in before if before[key] != after[key]] == [f"n{need.pk}:en:3"]
    assert before.keys() == after.keys()


def test_batches_follow_each_other(monkeypatch, need):
    monkeypatch.setattr("matching.phrases.BATCH", 1)
    other = published_need(department={"kind": "WATER", "name": {"zh": "另一局", "en": "Another bureau"}})
    assert embed_phrases("need") == need.pk
    assert embed_phrases("need", need.pk) == other.pk
    assert embed_phrases("need", other.pk) is None
    asked = []
    monkeypatch.setattr(task, "delay", lambda *arguments: asked.append(arguments))
    task("need")
    assert asked == [("need", need.pk)]


def test_meanings_of_a_page_cost_one_query(need, startup, django_assert_num_queries):
    corpus = current_corpus()
    sides = [SideTexts.of_need(need), SideTexts.of_startup(startup)]
    with django_assert_num_queries(1):
        read_meanings(sides, "en", corpus)


def test_sentences_without_a_common_word_meet_by_their_meaning():
    texts = {
        "title": "Lamps",
        "problem": "Elderly residents tumble at night and nobody comes.",
        "present": "",
        "target": "",
    }
    need = published_need(source_language="en", texts={"en": texts, "zh": NEED["texts"]["zh"]})
    profile = {
        "headline": "Ceiling radar", "problem": "", "advantage": "Fitted by one electrician in a morning.",
        "description": "It notices when an old person falls in the bathroom and calls for help.", "product": "",
    }  # fmt: skip
    startup = published_startup(source_language="en", texts=PROFILE["texts"] | {"en": profile})
    assert not paired(need, startup).evidence.is_close
    embed_phrases("need")
    embed_phrases("startup")
    (pairing,) = with_meanings([paired(need, startup)], current_corpus())
    quotes = pairing.evidence.need_quote.text, pairing.evidence.startup_quote.text
    assert quotes == (texts["problem"], profile["description"])


def test_a_pasted_text_is_read_at_once_and_stored_nowhere():
    meanings = read_meanings([SideTexts.of_pasted("漏损率高。")], "zh", current_corpus())
    assert list(meanings.known) == ["漏损率高。"]
    assert keys() == set()
