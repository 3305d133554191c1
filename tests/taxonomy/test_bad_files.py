"""Files a curator may spoil. Each is refused with the file, the place and the way to mend it."""

import pytest

from taxonomy.entries import ReferenceFileError
from taxonomy.models import Sector
from taxonomy.reference import read_files, read_taxonomy
from taxonomy.services import load_taxonomy


def problems(small):
    with pytest.raises(ReferenceFileError) as error:
        read_files(small.path)
    return list(error.value.problems)


def test_the_small_folder_is_sound(small):
    assert [term.code for term in read_taxonomy(small.path).technologies] == ["WAT-LEAK", "WAT-QUAL"]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "sectors.yaml",
            "he: טכנולוגיות מים",
            "he: [",
            "sectors.yaml, line 6: is not YAML: did not find expected ',' or ']'.",
        ),
        ("sectors.yaml", "    zh: 漏损检测\n", "", "sectors.yaml, line 9 (WAT-LEAK): zh is missing; add it."),
        (
            "sectors.yaml",
            "en: Leak detection",
            'en: ""',
            "sectors.yaml, line 9 (WAT-LEAK): en is empty; write it.",
        ),
        (
            "sectors.yaml",
            "keywords_en: [leak, NRW]",
            "keywords_en: [leak, 12345]",
            "sectors.yaml, line 9 (WAT-LEAK): keywords_en holds 12345, which is 12345, not text; put it in quotes.",
        ),
        (
            "sectors.yaml",
            "cautions: [nmpa]",
            "caution: [nmpa]",
            "sectors.yaml, line 9 (WAT-LEAK): caution is not a known key; did you mean cautions? It may hold code, en, "
            "zh, he, keywords_en, keywords_zh, solves, cautions, retired.",
        ),
        (
            "sectors.yaml",
            "cautions: [nmpa]",
            "cautions: [nmpaa]",
            "sectors.yaml, line 9 (WAT-LEAK): cautions names nmpaa, which cautions.yaml does not hold; "
            "did you mean nmpa?",
        ),
        (
            "sectors.yaml",
            "solves: {W-SAFE: 0.9}",
            "solves: {H-AGE: 0.9}",
            "sectors.yaml, line 17 (WAT-QUAL): solves names H-AGE, which domains.yaml does not hold.",
        ),
        (
            "sectors.yaml",
            "solves: {W-SAFE: 0.9}",
            "solves: {W-SAFE: 9}",
            "sectors.yaml, line 17 (WAT-QUAL): solves gives W-SAFE the weight 9; a weight is above 0 and at most 1.",
        ),
        (
            "sectors.yaml",
            "solves: {W-SAFE: 0.9}",
            "solves: {W-SAFE: 0.9, W-SAFE: 0.2}",
            "sectors.yaml, line 23: W-SAFE stands twice; keep one.",
        ),
        (
            "sectors.yaml",
            "code: WAT-QUAL",
            "code: WAT-LEAK",
            "sectors.yaml, line 17 (WAT-LEAK): code WAT-LEAK stands already in line 9; give one another code.",
        ),
        (
            "sectors.yaml",
            "code: WAT-QUAL",
            "code: water quality",
            "sectors.yaml, line 17 (water quality): code is 'water quality'; a code is up to 40 letters, digits, "
            "- and _.",
        ),
        (
            "sectors.yaml",
            "article: true",
            "article: certainly",
            "sectors.yaml, line 1 (WAT): article is 'certainly'; write true or false.",
        ),
        (
            "domains.yaml",
            "departments: [WATER_CO]",
            "departments: [WATERCO]",
            "domains.yaml, line 12 (W-LEAK): departments names WATERCO, which departments.yaml does not hold; "
            "did you mean WATER_CO?",
        ),
        (
            "domains.yaml",
            "he: שיעור הפחת",
            "fr: taux de fuite",
            "domains.yaml, line 12 (W-LEAK): kpi (he is empty; write it, fr is not one of en, zh, he).",
        ),
        (
            "cautions.yaml",
            "side: israel",
            "side: usa",
            "cautions.yaml, line 7 (defence): side is 'usa'; write one of israel, china, united_states.",
        ),
        (
            "departments.yaml",
            "role: {en: Supply, zh: 供水, he: אספקת מים}",
            "role: Supply",
            "departments.yaml, line 1 (WATER): role must be a mapping such as {key: value}.",
        ),
        (
            "codes.yaml",
            "code: IDEA",
            "code: NO",
            "codes.yaml, line 2: code is False, not text; put it in quotes.",
        ),
        (
            "codes.yaml",
            "code: IDEA",
            "code: PILOT",
            "codes.yaml, line 3 (PILOT): code PILOT stands already in line 2; give one another code.",
        ),
        (
            "codes.yaml",
            'data: {symbol: "%"}',
            "data: 5",
            "codes.yaml, line 5 (PERCENT): data must be a mapping such as {key: value}.",
        ),
    ],
)
def test_one_fault(small, file, old, new, problem):
    small.change(file, old, new)
    assert problems(small)[0] == problem


def test_a_file_that_is_no_list(small):
    small.write("cautions.yaml", "nmpa: China")
    assert problems(small)[0] == "cautions.yaml: must be a list of entries, each beginning with a dash."


def test_an_empty_file(small):
    small.write("codes.yaml", "")
    assert problems(small) == ["codes.yaml: is empty."]
    small.write("codes.yaml", "- IDEA")
    assert problems(small) == ["codes.yaml: must be lists of codes, each under the name of its list."]


def test_a_file_that_is_not_there(small):
    (small.path / "departments.yaml").unlink()
    assert problems(small)[0] == f"departments.yaml: cannot be read from {small.path} (No such file or directory)."


def test_a_file_in_another_encoding(small):
    (small.path / "cautions.yaml").write_bytes("可能属于医疗器械".encode("gb18030"))
    assert problems(small)[0] == "cautions.yaml: is not UTF-8 text; save it as UTF-8."


def test_all_faults_of_all_files_are_told_at_once(small):
    small.change("sectors.yaml", "    zh: 漏损检测\n", "")
    small.change("sectors.yaml", "solves: {W-SAFE: 0.9}", "solves: {W-SAVE: 0.9}")
    small.change("cautions.yaml", "side: israel", "side: usa")
    small.change("codes.yaml", "zh: 初步想法, ", "")
    assert problems(small) == [
        "cautions.yaml, line 7 (defence): side is 'usa'; write one of israel, china, united_states.",
        "codes.yaml, line 2 (IDEA): zh is missing; add it.",
        "sectors.yaml, line 9 (WAT-LEAK): zh is missing; add it.",
        "sectors.yaml, line 16 (WAT-QUAL): solves names W-SAVE, which domains.yaml does not hold; did you mean W-SAFE?",
    ]


@pytest.mark.usefixtures("no_vocabulary")
def test_nothing_is_written_when_a_file_is_bad(small):
    small.change("codes.yaml", "zh: 初步想法, ", "")
    with pytest.raises(ReferenceFileError):
        load_taxonomy(small.path)
    assert Sector.objects.count() == 0
