from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from language.bridge import Bridge
from matching.corpus import current_corpus
from matching.explaining.evidence import Quote, TermPair, find_evidence
from matching.explaining.quotes import LONGEST_QUOTE, Scale, excerpt
from matching.explaining.reading import Rarity, read, root, roots
from matching.explaining.term_pairs import spans, term_pairs
from matching.explaining.texts import SideTexts, languages_of_pairs
from matching.phrases import Meanings
from tests.listings import NEED, PROFILE, published_need, published_startup
from tests.matching.paired import paired

TELLS = Rarity(
    known={"lid": 0.4}, unknown=1.0, everyday=frozenset({"system", "data"}), field=frozenset({"leak", "gas"})
)


@pytest.fixture(scope="module")
def bridge() -> Bridge:
    return Bridge()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def pairs(bridge: Bridge, need: str, startup: str) -> list[tuple[str, str]]:
    found = term_pairs(spans(read(need, bridge)), spans(read(startup, bridge)), TELLS, frozenset())
    return [(pair.need, pair.startup) for pair in found]


def texts(source: str, **by_language: str) -> SideTexts:
    return SideTexts(source, {code: {"problem": text} for code, text in by_language.items()}, {"problem": 1.0})


# --- words brought to their roots -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "family", [("leak", "leaks", "leakage", "leaking"), ("detect", "detection", "detector"), ("meter", "metering")]
)
def test_derivations_share_a_root(family):
    assert len({roots(word) for word in family}) == 1


@pytest.mark.parametrize("word", ["water", "river", "sewage", "image", "station", "power"])
def test_short_stems_keep_their_ending(word):
    assert root(word).startswith(word[:3])
    assert len(root(word)) >= 4


# --- pairs of terms ---------------------------------------------------------------------------------------------------


def test_a_chinese_term_meets_the_words_of_the_profile_as_written(bridge):
    assert pairs(bridge, "暗漏难以发现。", "Water is lost through Hidden Leaks in mains.") == [("暗漏", "Hidden Leaks")]


def test_neighbouring_terms_meet_as_one_whatever_their_order(bridge):
    assert ("管网监测", "monitoring of the pipe network") in pairs(
        bridge, "需要管网监测。", "We do monitoring of the pipe network."
    )


def test_two_texts_of_one_language_meet_in_longer_terms(bridge):
    assert pairs(bridge, "The gas leak was found.", "It finds gas leaks.") == [("gas leak", "gas leaks")]


def test_words_of_every_field_are_no_evidence(bridge):
    assert pairs(bridge, "系统数据", "A system for data.") == []
    assert pairs(bridge, "The system and 300 cheap things", "A system, 300 and cheap") == []


def test_what_a_term_means_now_and_then_counts_in_its_own_field_only(bridge):
    sides = spans(read("流量", bridge)), spans(read("traffic", bridge))
    assert term_pairs(*sides, TELLS, frozenset()) == ()
    assert term_pairs(*sides, TELLS, frozenset(roots("traffic"))) == (TermPair("流量", "traffic"),)


def test_a_lone_chinese_character_is_no_evidence(bridge):
    assert pairs(bridge, "漏。", "leak") == []


def test_a_thing_is_told_once_and_the_longest_first(bridge):
    found = pairs(bridge, "燃气管道泄漏，暗漏，燃气。", "Gas pipelines, hidden leaks, leaks of gas, a gas main.")
    assert len({need for need, _ in found}) == len(found)
    assert [len(need) for need, _ in found] == sorted((len(need) for need, _ in found), reverse=True)


def test_at_most_five_pairs(bridge):
    names = "drone robot valve turbine battery transformer sensor elevator"
    assert len(term_pairs(*[spans(read(". ".join(names.split()), bridge))] * 2, TELLS, frozenset(names.split()))) <= 5


# --- in which languages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("need", "startup", "reader", "chosen"),
    [
        (texts("zh", zh="漏", en="leak"), texts("en", en="leak", zh="漏"), "zh", ("zh", "en")),
        (texts("zh", zh="漏", en="leak"), texts("he", he="דליפה", en="leak"), "zh", ("zh", "en")),
        (texts("zh", zh="漏", en="leak"), texts("he", he="דליפה"), "zh", ("zh", "he")),
        (texts("zh", zh="漏", en="leak"), texts("en", en="leak", zh="漏"), "en", ("zh", "en")),
        (texts("zh", zh="漏", en="leak"), texts("he", he="דליפה", en="leak"), "en", ("zh", "en")),
        (texts("en", zh="漏", en="leak"), texts("en", en="leak", zh="漏"), "zh", ("zh", "en")),
        (texts("en", zh="漏", en="leak"), texts("en", en="leak", zh="漏"), "en", ("en", "en")),
        (texts("zh", zh="漏", en="leak"), texts("en", en="leak", he="דליפה"), "he", ("zh", "he")),
        (texts("en", en="leak"), texts("en", en="leak", zh="漏"), "zh", ("en", "zh")),
    ],
)
def test_pairs_cross_languages_and_leave_no_reader_out(need, startup, reader, chosen):
    assert languages_of_pairs(need, startup, reader)[0] == chosen


