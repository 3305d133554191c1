"""Doorbells: ids in, one call. The rows say what is due, so every one of these may be lost, doubled or repeated."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import shared_task
from django.db import InterfaceError, OperationalError

from accounts.models import User
from cities.models import Need
from matching import likeness, phrases, runs, services, unglossed
from matching.learning import nightly, sets
from matching.models import Run, TextVector
from matching.pins import refresh_pins
from startups.models import Startup

log = logging.getLogger(__name__)

# More than this many due at once are an import: one full run is cheaper than rescoring each.
MOST_ONE_BY_ONE = 50

# A database that is away or a deadlock ends; what fails otherwise would fail again.
AGAIN: dict[str, Any] = {
    "autoretry_for": (OperationalError, InterfaceError),
    "retry_backoff": 2,
    "retry_backoff_max": 60,
    "max_retries": 5,
}


@shared_task(**AGAIN)
def rescore_startup(startup_id: int) -> None:
    if services.startup_awaits_embedding(startup_id):
        embed_startup.delay(startup_id)
    else:
        services.rescore_startup(startup_id)
        embed_phrases.delay(TextVector.Subject.STARTUP, only=startup_id)
        compare.delay(TextVector.Subject.STARTUP, only=startup_id)


@shared_task(**AGAIN)
def rescore_need(need_id: int) -> None:
    if services.need_awaits_embedding(need_id):
        embed_need.delay(need_id)
    else:
        services.rescore_need(need_id)
        embed_phrases.delay(TextVector.Subject.NEED, only=need_id)
        compare.delay(TextVector.Subject.NEED, only=need_id)


# Embedding is the dear step: a queue of its own keeps cheap rescorings from waiting behind it.
@shared_task(**AGAIN)
def embed_startup(startup_id: int) -> None:
    services.embed_startup(startup_id)
    rescore_startup.delay(startup_id)


@shared_task(**AGAIN)
def embed_need(need_id: int) -> None:
    services.embed_need(need_id)
    rescore_need.delay(need_id)


@shared_task(**AGAIN)
def embed_phrases(subject: str, after: int = 0, only: int | None = None) -> None:
    """Batch by batch, so that a listing that was just edited waits for no more than one."""
    last = phrases.embed_phrases(subject, after, only)
    if last is not None:
        embed_phrases.delay(subject, last)


@shared_task(**AGAIN)
def compare(subject: str, after: int = 0, only: int | None = None) -> None:
    """With others of its side, batch by batch."""
    last = likeness.compare(subject, after, only)
    if last is not None:
        compare.delay(subject, last)


@shared_task
def sweep() -> None:
    """Ring again for everything that is due: a message may have been lost, a worker killed, the broker away."""
    for run in Run.objects.unfinished():
        ring_for(run)
    if sets.is_due():
        ring_for(runs.start_run())
        return
    startups, needs = (model.objects.due().values_list("pk", flat=True) for model in (Startup, Need))
    if len(startups) + len(needs) > MOST_ONE_BY_ONE:
        ring_for(runs.start_run())
        return
    for startup_id in startups:
        rescore_startup.delay(startup_id)
    for need_id in needs:
        rescore_need.delay(need_id)


@shared_task
def start_nightly_run(user_id: int | None = None) -> None:
    try:
        nightly.learn()
    except Exception:
        log.exception("No new weights tonight")  # whatever it is, it must not cost the night's rematch
    ring_for(runs.start_run(Run.Kind.NIGHTLY, User.objects.filter(pk=user_id).first()))


@shared_task
def count_unglossed_words() -> None:
    unglossed.count_unglossed_words()


@shared_task(**AGAIN)
def embed_run(run_id: int) -> None:
    with _failing(run_id) as run:
        # Each sweep of a long embedding rings for it once more. What is left of that later must not ring on.
        if run.state == Run.State.EMBEDDING:
            runs.embed_texts(run)
            run.refresh_from_db()
            ring_for(run)


@shared_task(**AGAIN)
def score_block(run_id: int, block_id: int) -> None:
    with _failing(run_id) as run:
        runs.score_block(block_id)
        # Whoever finishes last sees no block left; closing twice is safe, closing never is not.
        if not runs.unscored_blocks(run):
            ring_for(run)


@shared_task(**AGAIN)
def close_run(run_id: int) -> None:
    with _failing(run_id) as run:
        if run.state != Run.State.SCORING:
            return  # rung for by every block that was done twice
        runs.close_run(run)
        refresh_pins()
    for subject in (TextVector.Subject.NEED, TextVector.Subject.STARTUP):
        compare.delay(subject)
        embed_phrases.delay(subject)


def ring_for(run: Run) -> None:
    """Queue whatever the run's rows say comes next."""
    if run.state == Run.State.EMBEDDING:
        embed_run.delay(run.pk)
    elif run.state == Run.State.SCORING:
        blocks = runs.unscored_blocks(run)
        for block_id in blocks:
            score_block.delay(run.pk, block_id)
        if not blocks:
            close_run.delay(run.pk)


@contextmanager
def _failing(run_id: int) -> Iterator[Run]:
    """An error that would come again ends the run, with its sentence for the curators."""
    run = Run.objects.get(pk=run_id)
    try:
        yield run
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        runs.fail(run_id, error)
        raise
