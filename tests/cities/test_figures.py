from decimal import Decimal

import pytest

from cities.figures import Figure, indicator_in, read_figure, read_target

RATE = Figure("漏损率", Decimal(18), "PERCENT")
CASES = Figure("投诉", Decimal(6000), "COUNT")


@pytest.mark.parametrize(
    ("text", "indicator", "value", "unit"),
    [
        ("公共供水管网漏损率约18%", "公共供水管网漏损率", "18", "PERCENT"),
        ("漏损率１８．５％", "漏损率", "18.5", "PERCENT"),
        ("正常运行的不到百分之三十", "正常运行的", "30", "PERCENT"),
        ("铸铁管占六成", "铸铁管占", "60", "PERCENT"),
        ("目前平均58天", "", "58", "DAY"),
        ("平均退水要6小时", "退水", "6", "HOUR"),
        ("去年发生伤人事件11起", "发生伤人事件", "11", "COUNT_YEAR"),
        ("每月投诉40余件", "每月投诉", "40", "COUNT_MONTH"),
        ("年用电310万千瓦时", "年用电", "3100000", "KWH"),
        ("独居老人一万二千人", "独居老人", "12000", "PERSONS"),
        ("处理能力300吨/天", "处理能力", "300", "TONNE_DAY"),
        ("PM2.5浓度38微克/立方米", "PM2.5浓度", "38", "UG_M3"),
        ("18 per cent", "", "18", "PERCENT"),
        ("1,200", "", "1200", ""),
        ("260 times a year", "", "260", "COUNT_YEAR"),
        ("38 מקרים", "", "38", ""),
    ],
)
def test_a_figure_is_read_as_it_is_said(text, indicator, value, unit):
    assert read_figure(text) == Figure(indicator, Decimal(value), unit)


@pytest.mark.parametrize("text", ["", "没有统计", "两个月", "3个月", "PM2.5", "第一季度"])
def test_what_is_no_figure_of_a_known_unit_is_not_guessed(text):
    assert read_figure(text) is None


@pytest.mark.parametrize(
    ("text", "present", "value"),
    [
        ("降到12%以内", RATE, 12),
        ("12%", None, 12),
        ("减半", CASES, 3000),
        ("投诉减少30%", CASES, 4200),
        ("减少2000件", CASES, 4000),
        ("降到3000件以下", CASES, 3000),
        ("增加500件", CASES, 6500),
    ],
)
def test_a_target_told_as_a_change_is_counted_from_today(text, present, value):
    assert read_target(text, present).value == value


@pytest.mark.parametrize(("text", "present"), [("降低三成", RATE), ("减少30%", None), ("尽快", RATE)])
def test_a_change_that_may_mean_two_things_is_not_guessed(text, present):
    assert read_target(text, present) is None


def test_a_bare_figure_takes_its_name_from_the_paragraph():
    paragraph = "老城区公共供水管网漏损率约18%，暗漏平均58天才发现。"
    assert indicator_in(paragraph, read_figure("18%")) == "老城区公共供水管网漏损率"
    assert indicator_in(paragraph, read_figure("20%")) == ""
