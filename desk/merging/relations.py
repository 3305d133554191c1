"""What becomes of every row that points at a startup when it is merged into another one.

`RULES` names each relation; tests/desk/test_relations.py compares it with what Django knows of all models, so that a
table added later cannot be forgotten. To add one, say here what becomes of its rows:

    Moves()                     they point at the kept one from now on
    Moves(once=("user",))       the same, where it may have one such row for each user only; `is_better` says which of
                                two rivals stays, `joins` which texts of the other one are added to it
    PROFILE                     what the profile says: each keeps its own, the curator chooses (`profiles`)
    Stays("why")                they stay with the one that goes
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from desk.merging.record import Record
from listings.verification import OPEN, State
from startups.models import Startup

IsBetter = Callable[[Any, Any], bool]


def _never(theirs: Any, kept: Any) -> bool:
    return False


@dataclass(frozen=True)
class Moves:
    """`once`: columns by which the kept one may have one row only, () for one row in all, None for any number.

    `among`: the rows for which that holds. Of two rivals the kept one's stays, unless `is_better(theirs, kept)`; texts
    of the other one named in `joins` are added to it.
    """

    once: tuple[str, ...] | None = None
    among: Q = field(default_factory=Q)
    is_better: IsBetter = _never
    joins: tuple[str, ...] = ()

    def apply(self, relation: Any, gone: Startup, kept: Startup, record: Record) -> None:
        for theirs, own in self._rivals(relation, gone, kept):
            stays, leaves = (theirs, own) if self.is_better(theirs, own) else (own, theirs)
            self._join(stays, leaves, record)
            record.put_aside(leaves, rival=stays)
        record.point(_rows(relation, gone), relation.attname, gone.pk, kept.pk)

    def _rivals(self, relation: Any, gone: Startup, kept: Startup) -> list[tuple[Any, Any]]:
        if self.once is None:
            return []
        own = {self._key(row): row for row in _rows(relation, kept).filter(self.among)}
        theirs = _rows(relation, gone).filter(self.among).order_by("pk")
        return [(row, own[self._key(row)]) for row in theirs if self._key(row) in own]

    def _key(self, row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, row._meta.get_field(name).attname) for name in self.once or ())

    def _join(self, stays: Any, leaves: Any, record: Record) -> None:
        for name in self.joins:
            said = "\n\n".join(filter(None, [getattr(stays, name), getattr(leaves, name)]))
            if len(said) <= stays._meta.get_field(name).max_length:
                record.change(stays, **{name: said})


@dataclass(frozen=True)
class Stays:
    why: str


PROFILE = Stays("what the profile says: `profiles` copies what is chosen")


def is_owner_instead_of_editor(theirs: Any, kept: Any) -> bool:
    return (theirs.role, kept.role) == ("owner", "editor")


def is_confirmed_first(theirs: Any, kept: Any) -> bool:
    return theirs.state == State.CONFIRMED != kept.state


def is_said_later(theirs: Any, kept: Any) -> bool:
    """Of two decisions, one taken back says nothing."""
    return (bool(theirs.verb), theirs.at) > (bool(kept.verb), kept.at)


RULES: Mapping[str, Moves | Stays] = {
    "desk.Compared.startup": Stays("each was compared by itself"),
    "desk.Duplicate.first": Stays("what is still alike is found again with the kept one; answers are remembered"),
    "desk.Duplicate.second": Stays("as the first"),
    "desk.Mark.startup": Stays("each has its own"),
    "desk.Merger.gone": Stays("the record of a merger"),
    "desk.Merger.kept": Stays("the record of a merger"),
    "desk.Precheck.startup": Stays("a draft that moves is looked over anew"),
    "desk.SafeEdit.startup": Stays("a correction of the profile that goes, and may be taken back in it only"),
    "matching.Decision.startup": Moves(once=("need", "side"), is_better=is_said_later, joins=("note",)),
    "matching.Match.startup": Stays("the engine scores the kept one anew; what is not listed is in no list"),
    "matching.Nudge.startup": Stays("the next run reckons it anew"),
    "matching.Ruling.startup": Moves(once=("need",), is_better=is_said_later),
    "matching.Visit.startup": Moves(once=("user",)),
    "startups.Certificate.startup": PROFILE,
    "startups.Claim.startup": Moves(once=("user",), among=Q(outcome="")),
    "startups.Deployment.startup": PROFILE,
    "startups.Invitation.startup": Moves(once=("email",)),
    "startups.Member.startup": Moves(once=("user",), is_better=is_owner_instead_of_editor),
    "startups.ProfileDraft.startup": Moves(once=()),
    "startups.Startup.merged_into": Moves(),
    "startups.StartupReport.startup": Moves(once=("reported_by",), among=Q(closed_at=None)),
    "startups.StartupTechnology.startup": PROFILE,
    "startups.StartupText.startup": PROFILE,
    "startups.StartupTransition.startup": Moves(),
    "startups.StartupVerification.startup": Moves(
        once=("method", "subject"), among=Q(state__in=OPEN), is_better=is_confirmed_first
    ),
    "startups.Startup_excluded_topics.startup": PROFILE,
    "startups.Upload.startup": Stays("files follow the profile and the draft that name them (`profiles`)"),
}


def relations() -> dict[str, Any]:
    """ "app.Model.column" -> the foreign key, of everything that points at a startup, hidden relations too."""
    found = [
        relation.field
        for relation in Startup._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    return {f"{key.model._meta.label}.{key.name}": key for key in sorted(found, key=str)}


def point_over(gone: Startup, kept: Startup, record: Record) -> None:
    """Let everything that moves point at the kept one."""
    for name, relation in relations().items():
        rule = RULES[name]
        if isinstance(rule, Moves):
            rule.apply(relation, gone, kept, record)


def profile_rows(startup: Startup) -> Iterator[QuerySet[Any]]:
    """What the profile says, table by table."""
    for name, relation in relations().items():
        if RULES[name] is PROFILE:
            yield _rows(relation, startup)


def _rows(relation: Any, startup: Startup) -> QuerySet[Any]:
    return relation.model._default_manager.filter(**{relation.attname: startup.pk})
