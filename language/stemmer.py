"""A light English stemmer: plurals, -ing, -ed, and British spelling brought to American.

Light on purpose: it joins *sensor* and *sensors*, *monitor* and *monitoring*, but leaves *university* and *universe*
apart, which Porter's does not.
"""

import re
from functools import lru_cache

_BRITISH = (
    (re.compile(r"is(e|ed|es|er|ers|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|es|er|ers|ing)$"), r"yz\1"),
    (re.compile(r"(col|fav|od|harb|lab|neighb|vap|behavi)our"), r"\1or"),
    (re.compile(r"(cent|met|lit|fib|theat)re(s?)$"), r"\1er\2"),
    (re.compile(r"(label|model|signal|travel|channel|level|fuel)l(ed|ing|er|ers)$"), r"\1\2"),
)
# Words whose -ise is no suffix, and others the rules would spoil.
_UNCHANGED = """
noise rise raise precise premise premises enterprise expertise exercise surprise advise wise otherwise likewise
disease release increase decrease series species news gas bus analysis basis crisis diagnosis virus status
campus chassis apparatus lens tennis always perhaps across during something nothing anything everything building
string spring ring king thing wing evening morning ceiling need feed seed speed weed bleed breed exceed proceed
succeed embed shed bed red hundred
"""
_AS_THEY_ARE = frozenset(_UNCHANGED.split())
_SPOKEN_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one lower-case word; a word of three letters or less stays as it is."""
    if len(word) <= 3 or not word.isascii() or not word.isalpha():
        return word
    word = _singular(word)
    if word in _AS_THEY_ARE:
        return word.rstrip("e")
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    return _without_ending(word)


def _singular(word: str) -> str:
    if word in _AS_THEY_ARE or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "buses", "gases", "lenses")):
        return word[:-2]
    return word[:-1]


def _without_ending(word: str) -> str:
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) >= 3 and _SPOKEN_VOWEL.search(root):
            return _DOUBLED.sub(r"\1", root).rstrip("e")
    # "store" and "storing", "manage" and "managing" meet without their e.
    return word[:-1] if word.endswith("e") and len(word) > 4 else word
