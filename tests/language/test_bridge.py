import pytest

from language.bridge import Bridge, Term


@pytest.fixture(scope="session")
def bridge():
    return Bridge()


def test_terms_carry_source_place_glosses_and_origin(bridge):
    assert bridge.terms("用AI芯片和葡萄，NVR") == [
        Term("AI芯片", 1, 5, ("AI chip",), "glossary"),
        Term("葡萄", 6, 8, ("grape",), "dictionary"),
        Term("NVR", 9, 12, ("NVR",), "latin"),
    ]


def test_the_longest_glossary_term_wins(bridge):
    assert [(term.source, term.origin) for term in bridge.terms("合同能源管理的管网漏损")] == [
        ("合同能源管理", "glossary"),
        ("管网漏损", "glossary"),
    ]


def test_the_gloss_that_is_common_in_the_field_comes_first():
    assert Bridge({"grape": 0.1}).terms("葡萄")[0].glosses == ("grape",)
    assert Bridge({"speaker": 0.1}).terms("音箱")[0].glosses[0] == "speaker"
    assert Bridge({"sound": 0.1, "box": 0.1}).terms("音箱")[0].glosses[0] == "sound box"


def test_a_word_that_no_dictionary_holds_is_taken_apart():
    (term,) = Bridge({"dry": 0.1, "grain": 0.1, "stage": 0.1}).terms("晒谷场")
    assert (term.origin, term.source) == ("part", "晒谷场")
    assert "grain" in term.glosses[0]


def test_dictionary_glosses_weigh_half_and_alternatives_less():
    assert Bridge({"vegetable": 0.1, "greenhous": 0.1}).weighted("蔬菜大棚 5G") == {
        "vegetabl": 0.5, "greenhous": 0.5, "polytunnel": 0.25, "5g": 1.0,
    }  # fmt: skip


def test_english_passes_through(bridge):
    assert bridge.english("Leak detection, 3.5 km.") == "Leak detection, 3.5 km."
    assert bridge.weighted("leaks and leak detection") == {"leak": 2.0, "detection": 1.0}
    assert bridge.fallen_through("leaks") == []


def test_curators_see_words_without_glossary_entry(bridge):
    assert bridge.fallen_through("狗熊的管网，狗熊 NVR 晒谷场") == ["狗熊", "晒谷场"]


def test_hebrew_terms_come_from_the_hebrew_glossary(monkeypatch, tmp_path):
    monkeypatch.setattr("language.lexicon.glossary.hebrew", lambda: {"איתור דליפות": ("leak detection",)})
    hebrew = Bridge(folder=tmp_path)
    assert hebrew.english("איתור דליפות של Acme, ג'ירפה") == "leak detection Acme,"
    assert hebrew.fallen_through("איתור דליפות של Acme, ג'ירפה") == ["ג'ירפה"]


def test_full_width_letters_keep_their_place(bridge):
    assert bridge.terms("ＡＩ芯片") == [Term("ＡＩ芯片", 0, 4, ("AI chip",), "glossary")]


def test_a_failing_translator_leaves_the_glosses(bridge, caplog):
    def broken(text, language):
        raise ConnectionError(language)

    assert Bridge(translator=broken).english("管网监测") == bridge.english("管网监测")
    assert "The translator failed" in caplog.text


def test_a_translator_serves_the_encoder():
    assert Bridge(translator=lambda text, language: f"{language}: pipe network").english("管网") == "zh: pipe network"


def test_punctuation_between_terms_stays_and_function_words_go(bridge):
    assert (
        bridge.english("Acme（外骨骼）的Real-time leak detection。") == "Acme ( exoskeleton ) Real-time leak detection."
    )
