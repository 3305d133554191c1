"""That a curator stands for a machine's translation in a draft: it counts for the very text that was looked at."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime

from accounts.models import User
from listings.models import Draft, ListingText
from listings.paths import value_at

Text = Mapping[str, Any]


def digest(text: Text) -> str:
    """The same as long as nobody has changed a word, whatever is stated about the text."""
    said = {name: words for name, words in text.items() if words and name != "origin"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]


def is_reviewed(draft: Draft, language: str) -> bool:
    """Whether somebody stands for the draft's text as it is now."""
    said = draft.reviews.get(language)
    return bool(said) and said["digest"] == digest(value_at(draft.document, f"texts.{language}", {}))


def take_over_reviews(listing: Any, draft: Draft) -> None:
    """To the rows that the draft has just been written to."""
    for language, said in draft.reviews.items():
        if is_reviewed(draft, language):
            reviewer = User.objects.filter(pk=said["by"]).first()
            texts = listing.texts.filter(language=language, origin=ListingText.Origin.MACHINE)
            texts.update(reviewed_by=reviewer, reviewed_at=parse_datetime(said["at"]))
