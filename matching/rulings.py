"""What a curator rules on a pair: placed first in both lists, or taken out of both. Every verb is atomic, kept in the
history, harmless when it is done twice, and undone by `undo`.

Lists apply it when they are read (`MatchQuerySet`), so the engine and its runs know nothing of it.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cities.models import Need
from matching.models import Match, Ruling, RulingChange, RulingVerb
from matching.pins import NUMBERS, keep_pins, scored
from startups.models import Startup

Words = Mapping[str, str]


@transaction.atomic
def rule(
    need: Need, startup: Startup, verb: RulingVerb, reason: str, words: Words | None = None, *, by: User
) -> Ruling:
    """Place the pair or take it out. `reason` is a code of the verb's list, `words` what is added, by language.

    A pair that is in no list is scored now. Raises `django.core.exceptions.ValidationError` where one side has
    excluded the other.
    """
    said = {"reason": reason, "words": {language: text for language, text in (words or {}).items() if text}}
    # Before the lock: it takes longer than anything else here.
    match = Match.objects.filter(need=need, startup=startup).first() or scored(need, startup)
    ruling = _locked(need, startup)
    if (ruling.verb, ruling.reason, ruling.words) == (verb, said["reason"], said["words"]):
        return ruling
    for name in NUMBERS:
        setattr(ruling, name, getattr(match, name))
    return _change(ruling, verb, said, by=by)


@transaction.atomic
def undo(ruling: Ruling, over_version: int, *, by: User) -> Ruling:
    """Go back to what stood before the last change; undone once more, nothing is ruled.

    Does nothing when the ruling is not at `over_version` any more: a second click must not undo a second change.
    """
    ruling = _locked(ruling.need, ruling.startup)
    if ruling.version != over_version or not ruling.verb:
        return ruling
    last, *earlier = ruling.changes.order_by("-pk")[:2]
    if last.is_undo or not earlier:
        return _change(ruling, "", {"reason": "", "words": {}}, by=by, is_undo=True)
    said = {"reason": earlier[0].reason, "words": earlier[0].words}
    return _change(ruling, earlier[0].became, said, by=by, is_undo=True)


def _locked(need: Need, startup: Startup) -> Ruling:
    """The ruling on the pair under lock, made if there is none: two curators at once come one after the other."""
    ruling, _is_new = Ruling.objects.select_for_update(of=("self",)).get_or_create(need=need, startup=startup)
    ruling.need, ruling.startup = need, startup
    return ruling


def _change(ruling: Ruling, verb: str, said: dict[str, Any], *, by: User, is_undo: bool = False) -> Ruling:
    was, now = ruling.verb, timezone.now()
    ruling.verb, ruling.reason, ruling.words = verb, said["reason"], said["words"]
    ruling.by, ruling.at, ruling.version = by, now, ruling.version + 1
    ruling.save()
    RulingChange.objects.create(ruling=ruling, by=by, at=now, was=was, became=verb, is_undo=is_undo, **said)
    if verb == RulingVerb.PIN:
        keep_pins(needs=[ruling.need_id])
    else:
        # A pin that is no more leaves behind only what has a place in a list by itself.
        Match.objects.filter(need=ruling.need, startup=ruling.startup, need_rank=None, startup_rank=None).delete()
    return ruling
