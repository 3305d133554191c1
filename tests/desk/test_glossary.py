"""Words that no glossary holds, and what curators add: who may, what is kept, what is said about it."""

import pytest

from matching.models import UnglossedWord
from matching.unglossed import count_unglossed_words
from taxonomy.glossary import keep_terms
from taxonomy.models import GlossaryChange, GlossaryTerm
from tests.listings import published_need

pytestmark = pytest.mark.django_db

WORDS, ENTRIES, IMPORT = "/desk/glossary/", "/desk/glossary/entries/", "/desk/glossary/import/"


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def need_about(word: str, number: int):
    texts = {"zh": {"title": word, "problem": f"{word}，{word}，管网。"}, "en": {"title": "x", "problem": "x"}}
    return published_need(texts=texts, department={"kind": "WATER", "name": {"zh": f"测试局{number}"}})


def entries() -> dict[str, list[str]]:
    return dict(GlossaryTerm.objects.values_list("term", "english"))


@pytest.mark.parametrize("who", ["owner", "official", "outsider"])
def test_nobody_else_reads_or_writes_the_glossary(client, request, curator, who):
    client.force_login(request.getfixturevalue(who))
    keep_terms({("zh", "狗熊"): ["bear"]}, curator)
    pk = GlossaryTerm.objects.get().pk
    for page in (WORDS, ENTRIES, f"{ENTRIES}{pk}/", IMPORT):
        assert client.get(page).status_code == 404
    for verb in (f"{WORDS}add/", f"{WORDS}leave/", f"{WORDS}count/", f"{ENTRIES}{pk}/remove/", f"{ENTRIES}{pk}/"):
        assert client.post(verb, {"term": "晒谷场", "english": "threshing floor"}).status_code == 404
    assert entries() == {"狗熊": ["bear"]}


def test_words_without_an_entry_are_counted_by_listings(curator):
    first, second = need_about("狗熊", 1), need_about("狗熊", 2)
    assert count_unglossed_words() == UnglossedWord.objects.count()
    rows = {row.word: row for row in UnglossedWord.objects.all()}
    bear = rows["狗熊"]
    assert (bear.listings, bear.occurrences, bear.origin, bear.needs) == (2, 6, "dictionary", [first.pk, second.pk])
    assert bear.read_as[0] == "black bear"
    assert "管网" not in rows


def test_the_page_shows_the_most_frequent_first_and_where_they_occur(desk):
    need_about("狗熊", 1)
    need_about("狗熊", 2)
    need_about("晒谷场", 3)
    count_unglossed_words()
    shown = [(word.word, word.listings, len(word.places)) for word in desk.get(WORDS).context["page"]]
    assert shown.index(("狗熊", 2, 2)) == 0
    assert ("晒谷场", 1, 1) in shown


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_the_same_for_one_word_and_for_three(desk, count, django_assert_num_queries):
    for number in range(count):
        need_about(["狗熊", "晒谷场", "葡萄架"][number], number)
    count_unglossed_words()
    with django_assert_num_queries(9):
        desk.get(WORDS)


def test_an_added_word_is_asked_about_no_more(desk, curator):
    need_about("狗熊", 1)
    count_unglossed_words()
    desk.post(f"{WORDS}add/", {"term": "狗熊", "english": "bear; black bear ; bear"})
    assert entries() == {"狗熊": ["bear", "black bear"]}
    assert "狗熊" not in [word.word for word in desk.get(WORDS).context["page"]]
    change = GlossaryChange.objects.get()
    assert (change.term, change.was, change.became, change.by) == ("狗熊", None, ["bear", "black bear"], curator)


def test_a_word_may_need_no_entry(desk):
    need_about("狗熊", 1)
    count_unglossed_words()
    desk.post(f"{WORDS}leave/", {"term": "狗熊"})
    assert entries() == {"狗熊": []}
    assert "狗熊" not in [word.word for word in desk.get(WORDS).context["page"]]


