"""A need as it stands in front of its writer: its draft, else its rows, as a form with what is said about it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cities import services
from cities.advice import Advice, advice
from cities.coach import Told, advise
from cities.documents import NeedDocument
from cities.forms import NeedForm
from cities.inputs import read_inputs
from cities.models import Kpi, Need, NeedDraft
from listings.models import Draft
from listings.services import EditedMeanwhile


def draft_of(need: Need) -> NeedDraft | None:
    return getattr(need, "draft", None)


def document_of(need: Need) -> dict[str, Any]:
    draft = draft_of(need)
    return draft.document if draft else dict(NeedDocument(need).data)


def form_for(need: Need, typed: Any = None) -> NeedForm:
    form = NeedForm(need, document_of(need), typed)
    draft = draft_of(need)
    form.remark(draft.comments if draft else {})
    return form


def keep(form: NeedForm, by: Any) -> bool:
    """Save what was typed; whether that took the draft out of review.

    What a curator saves of a draft in review stays there. Of two saves of the same words (a double click, an automatic
    save on its way) the second is no quarrel. Raises EditedMeanwhile where the words differ, and
    `rest_framework.serializers.ValidationError`.
    """
    need, document = form.need, form.document
    draft = draft_of(need)
    if draft and draft.document == document:
        return False
    is_in_review = draft is not None and draft.state == Draft.State.IN_REVIEW
    try:
        services.keep_draft(need, document, by, over_version=form.over_version)
    except EditedMeanwhile as meanwhile:
        if meanwhile.draft is None or meanwhile.draft.document != document:
            raise
        return False
    return is_in_review and not by.is_curator


def coached(document: dict[str, Any]) -> list[Advice]:
    inputs = read_inputs(document)
    by = date.fromisoformat(inputs["by"]) if _is_day(inputs["by"]) else None
    return advice(advise(Told(inputs["problem"], inputs["present"], inputs["target"], by), date.today()))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(str(text)))
    except ValueError:
        return False


@dataclass(frozen=True)
class Difference:
    label: str
    mine: Any
    theirs: Any


def differences(form: NeedForm, theirs: dict[str, Any]) -> list[Difference]:
    """Where what was typed differs from what somebody else has saved meanwhile."""
    mine, other = read_inputs(form.document), read_inputs(theirs)
    return [Difference(form.fields[name].label, mine[name], other[name]) for name in mine if mine[name] != other[name]]


def kpis_of(document: dict[str, Any]) -> list[Kpi]:
    """The document's KPIs as rows that are not stored, for showing what was read; those without a name left out."""
    rows = []
    for row in document.get("kpis", []):
        indicator, measured = row.get("indicator") or {}, row.get("measured") or {}
        rows.append(
            Kpi(
                indicator_zh=indicator.get("zh", ""),
                indicator_en=indicator.get("en", ""),
                measured_zh=measured.get("zh", ""),
                measured_en=measured.get("en", ""),
                unit=row.get("unit") or "",
                baseline=row.get("baseline"),
                target=row.get("target"),
                by=date.fromisoformat(row["by"]) if _is_day(row.get("by") or "") else None,
            )
        )
    return [kpi for kpi in rows if kpi.indicator_zh or kpi.indicator_en]
