from celery import shared_task
from django.core.management import call_command

from accounts.services import forget_unconfirmed


@shared_task
def forget_what_has_lapsed() -> None:
    """Sessions hold addresses and names of people: none outlives its time."""
    call_command("clearsessions")
    forget_unconfirmed()