def test_terms_that_do_not_meet_in_the_first_language_are_looked_for_in_the_profiles_others():
    assert languages_of_pairs(texts("zh", zh="漏"), texts("he", he="דליפה", en="leak", zh="漏"), "he") == [
        ("zh", "he"),
        ("zh", "en"),
    ]


def test_a_quote_is_in_the_readers_language_else_in_english():
    side = texts("zh", zh="漏", en="leak")
    assert [side.language_for(reader) for reader in ("zh", "en", "he")] == ["zh", "en", "en"]
    assert texts("he", he="דליפה").language_for("zh") == "he"


# --- quotes -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_sentences_that_meet_best_are_quoted(need, startup):
    evidence = paired(need, startup).evidence
    assert evidence.need_quote == Quote("High leakage in the old town's water network", "en")
    assert evidence.startup_quote == Quote("Cut network leakage from 17.6 % to 9.8 % in fourteen months.", "en")
    assert TermPair("暗漏", "hidden leaks") in evidence.pairs


@pytest.mark.django_db
def test_chinese_readers_see_chinese_quotes_and_the_pairs_of_the_texts_written_first(need, startup):
    with translation.override("zh-hans"):
        evidence = paired(need, startup).evidence
    assert (evidence.need_quote.language, evidence.startup_quote.language) == ("zh", "zh")
    assert evidence.need_quote.text in "".join(NEED["texts"]["zh"].values())
    assert evidence.startup_quote.text in "".join(PROFILE["texts"]["zh"].values())
    assert TermPair("暗漏", "hidden leaks") in evidence.pairs


def evidence_for(problem: str, startup: Any, reader: str):
    sides = SideTexts.of_pasted(problem), SideTexts.of_startup(startup)
    return find_evidence(*sides, ["W-LEAK"], ["WAT-LEAK"], current_corpus(), reader, Meanings())


@pytest.mark.django_db
def test_a_foreign_quote_carries_its_terms_in_the_readers_language(startup):
    chinese = evidence_for("Leak detection in our water supply network takes weeks.", startup, "zh").need_quote
    assert chinese.language == "en"
    assert any(pair.need in chinese.text and not pair.startup.isascii() for pair in chinese.pairs)
    english = evidence_for("老城区供水管网暗漏难以发现。", startup, "en").need_quote
    assert TermPair("暗漏", "hidden leak") in english.pairs


@pytest.mark.django_db
def test_a_foreign_quote_without_any_known_term_is_not_shown_to_chinese_readers(startup):
    assert evidence_for("Zorble flimps the quux.", startup, "zh").need_quote is None


@pytest.mark.django_db
def test_sentences_on_papers_and_servers_yield_to_those_on_the_problem():
    need = published_need(
        texts={
            language: {**NEED["texts"][language], "target": target}
            for language, target in (
                ("en", "The manual and all leakage data stay on our server."),
                ("zh", "数据不出境。"),
            )
        }
    )
    profile = PROFILE["texts"]["en"] | {"product": "The manual is Chinese; leakage data stays on a server."}
    startup = published_startup(texts=PROFILE["texts"] | {"en": profile})
    quoted = paired(need, startup).evidence
    assert "server" not in quoted.need_quote.text + quoted.startup_quote.text


def test_a_long_sentence_is_cut_to_the_clauses_that_matter(bridge):
    filler = ", ".join(["the weather was fine and the street was quiet"] * 6)
    (sentence,) = read(f"In March, {filler}, the gas leak was found at last, {filler}.", bridge)
    text = excerpt(sentence, ["gas", "leak"], Scale(TELLS, frozenset()), LONGEST_QUOTE)
    assert text.startswith("…")
    assert text.endswith("…")
    assert "the gas leak was found at last" in text
    assert len(text) <= LONGEST_QUOTE["en"] + 2


def test_a_long_sentence_without_clauses_is_cut_between_words(bridge):
    (sentence,) = read(" ".join(["leak"] * 80), bridge)
    assert excerpt(sentence, ["leak"], Scale(TELLS, frozenset()), LONGEST_QUOTE) == " ".join(["leak"] * 46) + "…"


# --- phrases for reasons ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_phrase_is_not_taken_twice(need, startup):
    evidence = paired(need, startup).evidence
    first = evidence.phrase_about(["leak", "loggers"])
    second = evidence.phrase_about(["leak", "loggers"], [first])
    assert first
    assert second
    assert first != second


@pytest.mark.django_db
def test_no_phrase_is_made_up_where_the_profile_has_no_word_of_it(need, startup):
    assert paired(need, startup).evidence.phrase_about(["submarine"]) == ""
