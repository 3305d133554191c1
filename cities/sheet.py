"""审批单: what is to be published, with room for signatures. A Chinese paper whatever language its reader uses.

Its labels are ordinary messages, said in Chinese and, where wished, in English below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cities.editing import kpis_of
from cities.forms import tick_name
from cities.inputs import read_inputs
from cities.models import Kpi, Need
from taxonomy import codes
from taxonomy.models import Topic
from taxonomy.templatetags.figures import figure

PAPER = "zh-hans"
SIGNATURES = (_("Drafted by"), _("Checked by"), _("Issued by"))


@dataclass(frozen=True)
class Label:
    message: Promise

    @property
    def chinese(self) -> str:
        return in_language(PAPER, self.message)

    @property
    def english(self) -> str:
        return in_language("en", self.message)


def in_language(language: str, message: Any) -> str:
    with translation.override(language):
        return str(message)


@dataclass(frozen=True)
class Line:
    label: Label
    value: str


@dataclass(frozen=True)
class Sheet:
    """One paper. `version` is the draft's, so that the signed paper and what is handed in can be compared."""

    title: Label
    number: str
    drafter: str
    day: date
    lines: Sequence[Line]
    secrecy: Label
    signatures: Sequence[Label]
    secrecy_check: Label


def sheet_of(need: Need, document: dict[str, Any], drafter: Any) -> Sheet:
    with translation.override(PAPER):
        lines = [Line(Label(label), value) for label, value in _lines(need, document) if value]
    return Sheet(
        title=Label(_("Approval sheet for publishing a city need")),
        number=f"{need.pk}-{need.draft_version}",
        drafter=str(drafter),
        day=date.today(),
        lines=lines,
        secrecy=Label(_("State secrets and work secrets must not be entered.")),
        signatures=[Label(label) for label in SIGNATURES],
        secrecy_check=Label(_("Checked for secrecy")),
    )


def _lines(need: Need, document: dict[str, Any]) -> list[tuple[Promise, str]]:
    typed = read_inputs(document)
    return [
        (_("Department"), f"{need.city.name} {need.department.name}"),
        (_("District or zone"), typed["district_zh"]),
        (_("Title"), typed["title"]),
        (_("Topics"), "、".join(topic.name for topic in Topic.objects.filter(code__in=typed["topics"] or []))),
        (_("The problem"), typed["problem"]),
        (_("Present figure"), typed["present"]),
        (_("Target figure"), typed["target"]),
        (_("By when"), str(typed["by"])),
        (_("Indicators, as published"), "；".join(map(_told, kpis_of(document)))),
        (_("What a supplier must bring"), "；".join(map(tick_name, typed["must_haves"]))),
        (_("Budget"), codes.label("budget_band", typed["budget_band"])),
        (_("Stage"), codes.label("need_stage", typed["stage"])),
        (_("Procurement route expected"), codes.label("procurement_route", typed["route"])),
        (_("Pilot site"), typed["pilot_site"]),
        (_("Data: what, and where it must stay"), typed["data_access"]),
        (_("Tried before"), typed["tried_before"]),
        (_("After a good pilot"), typed["follow_on"]),
        (_("Contact person"), " ".join(filter(None, (typed["contact_name"], typed["contact_phone"])))),
        (_("Who may see it"), _audience(typed)),
        (_("Open for"), _term(typed["expires"])),
    ]


def _told(kpi: Kpi) -> str:
    change = " → ".join(filter(None, (figure(kpi.baseline, kpi.unit), figure(kpi.target, kpi.unit))))
    return f"{kpi.indicator_zh or kpi.indicator_en}：{change}"


def _audience(typed: dict[str, Any]) -> str:
    audience = str(Need.Visibility(typed["visibility"] or Need.Visibility.MATCHED).label)
    city = _("the city is hidden until both sides are interested") if typed["city_hidden"] else _("the city is shown")
    return f"{audience}；{city}"


def _term(expires: Any) -> str:
    if not expires:
        return ""
    return str(_("%(days)s days") % {"days": expires} if str(expires).isdecimal() else expires)
