import pytest

from language import lexicon
from language.bridge import Bridge, Term

CHINESE = {
    "AI 芯片": ("AI chip",),
    "管网": ("pipe network",),
    "管网漏损": ("pipe network leakage", "non-revenue water"),
    "外骨骼": ("exoskeleton",),
}
HEBREW = {"איתור דליפות": ("leak detection",)}
FIELD = {"grape": 0.1, "speaker": 0.1, "vegetabl": 0.1, "greenhous": 0.1, "grain": 0.1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where a lexicon lies whose glossaries are the ones above; the dictionary and the cutter are the real ones."""
    folder = tmp_path_factory.mktemp("lexicon")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("language.lexicon.glossary.chinese", lambda: CHINESE)
        patch.setattr("language.lexicon.glossary.hebrew", lambda: HEBREW)
        lexicon.lexicon(folder)
    return folder


@pytest.fixture
def bridge(folder):
    return Bridge(FIELD, folder)


def test_terms_carry_source_place_glosses_and_origin(bridge):
    assert bridge.terms("用AI芯片和葡萄，NVR") == [
        Term("AI芯片", 1, 5, ("AI chip",), "glossary"),
        Term("葡萄", 6, 8, ("grape",), "dictionary"),
        Term("NVR", 9, 12, ("NVR",), "latin"),
    ]


def test_full_width_letters_keep_their_place(bridge):
    assert bridge.terms("ＡＩ芯片") == [Term("ＡＩ芯片", 0, 4, ("AI chip",), "glossary")]


def test_the_longest_glossary_term_wins(bridge):
    assert [term.source for term in bridge.terms("管网和管网漏损")] == ["管网", "管网漏损"]


def test_the_gloss_that_is_common_in_the_field_comes_first(bridge, folder):
    assert bridge.terms("音箱")[0].glosses[0] == "speaker"
    assert Bridge({"sound": 0.1, "box": 0.1}, folder).terms("音箱")[0].glosses[0] == "sound box"


def test_a_word_that_no_dictionary_holds_is_taken_apart(bridge):
    (term,) = bridge.terms("晒谷场")
    assert (term.source, term.origin, "grain" in term.glosses[0]) == ("晒谷场", "part", True)


def test_first_glosses_weigh_most_and_dictionary_glosses_half(bridge):
    assert bridge.weighted("蔬菜大棚 5G") == {"vegetabl": 0.5, "greenhous": 0.5, "polytunnel": 0.25, "5g": 1.0}
    assert bridge.weighted("管网漏损") == {
        "pipe": 1.0, "network": 1.0, "leakag": 1.0, "non": 0.5, "revenu": 0.5, "water": 0.5,
    }  # fmt: skip


def test_english_passes_through(bridge):
    assert bridge.english("Leak detection, 3.5 km.") == "Leak detection, 3.5 km."
    assert bridge.weighted("leaks and leak detection") == {"leak": 2.0, "detection": 1.0}
    assert bridge.fallen_through("leaks") == []


def test_punctuation_between_terms_stays_and_function_words_go(bridge):
    mixed = "Acme（外骨骼）的Real-time leak detection。"
    assert bridge.english(mixed) == "Acme ( exoskeleton ) Real-time leak detection."


def test_hebrew_terms_come_from_the_hebrew_glossary(bridge):
    assert bridge.english("איתור דליפות של Acme, ג'ירפה") == "leak detection Acme,"


def test_curators_see_words_without_glossary_entry(bridge):
    assert bridge.fallen_through("狗熊的管网，狗熊 NVR 晒谷场 ג'ירפה") == ["狗熊", "晒谷场", "ג'ירפה"]


def test_a_failing_translator_leaves_the_glosses(folder, caplog):
    def broken(text, language):
        raise ConnectionError(language)

    assert Bridge(FIELD, folder, broken).english("管网") == "pipe network"
    assert "The translator failed" in caplog.text


def test_a_translator_takes_the_glosses_place(folder):
    asked = []

    def translate(text, language):
        asked.append((text, language))
        return "leaky mains"

    bridge = Bridge(FIELD, folder, translate)
    assert bridge.english("管网漏损") == "leaky mains"
    assert bridge.weighted("管网漏损") == {"leaky": 1.0, "main": 1.0}
    assert asked == [("管网漏损", "zh")]


def test_the_project_s_own_glossaries_are_used_by_default():
    assert [(term.source, term.origin) for term in Bridge().terms("合同能源管理与漏损检测")] == [
        ("合同能源管理", "glossary"),
        ("漏损检测", "glossary"),
    ]
