"""Numbers, quantities, money and lists as the reader writes them."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from listings.models import Language, reader_language
from taxonomy import codes

# Units whose symbol an official does not read as a word: 天 and "days" rather than "d".
SPELT_OUT = frozenset({"SECOND", "MINUTE", "HOUR", "DAY", "CNY", "CNY_YEAR"})
# Units that only say that things were counted: the indicator names the things.
BARE = frozenset({"COUNT", "TIMES"})
TEN_THOUSAND = 10_000


def number(value: Decimal | int) -> str:
    """17.6, 2,400 (2400 in Chinese), without the zeros that the database keeps behind the point."""
    plain = Decimal(value).normalize()
    return number_format(f"{plain:f}" if plain % 1 else int(plain), force_grouping=True)


def quantity(value: Decimal | int, unit: str) -> str:
    """17.6 % or 96 days; ``unit`` is a code of the list kpi_unit."""
    if not unit or unit in BARE:
        return number(value)
    symbol = codes.data("kpi_unit", unit).get("symbol")
    named = unit in SPELT_OUT or not symbol
    return _("%(number)s %(unit)s") % {
        "number": number(value),
        "unit": codes.label("kpi_unit", unit) if named else symbol,
    }


def amount(cny: int) -> str:
    """350,000, in Chinese 35万."""
    if reader_language() == Language.CHINESE and cny >= TEN_THOUSAND:
        return f"{number(Decimal(cny) / TEN_THOUSAND)}万"
    return number(cny)


def price(low: int | None, high: int | None) -> str:
    """A range of money, or the one end that is stated; "" where none is."""
    if low is not None and high is not None and low != high:
        return _("CNY %(low)s to %(high)s") % {"low": amount(low), "high": amount(high)}
    if low is not None and high is not None:
        return _("CNY %(amount)s") % {"amount": amount(low)}
    if low is not None:
        return _("from CNY %(amount)s") % {"amount": amount(low)}
    return _("up to CNY %(amount)s") % {"amount": amount(high)} if high is not None else ""


def listed(things: Iterable[str]) -> str:
    """A, B, C; in Chinese A、B、C."""
    return ("、" if reader_language() == Language.CHINESE else ", ").join(things)


def joined(sentences: Iterable[str]) -> str:
    """Sentences in a row; Chinese sets no space between them."""
    return ("" if reader_language() == Language.CHINESE else " ").join(sentence for sentence in sentences if sentence)
