"""What matching hears from the apps below. Queued on commit: a worker must find the rows written."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from celery import Task
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from kombu.exceptions import OperationalError

from cities.querysets import visibility_grants
from cities.signals import need_changed
from matching.models import Band, Match, Ruling, RulingVerb
from startups.models import Startup
from startups.signals import startup_changed

log = logging.getLogger(__name__)
_is_quiet: ContextVar[bool] = ContextVar("is_quiet", default=False)


def connect() -> None:
    startup_changed.connect(queue_startup, dispatch_uid="matching.queue_startup")
    need_changed.connect(queue_need, dispatch_uid="matching.queue_need")
    if matched_startups not in visibility_grants:
        visibility_grants.append(matched_startups)


@contextmanager
def quietly() -> Iterator[None]:
    """For many changes at once: no doorbell for each. The rows are due; the caller, or the sweep, starts one run."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)


def queue_startup(startup_id: int, **_: Any) -> None:
    from matching.tasks import rescore_startup

    _ring_on_commit(rescore_startup, startup_id)


def queue_need(need_id: int, **_: Any) -> None:
    from matching.tasks import rescore_need

    _ring_on_commit(rescore_need, need_id)


def _ring_on_commit(task: Task, pk: int) -> None:
    if not _is_quiet.get():
        transaction.on_commit(partial(_ring, task, pk))


def _ring(task: Task, *arguments: int) -> None:
    """Send a doorbell message. One that fails is only logged: the rows say what is due, and the sweep finds it."""
    try:
        task.delay(*arguments)
    except (OperationalError, OSError) as error:
        log.warning("Broker away; the sweep will find %s%s: %s", task.name, arguments, error)


def matched_startups(user: Any) -> Q:
    """Members of a startup matched in the two top bands may read a need that is not public.

    A curator who places a pair opens the need to the startup, one who takes it out closes it.
    """
    own = Startup.objects.listed().filter(members__user=user).values("pk")
    ruled = Ruling.objects.filter(need=OuterRef("pk"), startup__in=own)
    out = Ruling.objects.filter(need=OuterRef("need"), startup=OuterRef("startup"), verb=RulingVerb.VETO)
    matched = Match.objects.filter(need=OuterRef("pk"), startup__in=own, band__gte=Band.WORTH_A_LOOK)
    return Q(Exists(ruled.pins())) | Q(Exists(matched.filter(~Exists(out))))
