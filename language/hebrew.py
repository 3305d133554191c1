"""Hebrew terms found in running text, through attached prefixes and plural endings."""

from collections.abc import Iterator, Mapping
from itertools import product

from language.glossary import Glosses
from language.scripts import HEBREW_POINTS, HEBREW_WORD

# ו ("and") comes first, then a preposition or ש, then the article.
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
# (ending in the text, ending in the glossary): plurals, feminine forms and the bound form (רשתות, רשת; בדיקת, בדיקה).
_ENDINGS = (("ים", ""), ("ות", ""), ("ות", "ה"), ("ות", "ת"), ("יות", "ית"), ("ת", "ה"), ("י", "ים"), ("ה", ""))
_FINAL_LETTERS = {"כ": "ך", "מ": "ם", "נ": "ן", "פ": "ף", "צ": "ץ"}
_SHORTEST_ROOT = 2


class HebrewTerms:
    """A Hebrew glossary that finds its terms in inflected text."""

    def __init__(self, entries: Mapping[str, Glosses]) -> None:
        self._entries = {" ".join(_bare_words(term)): glosses for term, glosses in entries.items()}
        self._most_words = max((len(term.split()) for term in self._entries), default=1)

    def longest(self, words: list[str]) -> tuple[int, Glosses]:
        """How many of ``words`` the longest term at their start takes, and its English; 0 and () if there is none."""
        for count in range(min(self._most_words, len(words)), 0, -1):
            for form in _forms(_bare_words(" ".join(words[:count]))):
                if form in self._entries:
                    return count, self._entries[form]
        return 0, ()


def _bare_words(text: str) -> list[str]:
    return HEBREW_WORD.findall(HEBREW_POINTS.sub("", text))


def _forms(words: list[str]) -> Iterator[str]:
    """The phrase as it stands, then without what Hebrew attaches: an article to any word, more to the first."""
    later = [(word, word.removeprefix("ה")) for word in words[1:]]
    for form in product(_roots(words[0]), *later):
        yield " ".join(form)


def _roots(word: str) -> Iterator[str]:
    yield word
    for prefix in _PREFIXES:
        root = word.removeprefix(prefix)
        if word.startswith(prefix) and len(root) >= _SHORTEST_ROOT:
            yield root
            for ending, base in _ENDINGS:
                if root.endswith(ending) and len(root) - len(ending) >= _SHORTEST_ROOT:
                    yield _with_final_letter(root.removesuffix(ending) + base)


def _with_final_letter(word: str) -> str:
    return word[:-1] + _FINAL_LETTERS.get(word[-1], word[-1])
