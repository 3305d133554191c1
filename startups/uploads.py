"""The verbs on a profile's files. What readers see changes with the next approval, as everything else does."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from startups.cleaning import clean
from startups.editing import current_document, keep_change
from startups.models import Startup, Upload

# Of these a profile has one; a new one takes the old one's place.
SINGLE = {Upload.Kind.LOGO, Upload.Kind.VIDEO, Upload.Kind.DECK, Upload.Kind.QR}
MOST_PICTURES = 12
Entries = list[dict[str, Any]]


def add_upload(startup: Startup, kind: str, file: Any, by: User, language: str = "") -> Upload:
    """Clean the file, store it, and name it in the draft.

    Raises `django.core.exceptions.ValidationError` with a sentence for the person; then neither a row nor a file is
    left behind.
    """
    cleaned = clean(kind, file)
    upload = Upload(
        startup=startup, kind=kind, content_type=cleaned.content_type, size=cleaned.content.size,
        width=cleaned.width, height=cleaned.height, language=language, uploaded_by=by,
    )  # fmt: skip
    upload.file.save(f"file.{cleaned.extension}", cleaned.content, save=False)
    try:
        _store(upload, by)
    except BaseException:
        # The transaction takes the row back, but knows nothing of the file.
        upload.file.delete(save=False)
        raise
    return upload


@transaction.atomic
def _store(upload: Upload, by: User) -> None:
    # Two pictures at once: the second counts the first.
    Startup.objects.select_for_update().get(pk=upload.startup_id)
    _require_room(upload)
    upload.save()
    keep_change(upload.startup, lambda document: document | {"media": _with(upload, document)}, by)
    drop_unused(upload.startup)


def _require_room(upload: Upload) -> None:
    pictures = upload.startup.uploads.filter(kind=Upload.Kind.PICTURE).count()
    if upload.kind == Upload.Kind.PICTURE and pictures >= MOST_PICTURES:
        raise ValidationError(
            _("A profile has at most %(most)s pictures. Remove one first."), code="full", params={"most": MOST_PICTURES}
        )


def _with(upload: Upload, document: dict[str, Any]) -> Entries:
    """The document's files with this one behind them, and without the one that it takes the place of."""
    same_kind = upload.startup.uploads.filter(kind=upload.kind).exclude(pk=upload.pk)
    if upload.kind == Upload.Kind.CAPTIONS:
        same_kind = same_kind.filter(language=upload.language)
    replaced = {str(key) for key in same_kind.values_list("key", flat=True)} if _takes_a_place(upload) else set()
    kept = [entry for entry in document.get("media", []) if entry["file"] not in replaced]
    return [*kept, {"file": str(upload.key)}]


def _takes_a_place(upload: Upload) -> bool:
    return upload.kind in SINGLE or upload.kind == Upload.Kind.CAPTIONS


@transaction.atomic
def remove_upload(upload: Upload, by: User) -> None:
    """Take the file out of the draft. A published one goes with the next approval, another one at once."""

    def without(document: dict[str, Any]) -> dict[str, Any]:
        kept = [entry for entry in document.get("media", []) if entry["file"] != str(upload.key)]
        return {name: value for name, value in document.items() if name != "media"} | ({"media": kept} if kept else {})

    keep_change(upload.startup, without, by)
    drop_unused(upload.startup)


def caption_uploads(startup: Startup, captions: dict[str, dict[str, str]], by: User) -> None:
    """Keep what each file shows, in words: {key: {language: words}}."""

    def captioned(document: dict[str, Any]) -> dict[str, Any]:
        entries = [
            {**entry, "caption": captions[entry["file"]]} if entry["file"] in captions else entry
            for entry in document.get("media", [])
        ]
        return document | ({"media": entries} if entries else {})

    keep_change(startup, captioned, by)


def drop_unused(startup: Startup) -> None:
    """Delete the files that neither the published profile nor its draft has, nor a way back needs."""
    named = [entry["file"] for entry in current_document(startup).get("media", [])]
    unused = startup.uploads.filter(is_live=False).exclude(key__in=named)
    for upload in unused.exclude(kept_until__gte=date.today()):
        upload.delete()


def files_of(startup: Startup) -> list[Upload]:
    """The files that the profile shall have, in their order, with the captions of the draft."""
    entries = {entry["file"]: entry for entry in current_document(startup).get("media", [])}
    uploads = {str(upload.key): upload for upload in startup.uploads.select_related("startup")}
    found = [uploads[key] for key in entries if key in uploads]
    for upload in found:
        caption = entries[str(upload.key)].get("caption", {})
        upload.caption_en, upload.caption_zh = caption.get("en", ""), caption.get("zh", "")
    return found
