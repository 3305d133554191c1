"""The verbs on a need. Pages, API, admin, tasks and commands call these same functions."""

from typing import Any

from django.db import transaction

from accounts.models import User
from cities.models import Need, NeedDraft
from cities.serializers import NeedDocument
from cities.signals import need_changed
from listings.models import Status
from listings.services import mark_changed, save_draft, set_published


@transaction.atomic
def save_need(need: Need | None, document: dict[str, Any], by: User | None = None) -> NeedDraft:
    """Keep `document` as the need's draft; live rows stay as they are.

    A need of None begins a new, unpublished one. Raises `rest_framework.serializers.ValidationError` naming each field
    that is wrong; nothing is written then.
    """
    checked = NeedDocument(need, data=document)
    checked.is_valid(raise_exception=True)
    if need is None:
        need = Need.objects.create(department=NeedDocument.department_of(checked.validated_data["department"]))
    return save_draft(NeedDraft, need, document, by)


@transaction.atomic
def publish(need: Need, by: User | None = None) -> Need:
    """Write the draft, if there is one, to the live rows and list the need."""
    draft = NeedDraft.objects.filter(need=need).first()
    if draft is not None:
        document = NeedDocument(need, data=draft.document)
        document.is_valid(raise_exception=True)
        need = document.save()
        draft.delete()
    set_published(need)
    record_change(need)
    return need


@transaction.atomic
def close(need: Need, reason: str, by: User | None = None) -> Need:
    """Stop looking for suppliers. `reason` is a code of the list closing_reason."""
    need.status, need.closing_reason = Status.CLOSED, reason
    need.save(update_fields=["status", "closing_reason", "updated_at"])
    record_change(need)
    return need


def withdraw(need: Need, by: User | None = None) -> Need:
    """Take the need off every list at once; its rows stay."""
    return close(need, "WITHDRAWN", by)


def record_change(need: Need) -> None:
    """Raise the revision, renew the search terms, tell whoever listens. After every write to a need or its rows."""
    texts = list(need.texts.all())
    mark_changed(
        need,
        important=[text.title for text in texts],
        other=[
            *(" ".join((text.problem, text.present, text.target)) for text in texts),
            *(f"{topic.name_en} {topic.name_zh} {topic.name_he}" for topic in need.topics.all()),
            *_places_that_may_be_found(need),
        ],
    )
    need_changed.send(Need, need_id=need.pk)


def _places_that_may_be_found(need: Need) -> list[str]:
    # A hidden city must not be found by searching for its name either.
    if need.is_city_hidden:
        return []
    city, department = need.city, need.department
    return [city.name_zh, city.name_en, city.name_he, department.name_zh, department.name_en]
