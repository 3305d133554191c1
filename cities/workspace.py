"""What a department sees of its own: its needs in every state, its people, what happens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cities.inputs import read_inputs
from cities.models import (
    Department,
    DepartmentInvitation,
    DepartmentVerification,
    JoinRequest,
    Need,
    Official,
    Question,
)
from listings.models import Draft, Status, reader_language
from listings.paths import value_at

# A need that closes within this many days is pointed out.
SOON = timedelta(days=21)


@dataclass(frozen=True)
class DeskNeed:
    """A need in its department's list. `draft` is what is being written, beside or before what is live."""

    need: Need
    draft: Any

    @property
    def title(self) -> str:
        """Of what is being written, in the reader's language where it has one."""
        document = self.draft.document if self.draft else {}
        return (
            value_at(document, f"texts.{reader_language()}.title") or read_inputs(document)["title"] or self.need.title
        )

    @property
    def heading(self) -> str:
        """Its title; else the beginning of its paragraph."""
        problem = read_inputs(self.draft.document)["problem"] if self.draft else ""
        return self.title or Truncator(problem).chars(40) or _("Need without a title")

    @property
    def is_live(self) -> bool:
        return self.need.is_listed

    @property
    def waits_for_department(self) -> bool:
        return bool(self.draft) and self.draft.state == Draft.State.CHANGES_REQUESTED

    @property
    def asked(self) -> int:
        """How many questions wait for the department's answer."""
        return len(self.need.asked) if self.is_live else 0  # type: ignore[attr-defined]

    @property
    def expires_soon(self) -> bool:
        day = self.need.expires_on
        return self.is_live and day is not None and day - date.today() <= SOON


@dataclass(frozen=True)
class Office:
    """One department of the reader: its needs, newest change first, those put away apart."""

    department: Department
    needs: Sequence[DeskNeed]
    put_away: Sequence[DeskNeed]
    officials: Sequence[Official]
    asked: Sequence[JoinRequest]
    invitations: Sequence[DepartmentInvitation]


def offices_of(user: Any) -> list[Office]:
    """In a fixed number of queries, however many departments and needs there are."""
    departments = (
        Department.objects.of(user)
        .select_related("city__province", "kind")
        .prefetch_related(
            Prefetch("needs", _needs()),
            Prefetch("verifications", DepartmentVerification.objects.confirmed()),
            Prefetch("officials", Official.objects.select_related("user").order_by("since")),
            Prefetch("invitations", DepartmentInvitation.objects.open().select_related("invitation")),
            Prefetch("join_requests", JoinRequest.objects.select_related("user").order_by("asked_at")),
        )
    )
    return [_office(department) for department in departments]


def _needs() -> Any:
    waiting = Prefetch("questions", Question.objects.waiting(), to_attr="asked")
    return Need.objects.select_related("draft").prefetch_related("texts", waiting).order_by("-updated_at")


def _office(department: Department) -> Office:
    rows = [DeskNeed(need, getattr(need, "draft", None)) for need in department.needs.all()]
    return Office(
        department=department,
        needs=[row for row in rows if row.need.status not in (Status.CLOSED, Status.ARCHIVED)],
        put_away=[row for row in rows if row.need.status in (Status.CLOSED, Status.ARCHIVED)],
        officials=list(department.officials.all()),
        asked=list(department.join_requests.all()),
        invitations=list(department.invitations.all()),
    )
