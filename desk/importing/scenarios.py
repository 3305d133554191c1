"""Scenario lists (场景清单) as cities publish them: which line is the heading, what each column means, what a row says.

Functions over plain text; no list looks like another, so all of it is proposed, shown, and corrected by a curator.
"""

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cities.documents import budget_band_of
from cities.inputs import BEGUN, read_inputs, write_inputs
from desk.importing.tables import Row

Said = Mapping[str, str]

# What a column may mean, and the words by which its heading is known. The longest word that fits decides.
MEANINGS: dict[str, tuple[str, ...]] = {
    meaning: tuple(words.split())
    for meaning, words in {
        "title": "场景名称 项目名称 需求名称 应用场景 名称 场景 题目 title scenario name",
        "unit": "需求单位 申报单位 责任单位 牵头单位 发布单位 建设单位 提出单位 所属单位 单位 部门 department",
        "problem": "场景描述 场景简介 场景内容 需求描述 需求内容 项目简介 建设内容 主要内容 描述 简介 内容 description",
        "to_solve": "拟解决问题 拟解决的问题 解决问题 技术需求 痛点 难点 问题 需求 problem",
        "present": "现状 现有条件 建设基础 基础 present",
        "target": "考核指标 预期目标 预期成效 预期效果 绩效目标 目标 指标 成效 效果 target kpi",
        "by": "完成时间 实施时间 时间要求 完成时限 建设周期 时间 时限 期限 周期 by",
        "budget": "投资估算 投资额 预算 投资 资金 经费 budget",
        "pilot_site": "实施地点 试点地点 应用地点 地点 位置 site",
        "data_access": "开放数据 数据 data",
        "contact_name": "联系人 负责人 contact",
        "contact_phone": "联系电话 联系方式 电话 手机 phone",
        "contact_email": "电子邮箱 邮箱 邮件 email e-mail",
    }.items()
}
# Kept as a line of the description under its own heading; and left out.
NOTE, NOTHING = "note", ""
NUMBERS = ("序号", "编号", "no.", "no", "#")
TOTALS = ("合计", "总计", "小计", "total")
# A heading stands among the first lines; above it there are titles, dates and explanations.
LINES_SEARCHED = 30

UNITS = {"": 1, "元": 1, "千": 1_000, "千元": 1_000, "万": 10_000, "万元": 10_000, "亿": 10**8, "亿元": 10**8}
AMOUNT = re.compile(r"(?:约|不超过|人民币)?\s*(\d+(?:,\d{3})*(?:\.\d+)?)\s*(亿元|亿|万元|万|千元|千|元)?")
DAY = re.compile(r"(\d{4})\s*[年./-]\s*(?:(\d{1,2})\s*[月./-]?\s*(?:(\d{1,2})\s*日?)?)?")
HALF_YEAR = re.compile(r"(\d{4})\s*年\s*上半年")
# 管网漏损率由18%降至12%: where it stands, and where it shall go, in one sentence.
CHANGE = re.compile(
    r"(?P<what>[^，。；,;]*?)由(?P<before>[^，。；,;]+?)(?P<verb>[降升提减压缩增上下][^\d，。；,;]{0,4}?[至到])(?P<after>.+)"
)
# What a row says in other words than an input of the need form.
AS_THEY_ARE = (
    "title", "present", "target", "pilot_site", "data_access", "contact_name", "contact_phone", "contact_email",
)  # fmt: skip


def meaning_of(heading: str) -> str:
    """What a column means by its heading; NOTE where it is not known."""
    plain = re.sub(r"[\s*（）()：:]", "", heading).lower()
    if not plain or plain in NUMBERS:
        return NOTHING
    fits = ((len(word), meaning) for meaning, words in MEANINGS.items() for word in words if _fits(word, plain))
    return max(fits, key=lambda fit: fit[0], default=(0, NOTE))[1]


def _fits(word: str, plain: str) -> bool:
    # "by" and "data" are parts of too many English words.
    return word == plain if word.isascii() else word in plain


