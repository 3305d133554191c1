"""What of a listing needs no translator: codes, figures, sizes and years, as the target language says them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from listings.paths import value_at
from taxonomy import codes
from taxonomy.models import Technology, Topic
from taxonomy.templatetags.figures import figure, yuan_range

Document = Mapping[str, Any]

# Place in the document -> the list its code is of.
STARTUP_CODES = (
    (_("Presence in China"), "presence", "china_presence"),
    (_("Production"), "production", "production_place"),
    (_("Data in China"), "data_in_china", "data_in_china"),
)
NEED_CODES = (
    (_("Stage"), "stage", "need_stage"),
    (_("Budget"), "budget_band", "budget_band"),
    (_("Route"), "route", "procurement_route"),
)
ACTIVE = {"zh": "zh-hans"}


@dataclass(frozen=True)
class Fact:
    """`label` in the reader's language, `value` in the language that is translated into."""

    label: Any
    value: str


def facts(document: Document, target: str) -> list[Fact]:
    """Two queries at most: the names of technologies and topics."""
    with override(ACTIVE.get(target, target)):
        return [Fact(label, value) for label, value in _said(document, target) if value]


def _said(document: Document, target: str) -> Iterator[tuple[Any, str]]:
    for label, key, model in ((_("Technology"), "technologies", Technology), (_("Topic"), "topics", Topic)):
        chosen = document.get(key) or []
        rows = model.objects.in_bulk(chosen) if chosen else {}
        yield from ((label, rows[code].name) for code in chosen if code in rows)
    for kpi in document.get("kpis") or []:
        yield _("Figure"), _change(kpi, "indicator", "baseline", "target", target)
    for deployment in document.get("deployments") or []:
        yield from _deployment(deployment, target)
    for label, place, list_name in (*STARTUP_CODES, *NEED_CODES):
        if code := value_at(document, place):
            yield label, codes.label(list_name, code)
    pilot = document.get("pilot") or {}
    yield _("Cost of a pilot"), yuan_range(pilot.get("cost_low"), pilot.get("cost_high"))


def _deployment(deployment: Document, target: str) -> Iterator[tuple[Any, str]]:
    yield _("City size"), codes.label("population_band", deployment.get("population_band"))
    yield _("Since"), str(deployment.get("since") or "")
    yield _("Figure"), _change(deployment, "indicator", "before", "after", target)


def _change(row: Document, name: str, before: str, after: str, target: str) -> str:
    """管网漏损率 18% → 12%; the figure alone where the indicator has no name in that language."""
    unit, figures = row.get("unit") or "", [row.get(before), row.get(after)]
    shown = " → ".join(figure(value, unit) for value in figures if value not in (None, ""))
    return f"{value_at(row, f'{name}.{target}', '')} {shown}".strip() if shown else ""
