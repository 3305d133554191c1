"""What the first eight questions ask before members may hand a profile in. Imports and curators are asked for less."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

# Column -> its place in the document.
ASKED = {
    "website": "website",
    "trl": "trl",
    "presence": "presence",
    "production": "production",
    "pilot_cost_low": "pilot.cost_low",
    "pilot_weeks": "pilot.weeks",
    "contact_name": "contact.name",
    "contact_email": "contact.email",
}


def missing(document: Mapping[str, Any]) -> dict[str, str]:
    """{place: sentence} of what a valid document leaves open."""
    language = document["source_language"]
    text = document["texts"][language]
    found = {place: _("Please state this.") for column, place in ASKED.items() if document.get(column) in (None, "")}
    found |= {
        f"texts.{language}.{name}": _("Please state this.") for name in ("problem", "advantage") if not text[name]
    }
    if text["advantage"] and not any(sign.isdigit() for sign in text["advantage"]):
        found[f"texts.{language}.advantage"] = _("Tell it with a number: from how much to how much.")
    return found
