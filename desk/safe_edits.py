"""Which edits publish themselves, and what a curator does with them afterwards. docs/desk.md says the rule in words.

Only what cannot change what is stated: another logo in the place of the logo, and misspelt words of the texts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unicodedata import normalize

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from desk.changes import changes
from desk.kinds import STARTUPS, Kind
from desk.models import SafeEdit
from desk.precheck import kind_of
from desk.wording import Pieces, compared
from language.spelling import is_misspelling
from listings.paths import value_at, with_value
from listings.services import MovedOn
from listings.trail import Verb
from startups.models import Upload

# A text is not rewritten by correcting it: not in one edit, and not in many that nobody has looked at.
MOST_WORDS, MOST_UNSEEN = 10, 3
# Whose edit a curator has taken back waits for review like everybody's, for so long.
TRUST_RETURNS_AFTER = timedelta(days=90)
TEXT = re.compile(r"texts\.(en|zh|he)\.(?!origin$)\w+")
Changes = dict[str, tuple[Any, Any]]
WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


@transaction.atomic
def publish_if_safe(listing: Any, by: User) -> SafeEdit | None:
    """Publish the draft that was just handed in, if its owners are verified and it is safe; None where it is not."""
    kind, draft = kind_of(listing), listing.draft
    if not _is_trusted(listing) or draft.base_revision != listing.revision:
        return None
    changed = safe_changes(kind, listing, kind.document(listing).data, draft.document)
    if not changed:
        return None
    live = kind.services.put_live(listing, draft.document, Verb.SELF_PUBLISH, by)
    draft.delete()
    return live.safe_edits.create(changes=changed, revision=live.revision, by=by)


def _is_trusted(listing: Any) -> bool:
    """Live, of verified owners, and nothing speaks against looking at it only afterwards."""
    lately = listing.safe_edits.filter(at__gt=timezone.now() - TRUST_RETURNS_AFTER)
    return (
        listing.is_listed
        and bool(getattr(listing, "department", listing).current_verifications)
        and not lately.filter(outcome__in=[SafeEdit.Outcome.UNDONE, SafeEdit.Outcome.REVIEWED]).exists()
        and listing.safe_edits.to_be_seen().count() < MOST_UNSEEN
    )


def safe_changes(kind: Kind, listing: Any, live: Mapping[str, Any], draft: Mapping[str, Any]) -> Changes:
    """{place: (live, draft)} where the two differ by the file of the logo and by corrections only; else nothing."""
    found = [change.path for change in changes(kind.document(listing), live, draft)]
    texts = {path: (value_at(live, path), value_at(draft, path)) for path in found if not path.startswith("media.")}
    corrected = [_corrections(*pair) for path, pair in texts.items() if TEXT.fullmatch(path)]
    if len(corrected) < len(texts) or None in corrected or sum(filter(None, corrected)) > MOST_WORDS:
        return {}
    files = (list(live.get("media") or []), list(draft.get("media") or []))
    if len(texts) == len(found):
        return texts
    return texts | {"media": files} if kind is STARTUPS and _only_the_logo_differs(listing, *files) else {}


def _corrections(before: Any, after: Any) -> int | None:
    """How many misspelt words were corrected; None where more was changed than them, blanks and the width of signs."""
    if not isinstance(before, str) or not isinstance(after, str):
        return None
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) != len(new) or _between(before) != _between(after):
        return None
    different = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    return len(different) if all(is_misspelling(*pair) for pair in different) else None


def _between(text: str) -> list[str]:
    """What stands between the words, without blanks and in the usual width."""
    return ["".join(normalize("NFKC", gap).split()) for gap in WORD.split(text)]


def _only_the_logo_differs(listing: Any, live: Sequence[Any], draft: Sequence[Any]) -> bool:
    kinds = {str(key): kind for key, kind in listing.uploads.values_list("key", "kind")}

    def other_files(media: Sequence[Any]) -> list[tuple[str, Any]]:
        captions = [(entry["file"], _caption(entry)) for entry in media]
        return [(file, caption) for file, caption in captions if kinds.get(file) != Upload.Kind.LOGO]

    def logos(media: Sequence[Any]) -> list[Any]:
        return [_caption(entry) for entry in media if kinds.get(entry["file"]) == Upload.Kind.LOGO]

    return other_files(live) == other_files(draft) and logos(live) == logos(draft)


def _caption(entry: Mapping[str, Any]) -> dict[str, str]:
    return {language: words for language, words in (entry.get("caption") or {}).items() if words}


@dataclass(frozen=True)
class Shown:
    """An edit as the list of today shows it: its texts word by word, and whether the logo is another one."""

    edit: SafeEdit
    texts: Sequence[tuple[Pieces, Pieces]]
    has_other_logo: bool


def shown(edit: SafeEdit) -> Shown:
    texts = [compared(*pair) for path, pair in edit.changes.items() if path != "media"]
    return Shown(edit, texts, "media" in edit.changes)


# What a curator does with one ---------------------------------------------------------------------------------------


def mark_seen(edit: SafeEdit, by: User) -> None:
    """A curator has looked at it and leaves it as it is. One that was decided already stays as it was decided."""
    SafeEdit.objects.filter(pk=edit.pk, outcome="").update(outcome=SafeEdit.Outcome.SEEN, decided_by=by)


@transaction.atomic
def undo(edit: SafeEdit, by: User) -> Any:
    """What was published before is live again. Raises MovedOn where the listing was changed, or the edit decided."""
    return _take_back(edit, SafeEdit.Outcome.UNDONE, by)


@transaction.atomic
def put_into_review(edit: SafeEdit, by: User) -> Any:
    """As `undo`, and the edit waits for review as a draft. Raises MovedOn also where its owners have another draft."""
    if hasattr(edit.listing, "draft"):
        raise _moved_on(edit)
    listing = _take_back(edit, SafeEdit.Outcome.REVIEWED, by)
    services = kind_of(listing).services
    services.keep_draft(listing, _document(listing, edit, now=True), edit.by or by, listing.draft_version)
    services.submit(listing, edit.by or by)
    return listing


def _take_back(edit: SafeEdit, outcome: str, by: User) -> Any:
    # Of two curators the second waits here, and then finds the outcome of the first.
    edit = SafeEdit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
    listing = edit.listing
    if edit.outcome or listing.revision != edit.revision:
        raise _moved_on(edit)
    edit.outcome, edit.decided_by = outcome, by
    edit.save(update_fields=["outcome", "decided_by"])
    before = _document(listing, edit, now=False)
    return kind_of(listing).services.put_live(listing, before, Verb.TAKE_BACK_EDIT, by)


def _document(listing: Any, edit: SafeEdit, now: bool) -> dict[str, Any]:
    """What is live, with what stood at the places of the edit before it, or with what it put there."""
    document = dict(kind_of(listing).document(listing).data)
    for path, pair in edit.changes.items():
        document = with_value(document, path, pair[now])
    return document


def _moved_on(edit: SafeEdit) -> MovedOn:
    return MovedOn(edit.listing.transitions.select_related("by").first())
