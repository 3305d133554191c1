import pytest
from django.utils.translation import override

from taxonomy import codes
from taxonomy.templatetags.figures import figure, level_of, yuan, yuan_range

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "value", "unit", "written"),
    [
        ("en", "18.000", "PERCENT", "18%"),
        ("zh-hans", "18.5", "PERCENT", "18.5%"),
        ("zh-hans", "58", "DAY", "58天"),
        ("en", "42", "UG_M3", "42\u00a0µg/m³"),
        ("zh-hans", "42", "UG_M3", "42µg/m³"),
        ("en", "12500", "CNY", "CNY 12,500"),
        ("zh-hans", "12500", "CNY", "1.25万元"),
        ("zh-hans", "12345", "CNY", "12,345元"),
        ("zh-hans", "680000", "CNY_YEAR", "68万元/年"),
        ("zh-hans", "120000000", "CNY", "1.2亿元"),
        ("zh-hans", "1", "HOUR", "1小时"),
        ("he", "1.000", "HOUR", "1\u00a0שעה"),
        ("he", "400000", "COUNT", "400,000"),
        ("en", "1", "HOUR", "1\u00a0hour"),
        ("en", 0.5, "HOUR", "0.5\u00a0hours"),
        ("en", "142", "COUNT", "142"),
        ("en", None, "DAY", ""),
        ("en", 0, "PERCENT", "0%"),
    ],
)
def test_each_language_writes_units_its_way(language, value, unit, written):
    codes.forget()
    with override(language):
        assert figure(value, unit) == written


def test_what_a_pilot_costs():
    assert yuan_range(300000, 450000) == "CNY 300,000 to 450,000"
    assert yuan_range(None, 450000) == yuan_range(450000, 450000) == yuan(450000) == "CNY 450,000"
    assert yuan_range(None, None) == ""
    with override("zh-hans"):
        assert yuan_range(350000, 520000) == "35万元至52万元"


@pytest.mark.parametrize(("trl", "step"), [(1, "LAB"), (6, "BENCH"), (7, "DEMO"), (9, "SCALE"), (None, None)])
def test_a_readiness_level_falls_into_one_step(trl, step):
    codes.forget()
    assert level_of(trl, "maturity") == codes.label("maturity", step)
