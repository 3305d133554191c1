"""What texts are made of: keywords, phrases and words, each with its stemmed words and the keywords found in it.

Everything is looked up once per piece, so that a text's features are sums and no text need be read. Pieces stand
between words of grammar or full stops, so that no keyword arises across two of them and no sentence reads as a list of
keywords.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from language.bridge import Bridge
from language.commonness import general_words
from language.lexicon import has_foreign_script
from language.words import STOP_WORDS, contains_keyword, hits_by_list
from taxonomy.plain import PlainTaxonomy

from .phrases import PHRASES

Ids: TypeAlias = NDArray[np.int32]
Hit: TypeAlias = tuple[str, int]

MOST_HITS = 2  # per list of keywords, as the engine's texts are read
PIECES_IN_A_SENTENCE = 6
JOINT = ", with the "


@dataclass(frozen=True)
class Pieces:
    """``texts`` holds keywords entry by entry, then phrases, then general words by falling frequency.

    ``words``     stemmed words of each piece with how often they occur
    ``hits``      keywords found in each piece: (code of the technology or topic, number of the keyword)
    ``keywords``  of each entry, technologies before topics, where its keywords begin; the last one is their end
    """

    texts: tuple[str, ...]
    words: tuple[tuple[tuple[str, float], ...], ...]
    hits: tuple[tuple[Hit, ...], ...]
    keywords: NDArray[np.int64]

    @property
    def phrases(self) -> int:
        """Where the phrases begin."""
        return int(self.keywords[-1])

    @property
    def general(self) -> int:
        """Where the general words begin."""
        return self.phrases + len(PHRASES)

    def count_words(self, ids: Iterable[int], others: Mapping[str, float]) -> dict[str, float]:
        """What `Bridge.weighted` finds in the prose of these pieces, and ``others``."""
        totals = dict(others)
        for piece in ids:
            for word, count in self.words[piece]:
                totals[word] = totals.get(word, 0.0) + count
        return totals

    def count_hits(self, ids: Iterable[int]) -> dict[str, int]:
        """What `hits_by_list` finds in the prose of these pieces."""
        found: dict[str, set[int]] = defaultdict(set)
        for piece in ids:
            for code, keyword in self.hits[piece]:
                found[code].add(keyword)
        return {code: min(len(keywords), MOST_HITS) for code, keywords in found.items()}

    def prose(self, ids: Sequence[int]) -> str:
        """Sentences of some pieces each."""
        sentences = (ids[at : at + PIECES_IN_A_SENTENCE] for at in range(0, len(ids), PIECES_IN_A_SENTENCE))
        return " ".join(f"{self.line(sentence)}." for sentence in sentences)

    def line(self, ids: Iterable[int]) -> str:
        """The pieces with words of grammar between, the first letter a capital."""
        line = JOINT.join(self.texts[piece] for piece in ids)
        return line[:1].upper() + line[1:]

    def fitting(self, ids: Sequence[int], most_pieces: int, most_characters: int) -> int:
        """How many of the first pieces make one line within the limits, at least one."""
        length, count = len(self.texts[ids[0]]), 1
        for piece in islice(ids, 1, most_pieces):
            length += len(JOINT) + len(self.texts[piece])
            if length > most_characters:
                break
            count += 1
        return count


def make_pieces(taxonomy: PlainTaxonomy) -> Pieces:
    """All pieces of this vocabulary: a second of work."""
    entries = [*taxonomy.technologies, *taxonomy.topics]
    # English prose holds no Chinese keyword, but DMA counts once in each list that names it.
    lists = {
        entry.code: {
            number: keyword
            for number, keyword in enumerate((*entry.keywords_en, *entry.keywords_zh))
            if not has_foreign_script(keyword)
        }
        for entry in entries
    }
    own = [entry.keywords_en or (entry.name_en,) for entry in entries]
    composed = [*(keyword for keywords in own for keyword in keywords), *PHRASES]
    general = [word for word in general_words() if word not in STOP_WORDS and len(word) > 1]
    single = _single_words(lists)
    bridge = Bridge()
    return Pieces(
        texts=(*composed, *general),
        words=tuple(tuple(bridge.weighted(text).items()) for text in (*composed, *general)),
        hits=(*(tuple(_found(text, lists)) for text in composed), *(single.get(word, ()) for word in general)),
        keywords=np.cumsum([0, *map(len, own)]),
    )


def _found(text: str, lists: Mapping[str, Mapping[int, str]]) -> Iterator[Hit]:
    for code in hits_by_list(text, {code: keywords.values() for code, keywords in lists.items()}):
        yield from ((code, number) for number, keyword in lists[code].items() if contains_keyword(text, keyword))


def _single_words(lists: Mapping[str, Mapping[int, str]]) -> Mapping[str, tuple[Hit, ...]]:
    """Where each keyword of one word stands: a general word can hold no other."""
    found: dict[str, tuple[Hit, ...]] = {}
    for code, keywords in lists.items():
        for number, keyword in keywords.items():
            found[keyword.lower()] = (*found.get(keyword.lower(), ()), (code, number))
    return found