def test_to_leave_a_word_takes_no_entry_away(desk, curator):
    keep_terms({("zh", "狗熊"): ["bear"]}, curator)
    desk.post(f"{WORDS}leave/", {"term": "狗熊"})
    assert entries() == {"狗熊": ["bear"]}


@pytest.mark.parametrize(
    ("term", "english", "said"),
    [
        ("bear", "bear", "A term holds Chinese or Hebrew."),
        ("熊", "bear", "A term has 2 to 40 signs."),
        ("狗熊", "熊", "English is written in Latin letters."),
        ("狗熊", " ; ", "Give 1 to 6 wordings of at most 80 signs."),
        ("狗熊", "a;b;c;d;e;f;g", "Give 1 to 6 wordings of at most 80 signs."),
    ],
)
def test_what_is_no_term_is_refused_with_a_sentence(desk, term, english, said):
    page = desk.post(f"{WORDS}add/", {"term": term, "english": english})
    assert page.status_code == 422
    assert said in [error for errors in page.context["form"].errors.values() for error in errors]
    assert entries() == {}


def test_a_term_is_kept_as_texts_are_read(desk):
    desk.post(f"{WORDS}add/", {"term": " ＡＩ  芯片 ", "english": "AI chip"})
    desk.post(f"{WORDS}add/", {"term": "איתור דליפות", "english": "leak detection"})
    assert dict(GlossaryTerm.objects.values_list("term", "language")) == {"AI 芯片": "zh", "איתור דליפות": "he"}


def test_an_entry_is_edited_and_removed_and_its_trail_tells(desk, curator):
    keep_terms({("zh", "狗熊"): ["bear"]}, curator)
    address = f"{ENTRIES}{GlossaryTerm.objects.get().pk}/"
    desk.post(address, {"english": "black bear"})
    assert entries() == {"狗熊": ["black bear"]}
    desk.post(address, {"english": "black bear"})
    desk.post(f"{address}remove/")
    assert entries() == {}
    assert [(change.was, change.became) for change in GlossaryChange.objects.order_by("pk")] == [
        (None, ["bear"]),
        (["bear"], ["black bear"]),
        (["black bear"], None),
    ]


def test_an_entry_says_what_it_takes_the_place_of(desk, curator):
    keep_terms({("zh", "管网漏损"): ["loss in pipes"]}, curator)
    page = desk.get(f"{ENTRIES}{GlossaryTerm.objects.get().pk}/")
    assert page.context["shipped"] == "water network leakage"


def test_many_are_imported_at_once_and_a_second_time_changes_nothing(desk, curator):
    keep_terms({("zh", "狗熊"): ["bear"]}, curator)
    lines = "# from the bureau\n狗熊\tblack bear\n晒谷场\tthreshing floor; grain floor\n\nדוב\tbear\n"
    page = desk.post(IMPORT, {"lines": lines}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["2 terms added, 1 changed, 0 were there."]
    assert entries() == {"狗熊": ["black bear"], "晒谷场": ["threshing floor", "grain floor"], "דוב": ["bear"]}
    page = desk.post(IMPORT, {"lines": lines}, follow=True)
    assert [str(message) for message in page.context["messages"]] == ["0 terms added, 0 changed, 3 were there."]
    assert GlossaryChange.objects.count() == 4


def test_an_import_with_a_wrong_line_keeps_nothing(desk):
    page = desk.post(IMPORT, {"lines": "狗熊\tbear\n晒谷场 threshing floor\nbear\tbear\n"})
    assert page.status_code == 422
    assert page.context["form"].errors["lines"] == [
        "Line 2: Expected a term, a tabulator and its English.",
        "Line 3: A term holds Chinese or Hebrew.",
    ]
    assert entries() == {}


def test_entries_are_found_by_term_and_by_english(desk, curator):
    keep_terms({("zh", "狗熊"): ["bear"], ("zh", "晒谷场"): ["threshing floor"]}, curator)
    for searched, found in (("熊", ["狗熊"]), ("FLOOR", ["晒谷场"]), ("", ["晒谷场", "狗熊"])):
        assert [entry.term for entry in desk.get(ENTRIES, {"q": searched}).context["page"]] == found
