"""What one side decides on a pair. Every verb is atomic, kept in the history, and harmless when it is done twice.

Views and API fetch need, startup and decision as their user; who may decide is answered there, by querysets.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from cities.models import Need
from matching.models import Decision, DecisionChange, Match, Side, Verb
from startups.models import Startup


class NoteEditedMeanwhile(Exception):  # noqa: N818 - what happened, not a failure
    """Somebody else wrote the note after it was read; `decision` holds what it says now."""

    def __init__(self, decision: Decision):
        super().__init__(str(decision))
        self.decision = decision


@transaction.atomic
def decide(
    need: Need, startup: Startup, side: Side, verb: Verb, *, by: User, reason: str = "", words: str = ""
) -> Decision:
    """Say `verb` of the pair for one side; a no gives a `reason` (a code of the side's list) and may give `words`.

    The decision keeps a copy of the match as it stands now. What is newly shortlisted comes last on the list.
    """
    decision = _locked(need, startup, side)
    if (decision.verb, decision.reason, decision.words) == (verb, reason, words):
        return decision
    if verb == Verb.SHORTLIST:
        decision.place = _last_place(decision) + 1
    _copy_match(decision)
    _change(decision, verb, reason, words, by=by)
    return decision


@transaction.atomic
def undo(decision: Decision, over_version: int, *, by: User) -> Decision:
    """Go back to what stood before the last change; undone once more, nothing is decided.

    Does nothing when the decision is not at `over_version` any more: a second click must not undo a second change.
    """
    decision = _locked(decision.need, decision.startup, Side(decision.side))
    if decision.version != over_version or not decision.verb:
        return decision
    last, *earlier = decision.changes.order_by("-pk")[:2]
    if last.is_undo or not earlier:
        _change(decision, "", "", "", by=by, is_undo=True)
    else:
        _change(decision, earlier[0].became, earlier[0].reason, earlier[0].words, by=by, is_undo=True)
    return decision


@transaction.atomic
def move(decision: Decision, place: int) -> None:
    """Put an entry of a need's shortlist at `place`, counted from 1; the others close up. Beyond the ends: at the end.

    Places are written anew in one order under lock, so that two moves at once leave no two entries in one place.
    """
    entries = list(Decision.objects.select_for_update().for_subject(decision.need).shortlisted())
    if decision not in entries:
        return
    entries.remove(decision)
    entries.insert(max(place, 1) - 1, decision)
    for number, entry in enumerate(entries, 1):
        entry.place = number
    Decision.objects.bulk_update(entries, ["place"])


@transaction.atomic
def keep_note(decision: Decision, note: str, over_version: int) -> Decision:
    """Store the side's private note of a pair.

    Raises NoteEditedMeanwhile when it is not at `over_version` any more and says something else: nothing is lost.
    """
    decision = _locked(decision.need, decision.startup, Side(decision.side))
    if decision.note == note:
        return decision
    if decision.note_version != over_version:
        raise NoteEditedMeanwhile(decision)
    decision.note, decision.note_version = note, over_version + 1
    decision.save(update_fields=["note", "note_version"])
    return decision


def _locked(need: Need, startup: Startup, side: Side) -> Decision:
    """The side's row of the pair under lock, made if there is none: two clicks at once come one after the other."""
    decision, _is_new = Decision.objects.select_for_update().get_or_create(need=need, startup=startup, side=side)
    decision.need, decision.startup = need, startup
    return decision


def _last_place(decision: Decision) -> int:
    shortlist = Decision.objects.filter(need=decision.need, side=decision.side, verb=Verb.SHORTLIST)
    return shortlist.aggregate(last=Max("place", default=0))["last"]


def _copy_match(decision: Decision) -> None:
    """A pair that has left the lists keeps the copy of when it was last decided on."""
    match = Match.objects.filter(need=decision.need, startup=decision.startup).first()
    if match is not None:
        decision.score, decision.band, decision.parts = match.score, match.band, match.parts
        decision.weights_version = match.weights_version


def _change(decision: Decision, verb: str, reason: str, words: str, *, by: User, is_undo: bool = False) -> None:
    was, now = decision.verb, timezone.now()
    decision.verb, decision.reason, decision.words = verb, reason, words
    decision.by, decision.at, decision.version = by, now, decision.version + 1
    decision.save()
    DecisionChange.objects.create(
        decision=decision, by=by, at=now, was=was, became=verb, reason=reason, words=words, is_undo=is_undo
    )
