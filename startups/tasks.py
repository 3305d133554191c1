from datetime import date

from celery import shared_task

from startups.letters import remind_owners


@shared_task
def remind_to_confirm() -> None:
    remind_owners(date.today())
