"""A startup as a document would make it, without writing a row: for a preview, and to ask what a change would do."""

from collections.abc import Iterator, Mapping
from typing import Any

from listings.unsaved import readable
from startups.documents import ProfileDocument
from startups.models import Certificate, Deployment, Startup, StartupTechnology, StartupText
from taxonomy.models import Technology, Topic


def as_published(startup: Startup, document: Mapping[str, Any]) -> Startup:
    """An unsaved startup with its rows beside it. What is wrong in the document is left out: not stated."""
    stated = readable(ProfileDocument(startup), document)
    columns = {field.name for field in Startup._meta.concrete_fields}
    kept = {name: getattr(startup, name) for name in ("id", "slug", "name", "status", "is_demo", "published_at")}
    shown = Startup(**kept | {name: value for name, value in stated.items() if name in columns})
    # Where a manager's `all` looks first: it finds these as if they had been fetched.
    shown._prefetched_objects_cache = {
        "texts": list(_texts(shown, stated)),
        "technology_rows": list(_technologies(shown, document)),
        "deployments": [Deployment(startup=shown, **row) for row in stated.get("deployments", []) if "place_en" in row],
        "certificates": [Certificate(startup=shown, **row) for row in stated.get("certificates", [])],
        "excluded_topics": list(Topic.objects.filter(pk__in=document.get("excluded_topics") or [])),
        "uploads": [],
    }
    return shown


def _texts(shown: Startup, stated: Mapping[str, Any]) -> Iterator[StartupText]:
    source = stated.get("source_language", "en")
    for language, text in stated.get("texts", {}).items():
        yield StartupText(startup=shown, language=language, is_source=language == source, **text)


def _technologies(shown: Startup, document: Mapping[str, Any]) -> Iterator[StartupTechnology]:
    chosen = document.get("technologies") or []
    rows = Technology.objects.select_related("sector").in_bulk(chosen)
    for position, code in enumerate(chosen):
        if code in rows:
            yield StartupTechnology(startup=shown, technology=rows[code], position=position)
