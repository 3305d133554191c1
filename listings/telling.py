"""Mails to the owners of a listing about what a curator has done with it.

They say that something was decided and where to read it, never what: no reason, no comment, no title goes by mail. The
line of the audit trail is the truth (`told_at`), the task only its doorbell; a sweep finds what was lost.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from listings.trail import Transition, Verb

TOLD = (
    Verb.REQUEST_CHANGES, Verb.APPROVE, Verb.REJECT, Verb.BLOCK, Verb.UNBLOCK, Verb.MERGE, Verb.UNMERGE,
    Verb.TAKE_BACK_EDIT,
)  # fmt: skip
LOST_AFTER, GIVEN_UP_AFTER = timedelta(minutes=5), timedelta(days=3)


def tell_on_commit(line: Transition) -> None:
    """Ring for the line if it is one that people are told of."""
    from listings.tasks import ring
    from listings.tasks import tell as task

    if line.verb in TOLD:
        transaction.on_commit(partial(ring, task, line._meta.label_lower, line.pk))


@transaction.atomic
def tell(model: type[Transition], pk: int) -> None:
    """Mail everybody who acts for the listing and has an address, once, in their own language.

    Two deliveries at once: the second finds the row locked or `told_at` set, and does nothing. A mail server that fails
    raises `OSError`, and nothing is marked as told.
    """
    waiting = model._default_manager.select_for_update(skip_locked=True, of=("self",))
    line = waiting.filter(pk=pk, verb__in=TOLD, told_at=None).first()
    if line is None:
        return
    for reader in line.people():
        _mail(line, reader)
    line.told_at = timezone.now()
    line.save(update_fields=["told_at"])


def overdue() -> Iterator[Transition]:
    """Lines that nobody was told of, old enough for their doorbell to be lost, and not too old to matter."""
    now = timezone.now()
    for model in Transition.__subclasses__():
        rows: Any = model._default_manager
        yield from rows.filter(verb__in=TOLD, told_at=None, at__range=(now - GIVEN_UP_AFTER, now - LOST_AFTER))


def _mail(line: Any, reader: User) -> None:
    if not reader.email:
        return
    with override(reader.language or line.usual_language):
        about = {"verb": line.verb, "name": line.kind_name, "path": line.get_page_url()}
        text = render_to_string("listings/letters/decision.txt", about | {"site": settings.SITE_URL})
    subject, _newline, body = text.strip().partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", None, [reader.email])
