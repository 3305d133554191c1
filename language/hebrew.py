"""Hebrew terms found in running text, through attached prefixes and plural endings."""

from collections.abc import Iterator, Mapping

from language.glossary import Glosses
from language.scripts import HEBREW_POINTS, HEBREW_WORD

# ו ("and") comes first, then a preposition or ש/כ, then the article.
_PREFIXES = (
    "",
    *[
        "ו",
        "ה",
        "ב",
        "ל",
        "מ",
        "כ",
        "ש",
        "וה",
        "וב",
        "ול",
        "ומ",
        "וש",
        "מה",
        "שה",
        "כש",
        "בה",
        "לה",
        "ומה",
        "ושה",
        "כשה",
    ],
)
_ENDINGS = (("ים", ""), ("ות", ""), ("ות", "ה"), ("יות", "ית"), ("ה", ""), ("ת", "ה"), ("י", "ים"), ("יים", "י"))
_SHORTEST_ROOT = 2


class HebrewTerms:
    """A Hebrew glossary that finds its terms in inflected text."""

    def __init__(self, entries: Mapping[str, Glosses]) -> None:
        self._entries = {_bare(term): glosses for term, glosses in entries.items()}
        self._most_words = max((len(term.split()) for term in self._entries), default=1)

    def longest(self, found: list[str]) -> tuple[int, Glosses]:
        """How many of the words ``found`` the longest term at their start takes, and its English; 0 and () if none."""
        for count in range(min(self._most_words, len(found)), 0, -1):
            for form in _forms(found[:count]):
                if form in self._entries:
                    return count, self._entries[form]
        return 0, ()


def _bare(term: str) -> str:
    return " ".join(HEBREW_WORD.findall(HEBREW_POINTS.sub("", term)))


def _forms(found: list[str]) -> Iterator[str]:
    """The words as they stand, then without prefixes (on any word: articles repeat), then without endings."""
    variants = [[_bare(word)] for word in found]
    yield " ".join(variant[0] for variant in variants)
    roots = [list(_roots(variant[0])) for variant in variants]
    for first in roots[0]:
        for later in range(1 if len(roots) == 1 else 2):
            rest = [root[0] if later == 0 or len(root) < 2 else _without_article(root[0]) for root in roots[1:]]
            yield " ".join([first, *rest])


def _without_article(word: str) -> str:
    return word[1:] if word.startswith("ה") and len(word) > _SHORTEST_ROOT else word


def _roots(word: str) -> Iterator[str]:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_ROOT:
            root = word[len(prefix) :]
            yield root
            for ending, base in _ENDINGS:
                if root.endswith(ending) and len(root) - len(ending) >= _SHORTEST_ROOT:
                    yield root[: -len(ending)] + base
