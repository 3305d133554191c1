"""The general and the Hebrew glossary as files: their size and form, and a few terms that must come out right."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from language import glossary
from language.bridge import Bridge

_GENERAL = glossary.FOLDER / "general.tsv"
_HEBREW = glossary.FOLDER / "hebrew.tsv"
_TAXONOMY = glossary.FOLDER / "taxonomy.tsv"
_HAN = "\u4e00-\u9fff"
_CHINESE_TERM = re.compile(rf"(?=.*[{_HAN}])[{_HAN}A-Za-z0-9]{{2,10}}")
_HEBREW_LETTER = re.compile("[\u05d0-\u05ea]")
_ENGLISH = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .'-]*")


@pytest.fixture(scope="session")
def bridge():
    return Bridge()


def _terms(path):
    """The terms of a file as written, repeated ones too; the spaces of mixed terms ("AI 芯片") do not count."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if line and not line.startswith("#")]


def _repeated(terms):
    return [term for term, count in Counter(term.replace(" ", "").lower() for term in terms).items() if count > 1]


def test_the_general_glossary_is_large_and_says_everything_once():
    assert len(_terms(_GENERAL)) >= 5_000
    assert _repeated(_terms(_GENERAL) + _terms(_TAXONOMY)) == []


def test_the_hebrew_glossary_is_large_and_says_everything_once():
    terms = _terms(_HEBREW)
    assert len(terms) >= 1_000
    assert [term for term, count in Counter(terms).items() if count > 1] == []


def test_every_term_is_in_its_script_and_every_wording_short_english():
    assert [term for term in _terms(_GENERAL) if not _CHINESE_TERM.fullmatch(term)] == []
    assert [term for term in _terms(_HEBREW) if not _HEBREW_LETTER.search(term)] == []
    wordings = {gloss for path in (_GENERAL, _HEBREW) for glosses in glossary.read(path).values() for gloss in glosses}
    assert [gloss for gloss in wordings if not _ENGLISH.fullmatch(gloss) or len(gloss.split()) > 7] == []


def test_every_section_holds_terms():
    for path in (_GENERAL, _HEBREW):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines()[2:] if line]
        assert [first for first, second in pairwise([*lines, "#"]) if first[0] == second[0] == "#"] == []


@pytest.mark.parametrize(
    ("term", "english"),
    [
        ("溯源", "source tracing"),
        ("内涝点", "urban flooding hotspot"),
        ("底数不清", "incomplete asset data"),
        ("漏点", "leak point"),
        ("信创", "trusted domestic IT innovation"),
        ("等保", "cybersecurity classified protection compliance"),
        ("电瓶车", "e-bike"),
        ("AI识别", "AI recognition"),
    ],
)
def test_a_chinese_term_has_the_words_of_the_trade(term, english):
    assert glossary.chinese()[term][0] == english


@pytest.mark.parametrize(
    ("sentence", "english"),
    [
        ("小区里电瓶车飞线充电屡禁不止", "residential community e-bike unsafe charging cables recurring violations"),
        ("检漏队靠听音杆找暗漏", "leak detection"),
        ("下穿通道积水，水位计误报", "underpass waterlogging , water level sensor false alarm"),
        ("补丁难打，等保测评不达标", "difficult patching , cybersecurity classified protection assessment"),
        ("慢病患者随访", "chronic disease patients follow-up"),
        ("高空抛物取证难", "objects thrown from height difficult evidence collection"),
    ],
)
def test_terms_come_out_of_sentences(bridge, sentence, english):
    assert english in bridge.english(sentence)


@pytest.mark.parametrize(
    ("phrase", "english"),
    [
        ("לאיתור דליפות ברשתות המים העירוניות", "leak detection water network urban"),
        ("עמדות הטעינה לרכבים החשמליים", "EV charging station electric vehicle"),
        ("לתשתיות קריטיות ולבתי החולים", "critical infrastructure hospital"),
        ('מט״ש או מט"ש', "wastewater treatment plant wastewater treatment plant"),
        ("שלב ראשון", "stage"),
    ],
)
def test_hebrew_terms_come_out_of_phrases(bridge, phrase, english):
    assert bridge.english(phrase).startswith(english)
