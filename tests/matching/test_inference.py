"""Topics and technologies out of texts in three languages, with the words that led to them."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from matching.inference import infer_technologies, infer_topics
from matching.measuring import inferring
from matching.measuring.inferring import Example, LabelledDataError, read_examples, score

pytestmark = pytest.mark.xdist_group("shipped corpus")

LABELLED = Path("docs/judged/inference.tsv")


@pytest.mark.parametrize(
    ("infer", "text", "code", "word"),
    [
        (infer_topics, "老城区供水管网漏损率18%，暗漏难找。", "W-LEAK", "供水管网漏损率"),
        (infer_topics, "אין מקומות חניה במרכז העיר", "T-PARK", "חניה"),
        (infer_topics, "Street lamps burn all day and cost too much.", "G-LIGHT", "Street"),
        (infer_technologies, "Acoustic sensors find leaks in water mains.", "WAT-LEAK", "leaks"),
        (infer_technologies, "用无人机巡检输电线路并测绘。", "AVI-INSP", "无人机巡检"),
        (infer_technologies, "הגנת סייבר על מערכות בקרה תעשייתיות", "CYB-OT", "הגנת סייבר"),
    ],
)
def test_the_likeliest_comes_first_with_the_words_that_led_to_it(infer, text, code, word, shipped):
    first = infer(text, shipped)[0]
    assert (first.code, first.is_sure) == (code, True)
    assert any(word in found or found in word for found in first.words)
    assert all(found in text for found in first.words)


@pytest.mark.parametrize(
    "text", ["Sensors on water mains find leaks within two metres.", "供水管网传感器，两米内定位漏点。"]
)
def test_a_length_leads_to_nothing(text, shipped):
    found = {word for one in infer_technologies(text, shipped) for word in one.words}
    assert found and not found & {"metres", "两米"}


def test_confidences_fall_and_are_shares(shipped):
    found = [one.confidence for one in infer_topics("停车难，路口拥堵，充电桩不足。", shipped)]
    assert found == sorted(found, reverse=True)
    assert sum(found) <= 1


def test_the_labelled_texts_are_told_as_well_as_the_docs_say(shipped):
    rows = {row.group: row for row in score(read_examples(LABELLED), shipped)}
    assert rows["topic"].examples == rows["technology"].examples == 75
    assert min(rows["topic"].precision, rows["technology"].precision) >= 0.7
    assert min(rows["topic"].offered, rows["technology"].offered) >= 0.85


@pytest.fixture
def answers(monkeypatch):
    """Every text is told to be about its own words."""
    monkeypatch.setattr(
        inferring,
        "INFER",
        dict.fromkeys(("topic", "technology"), lambda text, corpus: [told(code) for code in text.split()]),
    )


def told(code):
    return inferring.Inferred(code.strip("?"), 0.5, (), is_sure="?" not in code)


def test_precision_and_recall_by_hand(answers):
    examples = [
        Example("topic", "en", frozenset({"A"}), frozenset({"B"}), "A B C?"),
        Example("topic", "en", frozenset({"A", "D"}), frozenset(), "C A D?"),
    ]
    [all_topics, english] = score(examples, corpus=None)
    assert (all_topics.group, english.group) == ("topic", "topic en")
    figures = (english.examples, english.precision, english.recall, english.first, english.offered)
    assert figures == (2, 2 / 3, 2 / 3, 1 / 2, 1)


@pytest.mark.parametrize("content", ["kind\tlanguage\tcodes\talso\ttext\nshape\ten\tA\t\tx\n", "kind\ntopic\n"])
def test_a_wrong_line_is_named(content, tmp_path):
    file = tmp_path / "labelled.tsv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(LabelledDataError, match="line 2"):
        read_examples(file)


def test_the_command_prints_each_group_and_names_misses(answers, monkeypatch, tmp_path):
    file = tmp_path / "labelled.tsv"
    file.write_text("kind\tlanguage\tcodes\talso\ttext\ntopic\ten\tA\t\tB A\n", encoding="utf-8")
    monkeypatch.setattr("matching.management.commands.evaluate_inference.shipped_corpus", lambda encoder: None)
    out = StringIO()
    call_command("evaluate_inference", str(file), "--misses", stdout=out)
    assert [line.split() for line in out.getvalue().splitlines()[1:3]] == [
        ["topic", "1", "0.500", "1.000", "0.000", "1.000"],
        ["topic", "en", "1", "0.500", "1.000", "0.000", "1.000"],
    ]
    assert "A: B A -> B 0.50" in out.getvalue()


def test_the_command_says_when_there_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_inference", str(tmp_path / "nothing.tsv"))
