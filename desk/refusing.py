"""Every no of the desk with its usual reasons. Whoever asked reads them in their language, with what they can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language_info, override
from django.utils.translation import gettext_lazy as _

SECRET = _(
    "The text holds what may not be published: a secret of the state or of the office, or somebody's personal "
    "data. Please take it out everywhere before you hand it in again."
)
NOT_REAL = _(
    "We could not find out that the company or department is the one it says. Have it verified first, then hand it "
    "in again."
)
ADVERTISING = _(
    "The text reads as advertising. Please write what it does, for whom, and with which number, and hand it in again."
)
# What is refused -> {code of a reason: the reason}, in the order of their keys.
REASONS: Mapping[str, Mapping[str, Any]] = {
    "draft": {
        "not_for_cities": _(
            "Thank you. This product does not answer a need that a city has, and that is what this platform lists. If "
            "it does, tell us which one, and hand it in again."
        ),
        "not_a_product": _(
            "We list products that somebody has seen working. Come back when there is a prototype, and name where it "
            "was tried."
        ),
        "advertising": ADVERTISING,
        "not_real": NOT_REAL,
        "secret": SECRET,
        "duplicate": _(
            "This is listed already. Please go on with the listing that is there; we have left it as it is."
        ),
    },
    "block": {
        "secret": SECRET,
        "not_real": NOT_REAL,
        "advertising": ADVERTISING,
        "wrong": _(
            "Readers have told us that facts in it are wrong, and we found them wrong too. Please correct them and "
            "write to us: then it is shown again."
        ),
        "stolen": _(
            "Text or pictures belong to somebody else, who has not agreed. Please take them out and write to us: then "
            "it is shown again."
        ),
    },
    "question": {
        "secret": _(
            "The question holds what may not be published: a secret of the state or of the office, or somebody's "
            "personal data. You may ask again without it."
        ),
        "advertising": _(
            "The question offers a product instead of asking about the need. Your profile is the place for it: the "
            "department sees it where it suits."
        ),
        "contact": _(
            "The question asks for a contact, or gives one. Contacts open to both once an introduction is accepted."
        ),
    },
    "verification": {
        "not_found": _(
            "We found nobody and nothing under what you named: not in the register, nor at the published address. "
            "Please check it and ask again."
        ),
        "other_name": _(
            "The name in the proof is not the name that stands here. Please correct one of the two and ask again."
        ),
        "unreadable": _(
            "We could not read the letter or its stamp. Please send a clear picture of the whole page."
        ),
        "outdated": _("The proof is too old, or it is for something else. Please send a present one."),
        "not_confirmed": _(
            "Whoever you named did not confirm it. Please ask them first, or name somebody else, and ask again."
        ),
    },
    "claim": {
        "other_address": _(
            "Your e-mail address does not belong to this company. Claim it again with an address at its site's "
            "domain: then you are let in at once."
        ),
        "ask_owner": _("Somebody acts for this company here already. Please ask them to invite you."),
        "unproven": _(
            "We could not find out that you act for this company. Please claim it again, and say what you do there and "
            "who at the company can confirm it."
        ),
    },
}  # fmt: skip


@dataclass(frozen=True)
class Reason:
    """A usual reason for a no: as whoever asked will read it, and as the curator reads it."""

    code: str
    for_them: str
    for_curator: str


@dataclass(frozen=True)
class Refusal:
    """What the panel of a no shows: the usual reasons, and the language in which they are read."""

    reasons: list[Reason]
    language: dict[str, Any]


def refusal_of(what: str, language: str) -> Refusal:
    """The usual reasons for a no to a draft, a verification and so on (keys of `REASONS`)."""
    told = [Reason(code, said_in(language, text), str(text)) for code, text in REASONS[what].items()]
    return Refusal(told, get_language_info(language))


def said_in(language: str, text: Any) -> str:
    with override(language):
        return str(text)


def reason_for(what: str, said: Mapping[str, str], language: str) -> str:
    """The chosen reason in the language of whoever asked, and what the curator wrote."""
    chosen = said_in(language, REASONS[what][said["template"]]) if said["template"] else ""
    return "\n".join(filter(None, [chosen, said["reason"]]))
