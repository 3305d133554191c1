"""The two verbs: put two entries of one startup together, and take them apart again."""

from collections.abc import Collection
from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from desk.merging import profiles
from desk.merging.record import Record, lost_aside, lost_of, restore_aside, undo_changes
from desk.merging.relations import point_over, profile_rows
from desk.models import Duplicate, Merger
from listings.models import Status
from listings.services import EditedMeanwhile, write_down
from listings.trail import Verb
from startups.models import ProfileDraft, Startup
from startups.services import life, record_change


class Answered(Exception):  # noqa: N818 - what happened, not a failure
    """Another curator, or another click, was faster; nothing was written. `sentence` says so to the reader."""

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


def version_of(startup: Startup) -> str:
    """What a page showed of it: another one now means that somebody has changed it since."""
    return f"{startup.revision}-{startup.draft_version}-{startup.status}"


def refusal(kept: Startup, gone: Startup) -> str:
    """Why these two cannot be merged this way round; "" where nothing is in the way."""
    if Status.BLOCKED in (kept.status, gone.status):
        return _("One of the two is blocked. Lift the block first, or leave them apart.")
    if kept.is_demo != gone.is_demo:
        return _("An invented entry and a real one stay apart.")
    if gone.published_at and not kept.published_at:
        return _("What readers know is kept: the published one.")
    return ""


@transaction.atomic
def merge(
    kept: Startup, gone: Startup, by: User, taken: Collection[str] = (), versions: tuple[str, str] | None = None
) -> Merger:
    """Put `gone` into `kept`, with the parts `taken` of its profile (paths of `profiles.differences`).

    `versions` are those of the two that were read. Raises Answered where one of them has been merged meanwhile,
    EditedMeanwhile where one has been changed, `django.core.exceptions.ValidationError` for two that cannot be merged,
    and `rest_framework.serializers.ValidationError` where what was taken does not go together.
    """
    kept, gone = _locked(kept, gone)
    _require_apart(kept, gone)
    if versions not in (None, (version_of(kept), version_of(gone))):
        raise EditedMeanwhile(None)
    if reason := refusal(kept, gone):
        raise ValidationError(reason)
    record = Record()
    content = profiles.take(kept, gone, taken, record)
    had_draft = _has_draft(kept)
    point_over(gone, kept, record)
    if not had_draft and _has_draft(kept):
        profiles.files_of_the_draft(kept, gone, record)
        _raise_draft_version(kept)
    merger = Merger.objects.create(
        kept=kept, gone=gone, was=gone.status, by=by, taken=sorted(taken), content=content, **asdict(record)
    )
    life.leave(gone, [gone.status], Status.MERGED, Verb.MERGE, by, why=_as(kept), merged_into=kept)
    _tell(kept, Verb.MERGE, by, gone)
    _answer(kept, gone, by)
    return merger


@transaction.atomic
def unmerge(merger: Merger, by: User) -> Merger:
    """Take the two apart: the one that went is what it was, the kept one too, but for what was done since.

    Whatever still is as the merger left it goes back. A profile edited since stays as it is; what came since stays with
    the kept one; what was removed since stays removed. Raises Answered where it was undone already, and
    `django.core.exceptions.ValidationError` where it can no longer be undone, or not yet.
    """
    kept, gone = _locked(merger.kept, merger.gone)
    merger = Merger.objects.select_for_update(of=("self",)).get(pk=merger.pk)
    if merger.undone_at:
        raise Answered(_("Somebody was faster: it is undone already."))
    if reason := hindrance(merger):
        raise ValidationError(reason)
    if profiles.is_as_left(kept, merger.content):
        profiles.give_back(kept, merger.content)
    undo_changes(merger.changes)
    restore_aside(merger.aside)
    life.leave(gone, [Status.MERGED], merger.was, Verb.UNMERGE, by, why=_as(kept), merged_into=None)
    kept.refresh_from_db()
    if merger.changes.get("startups.ProfileDraft"):
        _raise_draft_version(kept)
    _tell(kept, Verb.UNMERGE, by, gone)
    merger.undone_by, merger.undone_at = by, timezone.now()
    merger.changes, merger.aside, merger.content = {}, [], {}
    merger.save()
    Duplicate.objects.between(kept, gone).update(answer="", by=None, at=None)
    return merger


def hindrance(merger: Merger) -> str:
    """Why it cannot be undone, or not before something else; "" where nothing is in the way."""
    if not merger.is_undoable:
        return _("A merger can be undone for 30 days.")
    if merger.kept.merged_into_id:
        return _("The kept entry was itself merged into another one. Undo that first.")
    if merger.kept.status == Status.BLOCKED:
        return _("The kept entry is blocked. Lift the block first.")
    return ""


def changed_since(merger: Merger) -> dict[str, bool | int]:
    """What an undoing would not bring back, because it was changed since: for the page that offers it."""
    left = lost_of(merger.changes) + lost_aside(merger.aside)
    return {"rows": left, "profile": bool(merger.content) and not profiles.is_as_left(merger.kept, merger.content)}


@transaction.atomic
def say_different(duplicate: Duplicate, by: User) -> Duplicate:
    """They are two: remembered, so that nobody is asked again. Raises Answered where somebody was faster."""
    duplicate = Duplicate.objects.select_for_update(of=("self",)).get(pk=duplicate.pk)
    if duplicate.answer:
        raise Answered(_("Somebody was faster: %(answer)s.") % {"answer": duplicate.get_answer_display()})
    duplicate.answer, duplicate.by, duplicate.at = Duplicate.Answer.DIFFERENT, by, timezone.now()
    duplicate.save(update_fields=["answer", "by", "at"])
    return duplicate


@transaction.atomic
def finish(merger: Merger) -> None:
    """After its 30 days: the record goes, and of the one that went all but its name and its address."""
    merger = Merger.objects.select_for_update(of=("self",)).select_related("gone").get(pk=merger.pk)
    merger.changes, merger.aside, merger.content, merger.finished_at = {}, [], {}, timezone.now()
    merger.save()
    if merger.undone_at:
        return
    for rows in profile_rows(merger.gone):
        rows.delete()
    for upload in merger.gone.uploads.all():
        upload.delete()
    Startup.objects.filter(pk=merger.gone_id).update(
        contact_name="", contact_email="", contact_phone="", contact_wechat="", founders=""
    )


def _locked(kept: Startup, gone: Startup) -> tuple[Startup, Startup]:
    # The race that is closed here: two curators, or two clicks, on one pair, or on two that share one of it.
    rows = Startup.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([kept.pk, gone.pk])
    return rows[kept.pk], rows[gone.pk]


def _require_apart(kept: Startup, gone: Startup) -> None:
    if kept.merged_into_id or gone.merged_into_id:
        raise Answered(_("Somebody was faster: one of the two is merged already."))


def _has_draft(startup: Startup) -> bool:
    return ProfileDraft.objects.filter(startup=startup).exists()


def _raise_draft_version(startup: Startup) -> None:
    # A page of the kept one's draft that is open somewhere must not overwrite the one that came or went.
    startup.draft_version += 1
    startup.save(update_fields=["draft_version"])


def _tell(kept: Startup, verb: Verb, by: User, gone: Startup) -> None:
    record_change(kept)
    write_down(kept, verb, by, kept.status, kept.status, why=_as(gone))


def _as(startup: Startup) -> str:
    return f"{startup.name} ({startup.slug})"


def _answer(kept: Startup, gone: Startup, by: User) -> None:
    said = {"answer": Duplicate.Answer.SAME, "by": by, "at": timezone.now()}
    Duplicate.objects.between(kept, gone).update(**said)
