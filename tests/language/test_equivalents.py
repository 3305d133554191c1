"""Terms of a text with what they are called in another language."""

import pytest

from language.bridge import Bridge
from language.equivalents import Piece, pieces
from language.glossary import Additions


@pytest.fixture(scope="module")
def bridge():
    return Bridge()


def marked(text: str, source, target, bridge) -> dict[str, tuple[str, ...]]:
    found = pieces(text, source, target, bridge)
    assert "".join(piece.text for piece in found) == text
    return {piece.text: piece.equivalents for piece in found if piece.equivalents}


def test_a_chinese_text_shows_the_english_of_its_longest_terms(bridge):
    found = marked("老城区供水管网漏损率高。", "zh", "en", bridge)
    assert found["供水管网"][0] == "water distribution network"


def test_out_of_english_the_longest_term_wins(bridge):
    found = marked("We find leaks in the Internet of Things and smart water meters.", "en", "zh", bridge)
    assert found["Internet of Things"][0] == "物联"
    assert "Things" not in found and "water" not in found


def test_words_of_two_sentences_make_no_term(bridge):
    assert "water. Meters" not in marked("It is about water. Meters are old.", "en", "zh", bridge)


def test_a_hebrew_text_finds_its_chinese_by_way_of_english(bridge):
    assert marked("איתור דליפות", "he", "zh", bridge)["איתור דליפות"]


def test_what_curators_added_comes_first():
    bridge = Bridge(additions=Additions.of({"zh": {"晟淼桩": ["internet of things"]}}))
    assert marked("Internet of things", "en", "zh", bridge)["Internet of things"][0] == "晟淼桩"


def test_a_text_in_its_own_language_is_one_piece(bridge):
    assert pieces("water meters", "en", "en", bridge) == [Piece("water meters")]
