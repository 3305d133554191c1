"""{% load figures %}: numbers with the units of the code lists, as each language writes them."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taxonomy import codes

register = template.Library()

# Written with their sign in every language; the others by their name where the sign is only used in English.
SIGNS_EVERYWHERE = {"PERCENT", "CELSIUS", "DECIBEL", "UG_M3", "MG_L", "NTU"}
# Numbers from here on are grouped, 10,000.
GROUPED_FROM = 10_000
# The sign stands close to the number in every language.
CLOSE = {"PERCENT", "CELSIUS"}


@register.filter
def figure(value: Decimal | int | float | None, unit: str = "") -> str:
    """{{ kpi.baseline|figure:kpi.unit }}: 18%, 42 µg/m³, 58天. Nothing where there is no value."""
    if value is None or value == "":
        return ""
    if unit == "CNY" and _is_english():
        return yuan(value)
    number, name = _plain(value), _unit_name(unit)
    if not name:
        return number
    is_close = unit in CLOSE or (get_language() or "").startswith("zh")
    return f"{number}{name}" if is_close else f"{number}\u00a0{name}"


def _plain(value: Decimal | int | float) -> str:
    number = Decimal(str(value)).normalize()
    if number == number.to_integral():
        number = number.quantize(Decimal(1))
    return number_format(number, force_grouping=abs(number) >= GROUPED_FROM)


def _unit_name(unit: str) -> str:
    # A plain count needs no word: the indicator says what is counted.
    if not unit or unit == "COUNT":
        return ""
    sign = codes.data("kpi_unit", unit).get("symbol", "")
    return sign if sign and (_is_english() or unit in SIGNS_EVERYWHERE) else codes.label("kpi_unit", unit)


def _is_english() -> bool:
    return (get_language() or "en").startswith("en")


@register.simple_tag
def yuan_range(low: Decimal | int | float | None, high: Decimal | int | float | None) -> str:
    """What a pilot costs, in whole yuan."""
    if low and high and low != high:
        return _("CNY %(low)s to %(high)s") % {"low": _plain(low), "high": _plain(high)}
    cost = high or low
    return _("CNY %(cost)s") % {"cost": _plain(cost)} if cost else ""


@register.filter
def yuan(amount: Decimal | int | float | None) -> str:
    return yuan_range(amount, amount)


@register.filter
def level_of(number: int | None, list_name: str) -> str:
    """The name of the step a number falls into: {{ startup.trl|level_of:"maturity" }}."""
    steps = codes.current(list_name) if number is not None else []
    return next((step.name for step in steps if step.data["lowest"] <= number <= step.data["highest"]), "")
