"""What the owners of a listing are told in their own language: questions from findings, and templates of a no."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from desk.today.findings import Finding

# Why something is not accepted: the usual reasons, each with what the owners can do.
TEMPLATES: Mapping[str, Any] = {
    "not_for_cities": _(
        "Thank you. This product does not answer a need that a city has, and that is what this platform lists. If it "
        "does, tell us which one, and hand it in again."
    ),
    "not_a_product": _(
        "We list products that somebody has seen working. Come back when there is a prototype, and name where it was "
        "tried."
    ),
    "advertising": _(
        "The text reads as advertising. Please write what it does, for whom, and with which number, and hand it in "
        "again."
    ),
    "not_real": _(
        "We could not find out that the company or department is the one it says. Have it verified first, then hand it "
        "in again."
    ),
    "secret": _(
        "The text holds what may not be published: a secret of the state or of the office, or somebody's personal "
        "data. Please take it out everywhere before you hand it in again."
    ),
    "duplicate": _("This is listed already. Please go on with the listing that is there; we have left it as it is."),
}


def questions(findings: Iterable[Finding], language: str) -> dict[str, str]:
    """{place in the document: question}, in that language; several at one place follow each other."""
    asked: dict[str, str] = {}
    with override(language):
        for finding in findings:
            if (question := finding.question) and question not in asked.get(finding.path, ""):
                asked[finding.path] = " ".join(filter(None, [asked.get(finding.path), question]))
    return asked


def template(code: str, language: str) -> str:
    """The reason in that language."""
    with override(language):
        return str(TEMPLATES[code])


def reason_of(listing: Any, said: Mapping[str, str]) -> str:
    """Why it is not accepted: the chosen template in the owners' language, and what the curator wrote."""
    chosen = template(said["template"], language_of_owners(listing)) if said["template"] else ""
    return "\n".join(filter(None, [chosen, said["reason"]]))


def language_of_owners(listing: Any) -> str:
    """That of whoever wrote the draft; else of any of its people; else the usual one of their side."""
    lines = listing.transitions.model
    people = lines(**{listing._meta.model_name: listing}).people().exclude(language="")
    draft = getattr(listing, "draft", None)
    if draft and draft.author and not draft.author.is_curator and draft.author.language:
        return draft.author.language
    return people.values_list("language", flat=True).first() or lines.usual_language
