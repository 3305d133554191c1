"""What follows a row that goes, whichever way it went: a profile, a person or the file itself was deleted."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete

from startups.models import Upload


def connect() -> None:
    post_delete.connect(delete_file, Upload, dispatch_uid="startups.delete_file")


def delete_file(instance: Upload, **_: object) -> None:
    """On commit only: a deletion that is taken back must find its file still there."""
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name))
