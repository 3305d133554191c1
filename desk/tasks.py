import logging

from celery import shared_task
from django.apps import apps
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from desk import precheck
from desk.duplicates.finding import compare, due
from desk.health import HEARTBEAT
from desk.importing import services
from desk.importing.models import ImportJob
from desk.merging.services import finish
from desk.models import Merger
from listings.models import Draft
from listings.tasks import ring
from matching.tasks import AGAIN

log = logging.getLogger(__name__)


@shared_task
def beat_heart() -> None:
    cache.set(HEARTBEAT, timezone.now().isoformat(), None)


# Between two sweeps; a first import is compared in some of them.
MOST_AT_ONCE = 500


@shared_task
def look_for_duplicates() -> None:
    for startup in due()[:MOST_AT_ONCE]:
        compare(startup)


@shared_task
def finish_old_mergers() -> None:
    for merger in Merger.objects.old():
        finish(merger)


@shared_task(**AGAIN)
def run_import(job_id: int) -> None:
    """One batch, then the next message: no worker is kept from other work by a long list."""
    try:
        is_more = services.work(job_id)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        services.fail(job_id, error)
        raise
    if is_more:
        ring(run_import, job_id)


@shared_task
def sweep_imports() -> None:
    """Ring again for whatever is at work: a message may have been lost, a worker killed, the broker away."""
    for job_id in ImportJob.objects.at_work().values_list("pk", flat=True):
        ring(run_import, job_id)


@shared_task
def forget_imports() -> None:
    services.forget_old()


@shared_task
def look_over(label: str, pk: int) -> None:
    """A draft was handed in: run the checks over it."""
    waiting = apps.get_model(label)._default_manager.filter(draft__state=Draft.State.IN_REVIEW)
    listing = waiting.select_related("draft", "precheck").filter(pk=pk).first()
    if listing is None:
        log.info("%s %s waits no longer.", label, pk)
    else:
        precheck.look_over(listing)


@shared_task
def look_over_what_was_lost() -> None:
    """Drafts whose message was lost, and those that a curator has mended since."""
    for listing in precheck.unread():
        precheck.look_over(listing)
