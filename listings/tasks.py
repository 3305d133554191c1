import logging
from typing import Any

from celery import Task, shared_task
from django.apps import apps
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import override
from kombu.exceptions import OperationalError

from listings import telling

log = logging.getLogger(__name__)


def ring(task: Task, *arguments: Any) -> None:
    """Queue the task. A broker that is away must not undo what was done already: it is only logged."""
    try:
        task.delay(*arguments)
    except (OperationalError, OSError) as error:
        log.warning("Broker away; %s was not queued: %s", task.name, error)


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def send_letter(template: str, address: str, language: str, about: dict[str, Any]) -> None:
    """One mail: the template in the language, its first line the subject."""
    with override(language):
        text = render_to_string(template, about | {"site": settings.SITE_URL})
    subject, _newline, body = text.strip().partition("\n")
    send_mail(subject.strip(), body.strip() + "\n", None, [address])


@shared_task(autoretry_for=(OSError,), retry_backoff=60, max_retries=5)
def tell(label: str, pk: int) -> None:
    """Tell the owners what a curator has done: the doorbell of one line of the trail."""
    telling.tell(apps.get_model(label), pk)


@shared_task
def tell_what_was_lost() -> None:
    """Lines whose doorbell was lost with the broker."""
    for line in telling.overdue():
        tell(line._meta.label_lower, line.pk)
