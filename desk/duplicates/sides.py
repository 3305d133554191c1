"""Both entries as a curator sees them: which is usually kept, where they differ, and what comes along."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desk.merging.profiles import Part, differences, is_choice
from desk.merging.relations import RULES, Moves, relations
from desk.models import Duplicate
from startups.models import ProfileDraft, Startup


@dataclass(frozen=True)
class Sides:
    """`coming` are (what, how many) of the one that goes; `has_choice` is False where only drafts are there to keep."""

    kept: Startup
    gone: Startup
    parts: list[Part]
    coming: list[tuple[str, int]]
    has_choice: bool
    drafts: str


def sides_of(duplicate: Duplicate, kept: Startup) -> Sides:
    gone = duplicate.second if kept == duplicate.first else duplicate.first
    return Sides(
        kept, gone, differences(kept, gone), list(_coming(gone)), is_choice(kept, gone), drafts=_drafts(kept, gone)
    )


def default_kept(duplicate: Duplicate) -> Startup:
    """What readers know, then what somebody answers for, then what is verified, then what is here longest."""
    return max((duplicate.first, duplicate.second), key=_weight)


def _weight(startup: Startup) -> tuple[bool, bool, int, int]:
    verified = startup.verifications.filter(state="confirmed").count()
    return startup.published_at is not None, startup.members.exists(), verified, -startup.pk


# Told in words of their own, or nobody's business to count.
NOT_COUNTED = (
    "startups.ProfileDraft.startup",
    "startups.Startup.merged_into",
    "startups.StartupTransition.startup",
    "matching.Visit.startup",
)


def _coming(gone: Startup) -> Iterator[tuple[str, int]]:
    for name, relation in relations().items():
        if isinstance(RULES[name], Moves) and name not in NOT_COUNTED:
            count = relation.model._default_manager.filter(**{relation.attname: gone.pk}).count()
            if count:
                yield str(relation.model._meta.verbose_name_plural), count


def _drafts(kept: Startup, gone: Startup) -> str:
    """ "both", "comes" or "": whether the draft of the one that goes finds a place."""
    having: Any = set(ProfileDraft.objects.filter(startup__in=[kept, gone]).values_list("startup", flat=True))
    if gone.pk not in having:
        return ""
    return "both" if kept.pk in having else "comes"
