"""Needs of one department that may be one: by a title in any language, or because the engine reads them as the same."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q

from cities.models import Need
from language.latin import name_key
from listings.models import Status
from listings.paths import value_at
from matching.models import Likeness, TextVector

TITLE, TEXT = "title", "text"


def like_draft(need: Need, document: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """(id, by what) of other needs of its department. Another city's is no duplicate but joint demand."""
    others = Need.objects.filter(department=need.department_id).exclude(pk=need.pk).exclude(status=Status.ARCHIVED)
    titles = {name_key(text["title"]) for text in (value_at(document, "texts") or {}).values() if text.get("title")}
    same = _same_as(need)
    for other in others.prefetch_related("texts").order_by("pk"):
        if titles & {name_key(text.title) for text in other.texts.all()}:
            yield other.pk, TITLE
        elif other.pk in same:
            yield other.pk, TEXT


def _same_as(need: Need) -> set[int]:
    """Stored likenesses, from both ends; none for a need that was never published."""
    ends = Q(first=need.pk) | Q(second=need.pk)
    rows = Likeness.objects.filter(ends, subject=TextVector.Subject.NEED, is_same=True).values_list("first", "second")
    return {pk for pair in rows for pk in pair} - {need.pk}
