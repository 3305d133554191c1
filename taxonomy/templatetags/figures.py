"""{% load figures %}: numbers with the units of the code lists, as each language writes them."""

from decimal import Decimal

from django import template
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from taxonomy import codes

register = template.Library()

# Written with their sign in every language; the others by their name where the sign is only used in English.
SIGNS_EVERYWHERE = {"PERCENT", "CELSIUS", "DECIBEL", "UG_M3", "MG_L", "NTU"}
# Numbers from here on are grouped, 10,000.
GROUPED_FROM = 10_000
# The sign stands close to the number in every language.
CLOSE = {"PERCENT", "CELSIUS"}
# Chinese counts larger sums of money in these.
WAN, YI = Decimal(10_000), Decimal(100_000_000)
# Names of a single one; the code lists name units in the plural.
ONE = {
    "SECOND": pgettext_lazy("one of a unit", "second"),
    "MINUTE": pgettext_lazy("one of a unit", "minute"),
    "HOUR": pgettext_lazy("one of a unit", "hour"),
    "DAY": pgettext_lazy("one of a unit", "day"),
    "KM": pgettext_lazy("one of a unit", "kilometre"),
    "METRE": pgettext_lazy("one of a unit", "metre"),
    "CENTIMETRE": pgettext_lazy("one of a unit", "centimetre"),
    "MILLIMETRE": pgettext_lazy("one of a unit", "millimetre"),
    "TONNE": pgettext_lazy("one of a unit", "tonne"),
    "PERSONS": pgettext_lazy("one of a unit", "person"),
    "VEHICLES": pgettext_lazy("one of a unit", "vehicle"),
    "SCORE": pgettext_lazy("one of a unit", "point"),
    "TIMES": pgettext_lazy("one of a unit", "time"),
}


@register.filter
def figure(value: Decimal | int | float | None, unit: str = "") -> str:
    """{{ kpi.baseline|figure:kpi.unit }}: 18%, 42 µg/m³, 58天. Nothing where there is no value."""
    if value is None or value == "":
        return ""
    if unit == "CNY" and _is_english():
        return yuan(value)
    number = _money(value) if unit in {"CNY", "CNY_YEAR"} else _plain(value)
    name = _unit_name(unit, is_one=Decimal(str(value)) == 1)
    if not name:
        return number
    is_close = unit in CLOSE or _is_chinese()
    return f"{number}{name}" if is_close else f"{number}\u00a0{name}"


def _plain(value: Decimal | int | float) -> str:
    """Grouped by hand: Django's formats group nothing in Hebrew, while all three languages write 400,000 and 0.5."""
    number = Decimal(str(value)).normalize()
    return f"{number:,f}" if abs(number) >= GROUPED_FROM else f"{number:f}"


def _money(value: Decimal | int | float) -> str:
    """The sum without its currency; in Chinese 35万 and 1.2亿, where two decimals say it exactly."""
    number = Decimal(str(value))
    if _is_chinese():
        for size, sign in ((YI, "亿"), (WAN, "万")):
            if number >= size and (number / size * 100) % 1 == 0:
                return f"{_plain(number / size)}{sign}"
    return _plain(number)


def _unit_name(unit: str, is_one: bool = False) -> str:
    # A plain count needs no word: the indicator says what is counted.
    if not unit or unit == "COUNT":
        return ""
    sign = codes.data("kpi_unit", unit).get("symbol", "")
    if sign and (_is_english() or unit in SIGNS_EVERYWHERE):
        return sign
    return str(ONE[unit]) if is_one and unit in ONE else codes.label("kpi_unit", unit)


def _is_english() -> bool:
    return (get_language() or "en").startswith("en")


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


@register.simple_tag
def yuan_range(low: Decimal | int | float | None, high: Decimal | int | float | None) -> str:
    """What a pilot costs, in whole yuan."""
    if low and high and low != high:
        return _("CNY %(low)s to %(high)s") % {"low": _money(low), "high": _money(high)}
    cost = high or low
    return _("CNY %(cost)s") % {"cost": _money(cost)} if cost else ""


@register.filter
def yuan(amount: Decimal | int | float | None) -> str:
    return yuan_range(amount, amount)


@register.filter
def level_of(number: int | None, list_name: str) -> str:
    """The name of the step a number falls into: {{ startup.trl|level_of:"maturity" }}."""
    steps = codes.current(list_name) if number is not None else []
    return next((step.name for step in steps if step.data["lowest"] <= number <= step.data["highest"]), "")
