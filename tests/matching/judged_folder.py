"""A folder of judged data small enough to check by hand."""

import json

import pytest

STARTUPS = [
    {"id": "s1", "name": "Kolmaim", "description": "Finds leaks in water mains by sound.", "keywords": ["Water"]},
    {"id": "s2", "name": "Pachim", "description": "Sorts waste with cameras."},
]
NEEDS = [
    {"id": "n1", "group": "en", "title": "Water leaks", "description": "Losses in old water mains."},
    {"id": "n2", "group": "zh", "title": "垃圾分类", "description": "居民投放准确率低。"},
]
GRADES = "n1\ts1\t3\nn1\ts2\t0\nn2\ts2\t2\n"


def lines(rows) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "startups.jsonl").write_text(lines(STARTUPS), encoding="utf-8")
    (tmp_path / "needs.jsonl").write_text(lines(NEEDS), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text(GRADES, encoding="utf-8")
    return tmp_path
