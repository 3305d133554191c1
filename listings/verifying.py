"""The verbs on a verification, for startups and departments alike."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework.exceptions import ValidationError

from accounts.models import User
from listings.tasks import ring, send_letter
from listings.verification import OPEN, WAITING, State, Verification

# Mails to strangers that one listing may cause in a day.
MOST_ASKED_A_DAY = 10


class Decided(Exception):  # noqa: N818 - what happened, not a failure
    """Somebody has answered this already."""

    def __init__(self, row: Verification):
        super().__init__(f"Decided already: {row}.")
        self.row = row


@transaction.atomic
def ask(owner: Any, by: User, method: str, subject: str, **columns: Any) -> tuple[Any, bool]:
    """The open row of `owner.verifications` for this method and subject, and whether it is new.

    Clicked twice, it is the same row. Raises `rest_framework.serializers.ValidationError` beyond MOST_ASKED_A_DAY.
    """
    # Two clicks at once: the second waits for the owner's row, then finds what the first has asked.
    type(owner)._default_manager.select_for_update().get(pk=owner.pk)
    rows = owner.verifications
    if row := rows.filter(method=method, subject=subject, state__in=OPEN).first():
        return row, False
    if rows.filter(asked_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_ASKED_A_DAY:
        raise ValidationError({"method": [_("Too many in one day. Please go on tomorrow.")]})
    return rows.create(method=method, subject=subject, asked_by=by, **columns), True


@transaction.atomic
def record(owner: Any, by: User, method: str, subject: str, **columns: Any) -> Any:
    """A row of `owner.verifications` for what a curator has checked unasked, such as a call to the published number."""
    return owner.verifications.create(
        method=method, subject=subject, state=State.CONFIRMED, decided_by=by, decided_at=timezone.now(), **columns
    )


@transaction.atomic
def answer(row: Verification, is_true: bool, note: str = "") -> Verification:
    """Whoever got the mail has answered. Raises Decided where the link was used, or a curator was faster."""
    row = _locked(row)
    if row.state != State.ASKED:
        raise Decided(row)
    if not is_true:
        return _decide(row, State.DENIED, None, note)
    return _decide(row, State.CONFIRMED if row.is_enough_by_mail() else State.ANSWERED, None, note)


@transaction.atomic
def confirm(row: Verification, by: User, note: str = "") -> Verification:
    """A curator has looked and says yes. Raises Decided where somebody was faster."""
    return _by_curator(row, WAITING, State.CONFIRMED, by, note)


@transaction.atomic
def deny(row: Verification, by: User, reason: str = "") -> Verification:
    """A curator has looked and says no; whoever asked is told. Raises Decided where somebody was faster."""
    return _refuse(row, WAITING, State.DENIED, by, reason)


@transaction.atomic
def revoke(row: Verification, by: User, reason: str = "") -> Verification:
    """What was confirmed no longer holds, or never did; whoever asked is told."""
    return _refuse(row, (State.CONFIRMED,), State.REVOKED, by, reason)


def _refuse(row: Verification, allowed: tuple[State, ...], state: State, by: User, reason: str) -> Verification:
    row = _by_curator(row, allowed, state, by)
    row.reason = reason
    row.save(update_fields=["reason"])
    transaction.on_commit(partial(_tell, row))
    return row


def _tell(row: Verification) -> None:
    """That it was refused, and where to read why: no reason goes by mail."""
    reader = row.asked_by
    if reader is None or not reader.email:
        return
    language = reader.language or row.usual_language
    with override(language):
        path = row.get_page_url()
    ring(send_letter, "listings/letters/denied.txt", reader.email, language, {"path": path})


def _by_curator(row: Verification, allowed: tuple[State, ...], state: State, by: User, note: str = "") -> Verification:
    row = _locked(row)
    if row.state not in allowed:
        raise Decided(row)
    return _decide(row, state, by, note)


def _locked(row: Verification) -> Verification:
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def _decide(row: Verification, state: State, by: User | None, note: str) -> Verification:
    row.state, row.decided_by, row.decided_at = state, by, timezone.now()
    row.note = "\n".join(filter(None, [row.note, note]))
    row.save(update_fields=["state", "decided_by", "decided_at", "note"])
    return row
