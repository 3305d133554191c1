"""What a curator has in front of them when they decide on a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from desk.asking import language_of_owners, questions
from desk.changes import changes, label_at
from desk.kinds import Kind
from desk.precheck import findings_of, precheck
from desk.readers import other_reader
from desk.refusing import refusal_of
from desk.today.checks import CHECKS
from desk.today.day import place_in_list
from desk.today.drafts import draft_key
from desk.today.findings import Finding
from desk.translations.queue import texts_of_draft


@dataclass(frozen=True)
class Told:
    """A finding with the name of the field that it is about."""

    finding: Finding
    label: str


@dataclass(frozen=True)
class Checked:
    """One check and what it found; nothing is good."""

    label: str
    told: Sequence[Told]


def review_of(kind: Kind, listing: Any, curator: User) -> dict[str, Any]:
    """Everything that the page of one draft shows."""
    document = kind.document(listing)
    live = document.data if listing.published_at else {}
    return {
        "listing": listing,
        "kind": kind,
        "draft": listing.draft,
        "place": place_in_list(curator, draft_key(listing)),
        "checks": _checked(kind, listing),
        "questions": _labelled(kind, listing, questions_for(listing)),
        "refusal": refusal_of("draft", language_of_owners(listing)),
        "changes": changes(document, live, listing.draft.document),
        "is_stale": bool(live) and listing.draft.base_revision < listing.revision,
        "untranslated": list(texts_of_draft(kind, listing)),
        "other_reader": other_reader(listing, curator),
        "verified": getattr(listing, "department", listing).current_verifications,
        "trail": listing.transitions.select_related("by")[:10],
    }


def questions_for(listing: Any) -> dict[str, str]:
    """{place: question} that the checks ask by themselves, in the language of the owners."""
    if not hasattr(listing, "draft"):
        return {}
    return questions(findings_of(precheck(listing)) or (), language_of_owners(listing))


def _checked(kind: Kind, listing: Any) -> list[Checked]:
    found = findings_of(precheck(listing)) or ()
    document = kind.document(listing)
    by_check = {check.name: [finding for finding in found if finding.check == check.name] for check in CHECKS}
    return [
        Checked(
            str(check.missed if by_check[check.name] else check.label),
            [Told(finding, label_at(document, finding.path)) for finding in by_check[check.name]],
        )
        for check in CHECKS
    ]


def _labelled(kind: Kind, listing: Any, asked: dict[str, str]) -> list[tuple[str, str]]:
    document = kind.document(listing)
    return [(label_at(document, path), question) for path, question in asked.items()]
