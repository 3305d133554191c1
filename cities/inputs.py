"""Between the seven inputs of an official and the document of a need. Pure functions over plain values.

Whoever writes a need gives a paragraph, two figures as they are said, a day, ticks, a band and an audience. What else
the document holds (further KPIs, wishes, texts in other languages) stays as it is.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from cities.figures import Figure, indicator_in, read_figure, read_target
from language.detect import detect
from listings.paths import BLANK, value_at, with_value

Document = dict[str, Any]

OPEN_DAYS = 180
LONGEST_PROBLEM = 6_000
# Writing a need here is sounding the market; whoever is further on says so.
BEGUN: Document = {"stage": "STUDY", "expires": OPEN_DAYS, "visibility": "matched", "city_hidden": True}
TEXT_INPUTS = ("title", "problem", "present", "target", "pilot_site", "data_access", "tried_before", "follow_on")
TRANSLATED = {"translated_title": "title", "translated_problem": "problem"}
PLAIN_INPUTS = {
    "topics": "topics",
    "budget_band": "budget_band",
    "visibility": "visibility",
    "city_hidden": "city_hidden",
    "stage": "stage",
    "route": "route",
    "ip_terms": "ip_terms",
    "reply_by": "reply_by",
    "expires": "expires",
    "district_zh": "district.zh",
    "contact_name": "contact.name",
    "contact_email": "contact.email",
    "contact_phone": "contact.phone",
}


def begun_with(problem: str) -> Document:
    """The first draft that a pasted paragraph makes."""
    return write_inputs(BEGUN, {**read_inputs(BEGUN), "problem": problem})


def source_of(document: Mapping[str, Any]) -> str:
    return document.get("source_language") or "zh"


def translation_of(language: str) -> str:
    """The language a need must be told in as well: English, or Chinese where it was written in English."""
    return "zh" if language == "en" else "en"


def read_inputs(document: Mapping[str, Any]) -> dict[str, Any]:
    language = source_of(document)
    text = value_at(document, f"texts.{language}", {})
    translation = value_at(document, f"texts.{translation_of(language)}", {})
    return {
        **{name: text.get(name, "") for name in TEXT_INPUTS},
        **{name: translation.get(key, "") for name, key in TRANSLATED.items()},
        **{name: value_at(document, path, "") for name, path in PLAIN_INPUTS.items()},
        "by": value_at(document, "kpis.0.by", ""),
        "translated_indicator": value_at(document, f"kpis.0.indicator.{translation_of(language)}", ""),
        "must_haves": [tick_of(row) for row in document.get("requirements", []) if row.get("hard", True)],
    }


def write_inputs(document: Mapping[str, Any], inputs: Mapping[str, Any]) -> Document:
    """The document with these inputs, all of them, in it."""
    before = read_inputs(document)
    language = detect(inputs["problem"]) if inputs["problem"].strip() else source_of(document)
    written = {**document, "source_language": language, "texts": _texts(document, inputs, language)}
    if inputs["budget_band"] != before["budget_band"]:
        # An amount decides the band; a band chosen anew says that the amount no longer holds.
        written.pop("budget_cny", None)
    for name, path in PLAIN_INPUTS.items():
        written = with_value(written, path, inputs[name])
    written["city_hidden"] = bool(inputs["city_hidden"])
    written["requirements"] = _requirements(document.get("requirements", []), inputs["must_haves"])
    written["kpis"] = _kpis(document.get("kpis", []), before, inputs, language)
    return written


def _texts(document: Mapping[str, Any], inputs: Mapping[str, Any], language: str) -> Document:
    texts = dict(document.get("texts", {}))
    # Written anew in another language: the text moves, unless there is one in that language already.
    own = texts.pop(source_of(document), {}) if language not in texts else texts[language]
    texts[language] = _filled(own, {name: inputs[name] for name in TEXT_INPUTS})
    other = translation_of(language)
    texts[other] = _filled(texts.get(other, {}), {key: inputs[name] for name, key in TRANSLATED.items()})
    return {name: text for name, text in texts.items() if text not in BLANK}


def _filled(text: Document, typed: Document) -> Document:
    return {name: value for name, value in (text | typed).items() if value not in BLANK}


# --- must-haves: a tick is KIND or KIND:value -------------------------------------------------------------------------


def tick_of(row: Mapping[str, Any]) -> str:
    return f"{row['kind']}:{row['value']}" if row.get("value") else str(row["kind"])


def _requirements(rows: Sequence[Document], ticks: Sequence[str]) -> list[Document]:
    known = {tick_of(row): row for row in rows}
    wishes = [row for row in rows if not row.get("hard", True) and tick_of(row) not in ticks]
    return [_ticked(tick, known.get(tick, {})) for tick in dict.fromkeys(ticks)] + wishes


def _ticked(tick: str, row: Document) -> Document:
    kind, _, value = tick.partition(":")
    return {**row, "kind": kind, "hard": True, **({"value": value} if value else {})}


# --- figures ----------------------------------------------------------------------------------------------------------


def _kpis(rows: Sequence[Document], before: Document, inputs: Mapping[str, Any], language: str) -> list[Document]:
    """The first KPI follows what was typed; one that came by other ways stays until its sentences are changed."""
    first = dict(rows[0]) if rows else {}
    if not first or any(inputs[name] != before[name] for name in ("present", "target")):
        first |= _figures(inputs, language)
    first = with_value(first, "by", inputs["by"])
    if inputs["translated_indicator"]:
        first = with_value(first, f"indicator.{translation_of(language)}", inputs["translated_indicator"])
    return [row for row in (first, *rows[1:]) if any(value not in BLANK for value in row.values())]


def _figures(inputs: Mapping[str, Any], language: str) -> Document:
    present = read_figure(inputs["present"])
    target = read_target(inputs["target"], present)
    name = _indicator(inputs["problem"], present, target)
    return {
        # Chinese is what everybody must be given; a curator mends the wording of a need written in English.
        "indicator": dict.fromkeys({language, "zh"} - {"he"}, name) if name else None,
        "unit": (present.unit if present else "") or (target.unit if target else ""),
        "baseline": plain(present.value) if present else None,
        "target": plain(target.value) if target else None,
    }


def _indicator(problem: str, present: Figure | None, target: Figure | None) -> str:
    figures = [figure for figure in (present, target) if figure]
    named = next((figure.indicator for figure in figures if figure.indicator), "")
    return (named or next(filter(None, (indicator_in(problem, figure) for figure in figures)), ""))[:120]


def plain(value: Decimal) -> str:
    """As a person writes it: 18, 9.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
