"""The measures, checked by hand, and the command over a folder of three startups."""

from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching.measuring.evaluation import measure, measure_list
from matching.measuring.judged import JudgedData, JudgedNeed
from tests.matching.judged_folder import STARTUPS, lines

LOG2_3 = np.log2(3)


def test_ndcg_gains_two_to_the_grade_less_one():
    ndcg, *_ = measure_list(["a", "b", "c"], {"a": 1, "b": 3, "d": 2})
    assert ndcg == pytest.approx((1 + 7 / LOG2_3) / (7 + 3 / LOG2_3 + 1 / 2))


def test_ndcg_looks_no_further_than_ten():
    ranked = [f"s{place}" for place in range(20)]
    assert measure_list(ranked, {"s10": 3})[0] == 0


def test_precision_and_recall_count_grade_two_and_more():
    ranked = [f"s{place}" for place in range(25)]
    grades = {"s0": 2, "s1": 1, "s4": 3, "s19": 2, "s20": 3}
    assert measure_list(ranked, grades)[1:].tolist() == [2 / 5, 3 / 4]


def test_a_need_for_which_nothing_fits_scores_nothing():
    assert measure_list(["a"], {"a": 0}).tolist() == [0, 0, 0]


def test_groups_are_measured_apart_and_needs_without_grades_not_at_all():
    needs = [JudgedNeed("n1", "zh", ""), JudgedNeed("n2", "en", ""), JudgedNeed("n3", "en", "")]
    grades = {"n1": {"a": 3}, "n2": {"b": 3}}
    run = {key: [("a", 2.0), ("c", 1.0)] for key in ("n1", "n2", "n3")}
    rows = measure(run, JudgedData((), needs, grades))
    assert [(row.group, row.subjects, row.ndcg10) for row in rows] == [("all", 2, 0.5), ("en", 1, 0), ("zh", 1, 1)]
    assert (rows[0].low, rows[0].high) == (0, 1)


def test_the_interval_is_the_same_every_time():
    needs = [JudgedNeed(str(number), "en", "") for number in range(12)]
    grades = {need.id: {"a": 3, "b": 2} for need in needs}
    run = {need.id: [("a" if number % 3 else "b", 1.0)] for number, need in enumerate(needs)}
    first, second = (measure(run, JudgedData((), needs, grades))[0] for _ in range(2))
    assert first == second
    assert first.low < first.ndcg10 < first.high


def evaluate(*arguments) -> str:
    out = StringIO()
    call_command("evaluate_matching", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_prints_every_group_and_writes_the_run(folder, tmp_path):
    run = tmp_path / "run.tsv"
    printed = evaluate(folder, "--run", run)
    assert [line.split()[:3] for line in printed.splitlines()] == [
        ["group", "needs", "nDCG@10"],
        ["all", "2", "1.000"],
        ["en", "1", "1.000"],
        ["zh", "1", "1.000"],
    ]
    ranked = [line.split("\t") for line in run.read_text(encoding="utf-8").splitlines()]
    assert [row[:2] for row in ranked] == [["n1", "s1"], ["n1", "s2"], ["n2", "s2"], ["n2", "s1"]]
    assert float(ranked[0][2]) > float(ranked[1][2])


def test_the_command_says_which_needs_are_not_measured(folder):
    (folder / "qrels.tsv").write_text("n1\ts1\t3\n", encoding="utf-8")
    assert evaluate(folder).startswith("1 of 2 needs have no judgements and are not measured.\n")


def test_the_command_names_what_is_wrong_with_the_data(folder):
    (folder / "needs.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match=r"needs\.jsonl, line 1: not JSON"):
        evaluate(folder)


def test_the_other_direction_ranks_the_needs_of_each_startup(folder, tmp_path):
    startups = tmp_path / "elsewhere.jsonl"
    startups.write_text(lines([{**row, "group": "demo"} for row in STARTUPS]), encoding="utf-8")
    printed = evaluate(folder, "--by-startup", "--startups", startups)
    assert [line.split()[:3] for line in printed.splitlines()] == [
        ["group", "startups", "nDCG@10"],
        ["all", "2", "1.000"],
        ["demo", "2", "1.000"],
    ]
