from datetime import date

from celery import shared_task

from cities.models import Need
from cities.services import close


@shared_task
def lapse_expired_needs() -> None:
    for need in Need.objects.expired(date.today()):
        close(need, "LAPSED")
