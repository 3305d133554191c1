"""The verbs on the curators' part of the glossary. Each writes a line of its trail (`GlossaryChange`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from taxonomy.models import GlossaryChange, GlossaryLanguage, GlossaryTerm

# (language, term) -> English wordings, best first
Entries = Mapping[tuple[str, str], Sequence[str]]


@dataclass(frozen=True)
class Kept:
    added: int = 0
    changed: int = 0
    unchanged: int = 0


def curators_glossary() -> dict[str, dict[str, list[str]]]:
    """Language -> term -> English wordings, as matching reads and keeps it (`language.glossary.Additions`)."""
    found: dict[str, dict[str, list[str]]] = {language: {} for language in GlossaryLanguage.values}
    for language, term, english in (
        GlossaryTerm.objects.ranking().order_by("term").values_list("language", "term", "english")
    ):
        found[language][term] = english
    return found


@transaction.atomic
def keep_terms(entries: Entries, by: Any) -> Kept:
    """Add these terms, or give them other wordings where they are there already; what is the same stays untouched.

    Of two curators at once the second waits for the first's row, so the trail tells of both in their order.
    """
    outcomes = [_keep(language, term, list(english), by) for (language, term), english in entries.items()]
    return Kept(*(outcomes.count(outcome) for outcome in ("added", "changed", "unchanged")))


@transaction.atomic
def remove_term(entry: GlossaryTerm, by: Any) -> None:
    """From the next snapshot on the word is read as it was without the entry. Removed twice, it is removed once."""
    entry = GlossaryTerm.objects.select_for_update().filter(pk=entry.pk).first()
    if entry is not None:
        _write_down(entry.language, entry.term, entry.english, None, by)
        entry.delete()


def _keep(language: str, term: str, english: list[str], by: Any) -> str:
    entry, is_new = GlossaryTerm.objects.select_for_update().get_or_create(
        language=language, term=term, defaults={"english": english, "by": by}
    )
    if is_new:
        _write_down(language, term, None, english, by)
        return "added"
    if entry.english == english:
        return "unchanged"
    _write_down(language, term, entry.english, english, by)
    entry.english, entry.by, entry.at = english, by, timezone.now()
    entry.save(update_fields=["english", "by", "at"])
    return "changed"


def _write_down(language: str, term: str, was: list[str] | None, became: list[str] | None, by: Any) -> None:
    GlossaryChange.objects.create(language=language, term=term, was=was, became=became, by=by)
