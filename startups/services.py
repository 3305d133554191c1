"""The verbs on a startup. Pages, API, admin, tasks and commands call these same functions."""

from typing import Any

from django.db import transaction

from accounts.models import User
from listings.models import Status
from listings.services import mark_changed, save_draft, set_published
from startups.documents import ProfileDocument
from startups.models import ProfileDraft, Startup
from startups.signals import startup_changed


@transaction.atomic
def save_profile(startup: Startup | None, document: dict[str, Any], by: User | None = None) -> ProfileDraft:
    """Keep `document` as the profile's draft; live rows stay as they are.

    A startup of None begins a new, unpublished one. Raises `rest_framework.serializers.ValidationError` naming each
    field that is wrong; nothing is written then.
    """
    checked = ProfileDocument(startup, data=document)
    checked.is_valid(raise_exception=True)
    if startup is None:
        startup = Startup.objects.create(slug=document["slug"], name=checked.validated_data["name"])
    return save_draft(ProfileDraft, startup, document, by)


@transaction.atomic
def publish(startup: Startup, by: User | None = None) -> Startup:
    """Write the draft, if there is one, to the live rows and list the startup.

    Raises `rest_framework.serializers.ValidationError` naming each field that is wrong or missing, whether it stands in
    the draft or was written to the rows by other ways; nothing is written then.
    """
    # Locked, so that of two publishes at once the second sees what the first has written.
    startup = Startup.objects.select_for_update().get(pk=startup.pk)
    draft = ProfileDraft.objects.filter(startup=startup).first()
    if draft is None:
        require_complete(startup)
    else:
        document = ProfileDocument(startup, data=draft.document)
        document.is_valid(raise_exception=True)
        startup = document.save()
        draft.delete()
    set_published(startup)
    record_change(startup)
    return startup


@transaction.atomic
def withdraw(startup: Startup, by: User | None = None) -> Startup:
    """Take the startup off every list at once; its rows stay."""
    startup.status = Status.ARCHIVED
    startup.save(update_fields=["status", "updated_at"])
    record_change(startup)
    return startup


def require_complete(startup: Startup) -> None:
    """Raises `rest_framework.serializers.ValidationError` naming what a published profile needs and these rows lack."""
    ProfileDocument(startup, data=ProfileDocument(startup).data).is_valid(raise_exception=True)


def record_change(startup: Startup) -> None:
    """Raise the revision, renew the search terms, tell whoever listens. After every write to a startup or its rows."""
    texts = list(startup.texts.all())
    technologies = startup.technologies.all()
    mark_changed(
        startup,
        important=[startup.name, startup.name_zh, startup.name_he, *(text.headline for text in texts)],
        other=[
            *(" ".join((text.problem, text.advantage, text.description, text.product)) for text in texts),
            *(f"{technology.name_en} {technology.name_zh} {technology.name_he}" for technology in technologies),
            startup.home_city,
        ],
    )
    startup_changed.send(Startup, startup_id=startup.pk)
