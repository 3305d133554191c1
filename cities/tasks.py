from contextlib import suppress
from datetime import date

from celery import shared_task

from cities.models import Need
from cities.services import close
from listings.services import MovedOn


@shared_task
def lapse_expired_needs() -> None:
    for need in Need.objects.expired(date.today()):
        # Its department may just have closed it for a better reason.
        with suppress(MovedOn):
            close(need, "LAPSED")
