"""What the owners of a listing are asked, and the language that they read."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from desk.today.findings import Finding


def questions(findings: Iterable[Finding], language: str) -> dict[str, str]:
    """{place in the document: question}, in that language; several at one place follow each other."""
    asked: dict[str, str] = {}
    with override(language):
        for finding in findings:
            if (question := finding.question) and question not in asked.get(finding.path, ""):
                asked[finding.path] = " ".join(filter(None, [asked.get(finding.path), question]))
    return asked


def language_of_owners(listing: Any) -> str:
    """That of whoever wrote the draft; else of any of its people; else the usual one of their side."""
    lines = listing.transitions.model
    people = lines(**{listing._meta.model_name: listing}).people().exclude(language="")
    draft = getattr(listing, "draft", None)
    if draft and draft.author and not draft.author.is_curator and draft.author.language:
        return draft.author.language
    return people.values_list("language", flat=True).first() or lines.usual_language
