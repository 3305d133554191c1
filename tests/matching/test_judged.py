"""Reading judged data: what is accepted, and that every mistake is named by file and line."""

from dataclasses import replace

import pytest

from matching.measuring.judged import JudgedDataError, join_judged, read_judged
from tests.matching.judged_folder import NEEDS, STARTUPS, lines


def complaint(folder, needs_file="needs.jsonl") -> str:
    with pytest.raises(JudgedDataError) as raised:
        read_judged(folder, needs_file)
    return str(raised.value).removeprefix(f"{folder}/")


def test_startups_needs_and_grades_are_read(folder):
    data = read_judged(folder)
    assert [startup.texts for startup in data.startups] == [
        ("Kolmaim. Finds leaks in water mains by sound. Water", "Finds leaks in water mains by sound."),
        ("Pachim. Sorts waste with cameras. ", "Sorts waste with cameras."),
    ]
    assert [(need.id, need.group, need.text) for need in data.needs] == [
        ("n1", "en", "Water leaks. Losses in old water mains."),
        ("n2", "zh", "垃圾分类. 居民投放准确率低。"),
    ]
    assert data.grades == {"n1": {"s1": 3, "s2": 0}, "n2": {"s2": 2}}


def test_another_file_may_hold_a_part_of_the_needs(folder):
    (folder / "other.jsonl").write_text(lines(NEEDS[:1]), encoding="utf-8")
    assert [need.id for need in read_judged(folder, "other.jsonl").needs] == ["n1"]


def test_without_grades_the_data_can_still_be_ranked(folder):
    (folder / "qrels.tsv").unlink()
    assert read_judged(folder).grades == {}


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("startups.jsonl", lines(STARTUPS) + "{broken\n", "startups.jsonl, line 3: not JSON: Expecting property name"),
        ("startups.jsonl", "[1, 2]\n", "startups.jsonl, line 1: not an object with keys, but '[1, 2]'."),
        ("startups.jsonl", '{"id": "s1", "name": "A"}\n', "startups.jsonl, line 1: description is missing."),
        ("startups.jsonl", "", "startups.jsonl: holds no rows."),
        ("startups.jsonl", lines([*STARTUPS, STARTUPS[0]]), "startups.jsonl, line 3: the id s1 stands twice."),
        (
            "startups.jsonl",
            lines([STARTUPS[0] | {"keywords": "water"}]),
            "startups.jsonl, line 1: keywords is 'water', not a list of texts.",
        ),
        ("needs.jsonl", lines([NEEDS[0] | {"title": 5}]), "needs.jsonl, line 1: title is 5, not text."),
        ("needs.jsonl", "\n" + lines([{"id": "n1"}]), "needs.jsonl, line 2: group is missing."),
        (
            "qrels.tsv",
            "n1 s1 3\n",
            "qrels.tsv, line 1: 1 columns; need id, startup id and grade belong there, with tabs.",
        ),
        ("qrels.tsv", "n1\ts1\t3\nn9\ts1\t1\n", "qrels.tsv, line 2: no need has the id 'n9'."),
        ("qrels.tsv", "n1\ts9\t1\n", "qrels.tsv, line 1: no startup has the id 's9'."),
        ("qrels.tsv", "n1\ts1\t2.5\n", "qrels.tsv, line 1: the grade is '2.5'; it is one of 0, 1, 2, 3."),
        ("qrels.tsv", "n1\ts1\t3\nn1\ts1\t3\n", "qrels.tsv, line 2: the pair n1, s1 is judged twice."),
    ],
)
def test_a_mistake_is_named_by_file_and_line(folder, file, text, expected):
    (folder / file).write_text(text, encoding="utf-8")
    assert complaint(folder).startswith(expected)


def test_a_missing_file_is_named(folder):
    assert complaint(folder, "absent.jsonl") == "absent.jsonl: cannot be read (No such file or directory)."


def test_text_that_is_not_utf8_is_named(folder):
    (folder / "needs.jsonl").write_bytes("需求".encode("gbk"))
    assert complaint(folder) == "needs.jsonl: not UTF-8 text."


def test_needs_of_two_folders_are_joined_where_the_startups_are_the_same(folder, tmp_path):
    one = read_judged(folder)
    other = replace(one, needs=[replace(need, id=f"other-{need.id}") for need in one.needs], grades={"other-n1": {}})
    both = join_judged([one, other])
    assert [need.id for need in both.needs] == ["n1", "n2", "other-n1", "other-n2"]
    assert both.grades == {**one.grades, "other-n1": {}}
    with pytest.raises(JudgedDataError, match="same id"):
        join_judged([one, one])
    with pytest.raises(JudgedDataError, match="different startups"):
        join_judged([one, replace(other, startups=one.startups[:1])])
