"""How it can be bought: where it is made, who buys, by which route. Only rules that are certain, each with its source.

- 财库〔2007〕119号, Measures for imported products in government procurement: who buys imported goods with fiscal money
  needs the approval of the finance department first.
- 国办发〔2025〕34号: from 2026-01-01 domestic products get 20 % off their price where they compete with others.
- 财库〔2024〕13号, cooperative innovation procurement: in force since 2024-06-01.

City-owned operators buy by rules of their own.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import Need
from matching.explaining.prose import in_a_row, listed, weeks
from startups.models import Startup
from taxonomy import codes
from taxonomy.templatetags.figures import yuan_range

# Up to this level a product is hardly on the market.
_NOT_ON_THE_MARKET = 6
_ROUTES_BY_BUDGET = {
    "TO_300K": ["BELOW"],
    "TO_1M": ["BELOW", "CONSULT"],
    "TO_4M": ["CONSULT", "OPEN"],
    "TO_10M": ["OPEN"],
    "FROM_10M": ["OPEN"],
}
_ROUTES_BY_STAGE = {"IDEA": ["SCENE"], "STUDY": ["SCENE"], "PILOT": ["SCENE", "BELOW"]}

_MADE_IN_CHINA = gettext_lazy(
    "Made in China, says the profile: if it meets the standard for domestic products, 20 per cent is taken off its "
    "price where it competes with foreign products (from 2026-01-01, 国办发〔2025〕34号)."
)
_IMPORTED = gettext_lazy(
    "%(made)s, says the profile: buying imported goods with fiscal money needs the approval of the finance department "
    "first (Measures of 2007, 财库〔2007〕119号), and domestic competitors get 20 per cent off their price "
    "(from 2026-01-01, 国办发〔2025〕34号)."
)
_ORIGIN_UNKNOWN = gettext_lazy(
    "Where it is made is not stated: ask. Imported goods bought with fiscal money need approval first (Measures of "
    "2007, 财库〔2007〕119号); domestic products have a price advantage of 20 per cent (from 2026-01-01, "
    "国办发〔2025〕34号)."
)
_COOPERATIVE = gettext_lazy(
    "TRL %(trl)s: for a product that is not on the market yet, cooperative innovation procurement may fit (in force "
    "since 2024-06-01, 财库〔2024〕13号)."
)


def how_to_buy(startup: Startup, need: Need | None) -> tuple[str, ...]:
    """Lines for officials; `need` is None for a pasted text, of which neither buyer nor budget is known."""
    is_operator = need is not None and need.department.is_operator
    lines = [_origin_for_operator(startup) if is_operator else _origin(startup), _buyer(need), _route(need)]
    if need is None:
        lines.append(_price(startup))
    if not is_operator and startup.trl is not None and startup.trl <= _NOT_ON_THE_MARKET:
        lines.append(str(_COOPERATIVE) % {"trl": startup.trl})
    return tuple(line for line in lines if line)


def _origin(startup: Startup) -> str:
    if not startup.production:
        return str(_ORIGIN_UNKNOWN)
    if startup.production == "CHINA":
        return str(_MADE_IN_CHINA)
    return str(_IMPORTED) % {"made": codes.label("production_place", startup.production)}


def _origin_for_operator(startup: Startup) -> str:
    if not startup.production:
        return _("Where it is made is not stated: ask, should the operator have rules on imported goods.")
    named = {"made": codes.label("production_place", startup.production)}
    if startup.production == "CHINA":
        return _("%(made)s, says the profile.") % named
    return _("%(made)s, says the profile: ask whether the operator has rules on imported goods.") % named


def _buyer(need: Need | None) -> str:
    if need is None:
        return _("Who buys decides: a bureau by the rules for fiscal money, a city-owned operator by its own.")
    if need.department.is_operator:
        return _("Buyer: a city-owned operator, which buys by its own rules.")
    return _("Buyer: a bureau of the city, which buys with fiscal money by the rules for government procurement.")


def _price(startup: Startup) -> str:
    """Of a stored need the price is weighed against its budget, among the reasons."""
    cost = yuan_range(startup.pilot_cost_low, startup.pilot_cost_high)
    return in_a_row([_("A pilot costs %(cost)s.") % {"cost": cost}, weeks(startup)]) if cost else ""


def _route(need: Need | None) -> str:
    if need is None:
        return ""
    if need.route not in ("", "UNKNOWN"):
        note = codes.note("procurement_route", need.route)
        return in_a_row(
            [
                _("Route named in the need: %(route)s.") % {"route": codes.label("procurement_route", need.route)},
                _("About this route: %(note)s.") % {"note": note} if note else "",
            ]
        )
    likely = ["SOEBUY"] if need.department.is_operator else _likely(need)
    if not likely:
        return _("The need names no route yet; budget and local threshold decide.")
    routes = listed(codes.label("procurement_route", code) for code in likely)
    return _("The need names no route yet; likely: %(routes)s. Budget and local threshold decide.") % {"routes": routes}


def _likely(need: Need) -> list[str]:
    return _ROUTES_BY_BUDGET.get(need.budget_band) or _ROUTES_BY_STAGE.get(need.stage, [])
