"""What is found out about a draft as soon as it is handed in: the checks, and what its approval would bring."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q

from desk.kinds import KINDS, STARTUPS, Kind
from desk.models import Precheck
from desk.today.checks import Reading, find
from desk.today.findings import Finding
from listings.models import Draft, Status
from matching.drafts import pairs_of_need, pairs_of_profile


def precheck(listing: Any) -> Precheck:
    """The checks of this version of the draft; run now where they have not run yet."""
    made = getattr(listing, "precheck", None)
    return made if made and made.version == listing.draft_version else _check(listing)


def look_over(listing: Any) -> Precheck:
    """Run the checks, and count with the engine what the draft would bring; both are kept with its version."""
    made = precheck(listing)
    if made.unblocks is None:
        made.unblocks = _pairs(listing)
        made.save(update_fields=["unblocks"])
    return made


def _check(listing: Any) -> Precheck:
    found = find(Reading(kind_of(listing), listing, listing.draft.document))
    made, _created = Precheck.objects.update_or_create(
        **{listing._meta.model_name: listing},
        defaults={
            "version": listing.draft_version,
            "findings": [finding.as_json() for finding in found],
            "unblocks": None,
        },
    )
    return made


def _pairs(listing: Any) -> int:
    count = pairs_of_profile if kind_of(listing) is STARTUPS else pairs_of_need
    return count(listing, listing.draft.document)


def kind_of(listing: Any) -> Kind:
    return next(kind for kind in KINDS.values() if isinstance(listing, kind.model))


def findings_of(made: Precheck | None) -> list[Finding] | None:
    return None if made is None else [Finding(**stored) for stored in made.findings]


def unread() -> Iterator[Any]:
    """Listings whose draft waits for review in a version that was not looked over."""
    done = Q(precheck__version=F("draft_version"), precheck__unblocks__isnull=False)
    for kind in KINDS.values():
        waiting = kind.model.objects.filter(draft__state=Draft.State.IN_REVIEW).exclude(status=Status.BLOCKED)
        yield from waiting.exclude(done).select_related("draft", "precheck")
