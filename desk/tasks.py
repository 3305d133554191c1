from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from desk.duplicates.finding import compare, due
from desk.health import HEARTBEAT
from desk.merging.services import finish
from desk.models import Merger


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
