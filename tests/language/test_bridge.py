import pytest

from language.bridge import Bridge, Term


@pytest.fixture(scope="session")
def bridge():
    return Bridge()


def test_terms_carry_source_place_glosses_and_origin(bridge):
    assert bridge.terms("用AI芯片监测，NVR") == [
        Term("AI芯片", 1, 5, ("AI chip",), "glossary"),
        Term("监测", 5, 7, ("monitor",), "dictionary"),
        Term("NVR", 8, 11, ("NVR",), "latin"),
    ]


def test_english_passes_through(bridge):
    assert bridge.english("Leak detection, 3.5 km.") == "Leak detection, 3.5 km."
    assert bridge.weighted("leaks and leak detection") == {"leak": 2.0, "detection": 1.0}
    assert bridge.fallen_through("leaks") == []


def test_curators_see_words_without_glossary_entry(bridge):
    assert bridge.fallen_through("监测管网的管网，监测") == ["监测"]


def test_a_failing_translator_leaves_the_glosses(bridge, caplog):
    def broken(text, language):
        raise ConnectionError(language)

    assert Bridge(translator=broken).english("管网监测") == bridge.english("管网监测")
    assert "The translator failed" in caplog.text


def test_a_translator_serves_the_encoder():
    assert Bridge(translator=lambda text, language: f"{language}: pipe network").english("管网") == "zh: pipe network"
