"""What a department is asked before its need is published, beyond what any document must hold (docs/visibility.md)."""

from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from cities.inputs import source_of
from cities.models import Need
from cities.querysets import is_never_public
from listings.paths import value_at


def missing(need: Need, document: dict[str, Any]) -> dict[str, list[str]]:
    """{field: sentences} of what a document of this need lacks, as it was typed; empty where it may be reviewed."""
    found = {
        "department": _unverified(need),
        **_texts(document),
        "topics": "" if document.get("topics") else _("Choose at least one topic."),
        "kpis.0.indicator": _indicator(document),
        "kpis.0.target": _target(document),
        "kpis.0.by": _by(document),
        "reply_by": _("Name a day in the future.") if _is_past(document.get("reply_by")) else "",
        "budget_band": "" if document.get("budget_band") else _("Choose a band; “no budget yet” is an answer too."),
        "visibility": _too_open(need, document),
    }
    return {field: [sentence] for field, sentence in found.items() if sentence}


def _unverified(need: Need) -> str:
    if need.department.is_verified:
        return ""
    return _("Your department has not been verified yet. You can write and see candidates; publishing waits for it.")


def _texts(document: dict[str, Any]) -> dict[str, str]:
    place = f"texts.{source_of(document)}"
    asked = {
        "title": _("Say in one line what goes wrong."),
        "problem": _("Describe the problem: what goes wrong, where and how often."),
    }
    return {f"{place}.{name}": "" if value_at(document, f"{place}.{name}") else asked[name] for name in asked}


def _indicator(document: dict[str, Any]) -> str:
    if not _kpi(document) or _kpi(document).get("indicator"):
        return ""
    return _("Say what the figure counts, such as: leakage 18 per cent.")


def _kpi(document: dict[str, Any]) -> dict[str, Any]:
    return next(iter(document.get("kpis") or []), {})


def _target(document: dict[str, Any]) -> str:
    if _kpi(document).get("target") not in (None, ""):
        return ""
    return _("Write the figure to be reached, with its unit, such as: 12 per cent.")


def _by(document: dict[str, Any]) -> str:
    by = _kpi(document).get("by")
    if not by:
        return _("Name the day by which it should be reached.")
    return _("Name a day in the future.") if _is_past(by) else ""


def _is_past(value: Any) -> bool:
    """Days from today are not, and what is no day at all is for the document to refuse."""
    try:
        day = parse_date(str(value))
    except ValueError:
        return False
    return day is not None and day < date.today()


def _too_open(need: Need, document: dict[str, Any]) -> str:
    topics = document.get("topics") or []
    if document.get("visibility", "matched") == "matched" or not is_never_public(need.department.kind_id, topics):
        return ""
    return never_public_sentence()


def never_public_sentence() -> str:
    return _(
        "Needs about public order, crowds, low-altitude defence or the security of networks, and needs of police and "
        "traffic police, are shown to matched startups only."
    )
