"""A need as a document would make it, without writing a row: to ask what a change would do."""

from collections.abc import Iterator, Mapping
from typing import Any

from cities.documents import NeedDocument
from cities.models import Kpi, Need, NeedText, NeedTopic, Requirement
from listings.unsaved import readable
from taxonomy.models import Technology, Topic


def as_published(need: Need, document: Mapping[str, Any]) -> Need:
    """An unsaved need with its rows beside it. What is wrong in the document is left out: not stated."""
    stated = readable(NeedDocument(need), document)
    columns = {field.name for field in Need._meta.concrete_fields if not field.is_relation}
    kept = {name: getattr(need, name) for name in ("id", "department", "status", "is_demo", "published_at")}
    shown = Need(**kept | {name: value for name, value in stated.items() if name in columns})
    # Where a manager's `all` looks first: it finds these as if they had been fetched.
    shown._prefetched_objects_cache = {  # type: ignore[attr-defined]
        "texts": list(_texts(shown, stated)),
        "topic_rows": list(_topics(shown, document)),
        "kpis": [Kpi(need=shown, **row) for row in stated.get("kpis", [])],
        "requirements": [Requirement(need=shown, **row) for row in stated.get("requirements", []) if "kind" in row],
        "excluded_technologies": list(Technology.objects.filter(pk__in=document.get("excluded_technologies") or [])),
    }
    return shown


def _texts(shown: Need, stated: Mapping[str, Any]) -> Iterator[NeedText]:
    source = stated.get("source_language", "zh")
    for language, text in stated.get("texts", {}).items():
        yield NeedText(need=shown, language=language, is_source=language == source, **text)


def _topics(shown: Need, document: Mapping[str, Any]) -> Iterator[NeedTopic]:
    chosen = document.get("topics") or []
    rows = Topic.objects.in_bulk(chosen)
    for position, code in enumerate(chosen):
        if code in rows:
            yield NeedTopic(need=shown, topic=rows[code], position=position)
