"""What the desk holds of a person (`accounts.personal_data`): what a curator decided, imported and wrote, and
corrections that published themselves.

For 30 days the record of a merger holds rows and columns as they stood before, and an import the rows that were wrong;
what they say of the person goes too.
"""

from typing import Any

from accounts.models import User
from accounts.personal_data import Holding
from desk.merging.record import without
from desk.models import Absence, Duplicate, ImportJob, ImportRow, Merger, Postponement, SafeEdit
from listings.holding import CONTACT
from taxonomy.models import GlossaryChange


def export(user: User) -> dict[str, Any]:
    edits = SafeEdit.objects.order_by("pk")
    changes = GlossaryChange.objects.filter(by=user).values("language", "term", "was", "became", "at")
    return {
        "put_off": list(Postponement.objects.filter(by=user).values("key", "until", "at")),
        "imported": list(ImportJob.objects.filter(by=user).values("kind", "name", "began_at")),
        "glossary_changes": list(changes),
        "duplicates_answered": list(Duplicate.objects.filter(by=user).values("first", "second", "answer", "at")),
        "mergers": list(Merger.objects.filter(by=user).values("kept__slug", "gone__slug", "at")),
        "mergers_undone": list(Merger.objects.filter(undone_by=user).values("kept__slug", "gone__slug", "undone_at")),
        "edits_published": list(edits.filter(by=user).values("startup", "need", "at", "changes")),
        "edits_decided": list(edits.filter(decided_by=user).values("startup", "need", "at", "outcome")),
        "absences": list(Absence.objects.filter(curator=user).values("first_day", "last_day")),
        "absences_covered": list(Absence.objects.filter(cover=user).values("first_day", "last_day")),
    }


def erase(user: User) -> None:
    """What a curator did stays, without their name; what a record holds of the person goes as from its own table."""
    for merger in Merger.objects.exclude(aside=[], content={}):
        for entry in merger.aside:
            entry["rows"] = without(entry["rows"], user)
        merger.content = _without_contact(merger.content, user)
        merger.save(update_fields=["aside", "content"])
    if user.email:
        ImportRow.objects.filter(cells__contains=[user.email]).update(cells=[], problems=[])


def _without_contact(content: dict[str, Any], user: User) -> dict[str, Any]:
    columns = content.get("columns", {})
    email, name = columns.get("contact_email", "").lower(), columns.get("contact_name", "")
    if columns and ((user.email and email == user.email) or (user.full_name and name == user.full_name)):
        columns |= dict.fromkeys(CONTACT, "")
    return content | ({"rows": without(content["rows"], user)} if content else {})


HOLDING = Holding("desk", export, erase)
