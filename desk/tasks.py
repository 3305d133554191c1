from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from desk.health import HEARTBEAT


@shared_task
def beat_heart() -> None:
    cache.set(HEARTBEAT, timezone.now().isoformat(), None)
