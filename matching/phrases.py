"""What single sentences mean: a vector for each sentence of a listing, so that quotes are found by more than words.

Made in the background after a listing was scored, read for all cards of a page at once. Where vectors are not there
yet, evidence is found by words alone: a lost task costs quality until the next run, and never a page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from cities.models import Need
from language.bridge import Bridge
from matching.corpus import Corpus, current_corpus
from matching.explaining.texts import Passage, SideTexts
from matching.models import TextVector
from matching.vectors import Vector, embed_missing, read_vectors
from startups.models import Startup

SUBJECT = TextVector.Subject.PHRASE
# Listings whose sentences one task embeds: some seconds.
BATCH = 32


@dataclass(frozen=True, eq=False)
class Meanings:
    """Sentence, as it is written -> its unit vector, as far as it is known."""

    known: Mapping[str, Vector] = field(default_factory=dict)

    def of(self, passages: Sequence[Passage]) -> NDArray[np.float32] | None:
        """(n, d) rows of these passages; None where one of them is not known, or there is none."""
        rows = [self.known.get(passage.sentence.text) for passage in passages]
        return np.array(rows) if rows and all(row is not None for row in rows) else None


def read_meanings(sides: Iterable[SideTexts], reader: str, corpus: Corpus) -> Meanings:
    """Of what is quoted to readers of this language: one query. What was pasted is stored nowhere and embedded now."""
    stored: dict[str, str] = {}
    pasted: list[str] = []
    for side in sides:
        sentences = _sentences(side, side.language_for(reader), corpus)
        if side.key:
            stored |= sentences
        else:
            pasted += sentences.values()
    vectors, is_found = read_vectors(SUBJECT, _in_english(stored, corpus), corpus.encoder)
    known = dict(zip(compress(stored.values(), is_found), vectors[is_found], strict=True))
    english = [_english(sentence, corpus.bridge) for sentence in pasted]
    return Meanings(known | dict(zip(pasted, corpus.encoder.embed(english), strict=True) if pasted else ()))


def embed_phrases(subject: str, after: int = 0, only: int | None = None) -> int | None:
    """Embed the sentences of listed startups or needs, in all their languages, as far as they changed.

    Of the one named by `only`, or of a batch of those with ids `after`; returns the last id of a full batch, where
    there may be more.
    """
    is_need = subject == TextVector.Subject.NEED
    rows = Need.objects.open() if is_need else Startup.objects.listed()
    rows = rows.filter(pk=only) if only else rows.filter(pk__gt=after).order_by("pk")
    listings = list(rows.prefetch_related("texts")[:BATCH])
    corpus = current_corpus()
    sides = map(SideTexts.of_need if is_need else SideTexts.of_startup, listings)
    embed_missing(SUBJECT, _in_english(_all_sentences(sides, corpus), corpus), corpus.encoder)
    return listings[-1].pk if len(listings) == BATCH else None


def _all_sentences(sides: Iterable[SideTexts], corpus: Corpus) -> dict[str, str]:
    found: dict[str, str] = {}
    for side in sides:
        for language in side.by_language:
            found |= _sentences(side, language, corpus)
    return found


def _sentences(side: SideTexts, language: str, corpus: Corpus) -> dict[str, str]:
    """Key of its vector -> sentence. The place is in the key, so that an edit leaves no vectors of old sentences."""
    passages = side.passages(language, corpus.bridge)
    return {f"{side.key}:{language}:{place}": passage.sentence.text for place, passage in enumerate(passages)}


def _in_english(sentences: Mapping[str, str], corpus: Corpus) -> dict[str, tuple[str, ...]]:
    return {key: (_english(sentence, corpus.bridge),) for key, sentence in sentences.items()}


# Of some hundreds of listings. Keyed by the sentence itself, so that an edited one is read anew.
@lru_cache(maxsize=20_000)
def _english(sentence: str, bridge: Bridge) -> str:
    return bridge.english(sentence)