def meanings_of(headings: Sequence[str]) -> list[str]:
    """One meaning for each column; of two columns that would mean the same, the second is a note."""
    found: list[str] = []
    for heading in headings:
        meaning = meaning_of(heading)
        found.append(NOTE if meaning in found and meaning not in (NOTE, NOTHING) else meaning)
    return found


def heading_row(rows: Sequence[Row]) -> int:
    """The number of the row that most looks like a heading; the first one where none does."""
    return max(rows[:LINES_SEARCHED], key=lambda row: (_known(row), -row.number)).number


def _known(row: Row) -> int:
    # Long cells are sentences, which hold every one of these words sooner or later.
    meanings = {meaning_of(cell) for cell in row.cells if len(cell) <= 20}
    return len(meanings - {NOTE, NOTHING})


def is_entry(cells: Sequence[str], headings: Sequence[str]) -> bool:
    """No title of a section, no total, no heading again on the next page."""
    filled = [cell for cell in cells if cell]
    if len(filled) < min(2, sum(map(bool, headings))) or filled[0].lower().startswith(TOTALS):
        return False
    return list(cells) != list(headings[: len(cells)])


def said_by(cells: Sequence[str], meanings: Sequence[str], headings: Sequence[str]) -> tuple[Said, Said]:
    """{meaning: text} of a row, and {heading: text} of its notes."""
    columns = [column for column in zip(meanings, headings, cells, strict=False) if column[2]]
    said = {meaning: _in_its_unit(text, heading) for meaning, heading, text in columns if meaning in MEANINGS}
    return said, {heading: text for meaning, heading, text in columns if meaning == NOTE}


def _in_its_unit(text: str, heading: str) -> str:
    """A bare number counts in the unit of its heading: 投资额（万元）."""
    unit = next((unit for unit in ("亿元", "万元") if unit in heading), "")
    return f"{text}{unit}" if unit and text.replace(",", "").replace(".", "").isdecimal() else text


def document_of(said: Said, notes: Said) -> dict[str, Any]:
    """The draft that a row makes: what the form of a need would hold, had its department typed it in."""
    by, amount = day_in(said.get("by", "")), amount_in(said.get("budget", ""))
    inputs = read_inputs(BEGUN) | {name: said.get(name, "") for name in AS_THEY_ARE}
    inputs |= _figures(inputs) | {"problem": _problem(said, notes, by, amount), "by": by.isoformat() if by else ""}
    document = write_inputs(BEGUN, inputs)
    return document | ({"budget_cny": amount, "budget_band": budget_band_of(amount)} if amount else {})


def _figures(inputs: Said) -> dict[str, str]:
    """The present figure out of the sentence that names both, where the list has no column for it."""
    found = CHANGE.fullmatch(inputs["target"].strip())
    if found is None or inputs["present"]:
        return {}
    what = found["what"]
    return {"present": f"{what}{found['before']}", "target": f"{what}{found['verb']}{found['after']}"}


def _problem(said: Said, notes: Said, by: date | None, amount: int | None) -> str:
    """Description and problem, and below them whatever no input of the form takes."""
    lines = [said.get("problem", ""), said.get("to_solve", "")]
    lines += [f"{heading}：{text}" for heading, text in notes.items()]
    lines += [f"时间：{said['by']}"] if said.get("by") and by is None else []
    lines += [f"预算：{said['budget']}"] if said.get("budget") and amount is None else []
    return "\n".join(line for line in dict.fromkeys(lines) if line)


def day_in(text: str) -> date | None:
    """The last day of the time that is named, of a span its end: 2026年底, 2026年6月, 2026-06-30."""
    if found := HALF_YEAR.search(text):
        return date(int(found[1]), 6, 30)
    named = list(DAY.finditer(text))
    if not named:
        return None
    year, month, day = (int(part) if part else 0 for part in named[-1].groups())
    month = month or 12
    if not (2000 <= year <= 2100 and month <= 12):
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day or last, last))


def amount_in(text: str) -> int | None:
    """Whole CNY of 500万元, 约1.2亿, 300,000; None of everything else."""
    found = AMOUNT.fullmatch(text.strip())
    return round(float(found[1].replace(",", "")) * UNITS[found[2] or ""]) or None if found else None
