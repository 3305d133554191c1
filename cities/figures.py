"""Reads "漏损率约18%" or "58 days on average" as an indicator, a value and a unit. Pure functions over typed text.

An official writes figures the way they are said; the document of a need holds them as numbers. What is read is shown
beside the field, so that a wrong reading is seen and mended before it is published.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

NUMERALS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
# Not the digits of a name: PM2.5, CO2.
_DIGITS = r"(?<![A-Za-z0-9.])[0-9]+(?:[,，][0-9]{3})*(?:\.[0-9]+)?"
_SPOKEN = "[零〇一二两三四五六七八九十百千万亿]+"

# The longest name of a unit first; "" is a count of things, which has no symbol of its own.
UNITS: tuple[tuple[str, str], ...] = (
    ("KWH_M2", r"(?:千瓦时|度|kwh)\s*(?:/|每)\s*(?:平方米|㎡|m2|m²)"),
    ("KWH_T", r"(?:千瓦时|度|kwh)\s*(?:/|每)\s*(?:吨|t)\b"),
    ("KWH", r"千瓦时|度电|kwh|kilowatt.?hours?"),
    ("MEGAWATT", r"兆瓦|mw\b"),
    ("TCO2", r"吨二氧化碳|tco2|tonnes? of co"),
    ("UG_M3", r"微克(?:/|每)?(?:立方米)?|[µμu]g/m"),
    ("MG_L", r"毫克\s*/\s*升|mg/l"),
    ("DECIBEL", r"分贝|db\b|decibels?"),
    ("KM_H", r"公里\s*/\s*(?:小?时)|km/h"),
    ("KM", r"公里|千米|km\b|kilomet"),
    ("SQUARE_METRE", r"平方米|㎡|m²|square met"),
    ("M3_DAY", r"(?:立方米|方|m³|m3)\s*(?:/|每)\s*(?:天|日|d)"),
    ("CUBIC_METRE", r"立方米|m³|cubic met"),
    ("CENTIMETRE", r"厘米|cm\b"),
    ("MILLIMETRE", r"毫米|mm\b"),
    ("METRE", r"米|met(?:re|er)s?\b"),
    ("TONNE_DAY", r"吨\s*(?:/|每)\s*(?:天|日)|t/d"),
    ("TONNE", r"吨|tonnes?\b"),
    ("LITRE_DAY", r"升\s*(?:/|每)\s*(?:天|日)"),
    ("SECOND", r"秒|seconds?"),
    ("MINUTE", r"分钟|min(?:ute)?s?\b"),
    ("HOUR", r"个?小时|hours?\b"),
    ("DAY", r"天|日|days?\b"),
    ("CNY_YEAR", r"元\s*(?:/|每)\s*年"),
    ("CNY", r"元|yuan\b|cny\b"),
    ("CELSIUS", r"℃|°c|摄氏度"),
    ("PERSONS_DAY", r"人次\s*(?:/|每)\s*(?:天|日)"),
    ("COUNT_DAY", r"[件起次宗例]\s*(?:/|每)\s*(?:天|日)|(?:per|a) day"),
    ("COUNT_MONTH", r"[件起次宗例]\s*(?:/|每)\s*月|(?:\S+ )?(?:per|a) month"),
    ("COUNT_YEAR", r"[件起次宗例]\s*(?:/|每)\s*年|(?:\S+ )?(?:per|a) year"),
    ("PERSONS", r"人|名|people|persons"),
    ("VEHICLES", r"辆|vehicles"),
    ("TIMES", r"次|times"),
    ("SCORE", r"分(?!之)"),
    ("COUNT", r"个(?!月)|[处件起宗例户家台座条批项]"),
)
PER_PERIOD = (("COUNT_YEAR", "每年|年均|去年|全年|一年"), ("COUNT_MONTH", "每月|月均"), ("COUNT_DAY", "每天|每日|日均"))
COUNTED = ("TIMES", "COUNT")
_AMOUNT = rf"(?P<value>{_DIGITS})\s*(?P<power>[万亿千百])?(?:多|余)?|(?P<spoken>{_SPOKEN})(?:多|余)?"
FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"百分之\s*(?P<percent>{_DIGITS}|[零〇一二两三四五六七八九十百]+)",
        r"(?P<tenths>[一二两三四五六七八九])成(?P<half>半)?",
        rf"(?P<percent>{_DIGITS})\s*(?:%|％|per\s?cent\b|percent\b|אחוז)",
        *(rf"(?:{_AMOUNT})\s*(?P<{code}>{names})" for code, names in UNITS),
        # Months, weeks and years are no unit of a KPI: better no reading than a wrong one.
        rf"(?P<value>{_DIGITS})(?P<power>[万亿])?(?!\s*(?:个月|周|年|月|months?|weeks?|years?))(?![0-9.])",
    )
)
RELATIVE = re.compile(
    r"(?:降低|减少|下降|压减|缩短|节约|节省|节电|节水|提高|提升|增加|增长|by)(?!到|至|为|在)(?:了|约)?\s*$",
    re.IGNORECASE,
)
HALVED = re.compile(r"减半|降一半|减少一半|缩短一半|halve", re.IGNORECASE)
LESS = re.compile(r"降|减|缩|节|reduc|cut|lower|less", re.IGNORECASE)
# What stands around the name of an indicator and is no part of it.
_BEFORE = re.compile(
    r"^(?:目前|现在|现状|当前|如今|去年|全年|每年|年均|平均|我市|我区|我县|全市|全区|全县|其中|计划|要求|力争|目标|希望|the|our|now|about|[是为：:，,、\s])+",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:大?约|近|超过?|不足|不到|不超过|高达|达到?|为|是|有|要|在|仅|只有|平均|控制|降低?|下降|压缩?|缩短|减少?|提高|提升|增加|升|减|"
    r"[到至为以内下]|of|is|at|to|about|only|under|below|down|from|reaches|[：:，,、\s])+$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """`indicator` is what the words around the number name, "" where they name nothing; `unit` a code of kpi_unit."""

    indicator: str
    value: Decimal
    unit: str
    is_relative: bool = False


def read_figure(text: str) -> Figure | None:
    """The first figure of the text; None where there is none."""
    text = _narrow(text)
    found = [match for form in FORMS if (match := form.search(text))]
    if not found:
        return None
    # The earliest; of those at one place the longest, so that 吨/天 is not read as 吨.
    match = min(found, key=lambda match: (match.start(), -match.end()))
    value, unit = _measured(match)
    if unit in COUNTED:
        unit = next((code for code, words in PER_PERIOD if re.search(words, text)), unit)
    return Figure(_indicator(text[: match.start()]), value, unit, RELATIVE.search(text[: match.start()]) is not None)


def read_target(text: str, present: Figure | None) -> Figure | None:
    """The figure to be reached; where it is told as a change ("减半", "减少30件"), counted from the present one.

    None where that cannot be known: 30 per cent less of a percentage may mean points or a share.
    """
    if HALVED.search(text) and present:
        return Figure(present.indicator, present.value / 2, present.unit)
    figure = read_figure(text)
    if figure is None or not figure.is_relative:
        return figure
    if present is None or present.unit == "PERCENT":
        return None
    step = present.value * figure.value / 100 if figure.unit == "PERCENT" else figure.value
    return Figure(figure.indicator, present.value + (-step if LESS.search(text) else step), present.unit)


def indicator_in(text: str, figure: Figure) -> str:
    """What the same figure is called elsewhere, as in the paragraph about the problem; "" where it is not found."""
    read = (read_figure(clause) for clause in re.split(r"[，,；;。！？!?\n]", text))
    same = (found for found in read if found and (found.value, found.unit) == (figure.value, figure.unit))
    return next((found.indicator for found in same if found.indicator), "")


def _narrow(text: str) -> str:
    return text.translate(str.maketrans("０１２３４５６７８９．％", "0123456789.%"))


def _measured(match: re.Match[str]) -> tuple[Decimal, str]:
    found = {name: text for name, text in match.groupdict().items() if text is not None}
    if "percent" in found:
        return _number(found["percent"]), "PERCENT"
    if "tenths" in found:
        return Decimal(10 * NUMERALS[found["tenths"]] + (5 if "half" in found else 0)), "PERCENT"
    unit = next((code for code, _names in UNITS if code in found), "")
    value = _number(found.get("value") or found["spoken"])
    return value * POWERS.get(found.get("power", ""), 1), unit


def _number(text: str) -> Decimal:
    digits = re.sub("[,，]", "", text)
    return Decimal(digits) if digits[0].isascii() else Decimal(_spoken(digits))


def _spoken(text: str) -> int:
    """三十 is 30, 两百五十 is 250, 一万二千 is 12,000."""
    total = section = digit = 0
    for sign in text:
        if sign in NUMERALS:
            digit = NUMERALS[sign]
        elif POWERS[sign] >= POWERS["万"]:
            total, section, digit = (total + section + digit) * POWERS[sign], 0, 0
        else:
            section, digit = section + (digit or 1) * POWERS[sign], 0
    return total + section + digit


def _indicator(before: str) -> str:
    clause = re.split(r"[，,；;。！？!?\n]", before)[-1]
    return _BEHIND.sub("", _BEFORE.sub("", clause)).strip()
