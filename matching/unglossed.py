"""The Chinese and Hebrew words of the site's texts that no glossary holds, for the curators.

Counted over everything that is listed, in whatever way ranking reads it: a pasted problem is stored nowhere and its
words are counted nowhere, but people paste what they also write.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cities.models import Need
from language.bridge import Bridge, Term
from listings.models import Language, whole_text
from matching.corpus import current_corpus
from matching.models import UnglossedWord
from startups.models import Startup

# As many as anybody will ever read; one occurrence in ten thousand texts is a name or a slip.
MOST_KEPT = 2_000
PLACES_KEPT = 5
# A single sign says too little to be a term; very long words are names and what the cutter leaves over.
WORD_LENGTHS = range(2, 41)
BATCH = 200
FOREIGN = (Language.CHINESE, Language.HEBREW)


@dataclass
class _Found:
    term: Term
    occurrences: int = 0
    listings: int = 0
    places: dict[str, list[int]] = field(default_factory=lambda: {"needs": [], "startups": []})


def count_unglossed_words() -> int:
    """Read every listed text anew and keep its unglossed words, the most frequent; returns how many are kept.

    Minutes for a hundred thousand listings: a task's work, never a page's.
    """
    bridge = current_corpus().bridge
    found: dict[tuple[str, str], _Found] = {}
    for side, listings in (("needs", Need.objects.open()), ("startups", Startup.objects.listed())):
        for pk, language, text in _foreign_texts(listings):
            _count(found, bridge, side, pk, language, text)
    most_frequent = sorted(found.items(), key=lambda one: (-one[1].listings, -one[1].occurrences, one[0]))
    rows = [_row(language, word, own) for (language, word), own in most_frequent[:MOST_KEPT]]
    with transaction.atomic():
        UnglossedWord.objects.all().delete()
        UnglossedWord.objects.bulk_create(rows)
    return len(rows)


def _foreign_texts(listings: Any) -> Iterator[tuple[int, str, str]]:
    texts: Any = listings.model._meta.get_field("texts").related_model
    owner = listings.model._meta.model_name
    rows = texts.objects.filter(language__in=FOREIGN, **{f"{owner}__in": listings.order_by().values("pk")})
    for row in rows.order_by(f"{owner}_id", "language").iterator(chunk_size=BATCH):
        yield getattr(row, f"{owner}_id"), row.language, whole_text(row)


def _count(found: dict[tuple[str, str], _Found], bridge: Bridge, side: str, pk: int, language: str, text: str) -> None:
    seen = set()
    for term in _unglossed(bridge.terms(text)):
        own = found.setdefault((language, term.source), _Found(term))
        own.occurrences += 1
        if term.source not in seen:
            seen.add(term.source)
            own.listings += 1
            own.places[side] += [pk] * (len(own.places[side]) < PLACES_KEPT)


def _unglossed(terms: Iterable[Term]) -> Iterator[Term]:
    return (term for term in terms if term.origin not in ("glossary", "latin") and len(term.source) in WORD_LENGTHS)


def _row(language: str, word: str, own: _Found) -> UnglossedWord:
    return UnglossedWord(
        language=language,
        word=word,
        origin=own.term.origin,
        read_as=[gloss[:80] for gloss in own.term.glosses[:3]],
        occurrences=own.occurrences,
        listings=own.listings,
        **own.places,
    )
