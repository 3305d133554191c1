"""Keywords without sentences: a list that somebody put into a text so that it be found is no part of what it says."""

import re

from language.scripts import HAN
from language.words import STOP_WORDS

# A list of so many short items, and so many words in a row of which none is a word of grammar, is no prose.
FEWEST_ITEMS, FEWEST_WORDS = 10, 15
_LONGEST_ITEM = 4
_LONGEST_CHINESE_ITEM = 10
_SEPARATOR = re.compile(r"\s*[,，、;；|/•·\n\t]+\s*")
_BESIDE_CHINESE = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}A-Za-z])|(?<=[A-Za-z])\s+(?=[{HAN}])")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def is_stuffed(sentence: str) -> bool:
    """Whether ``sentence`` only recites keywords."""
    items = [item for part in _SEPARATOR.split(sentence.strip(" .。")) for item in _BESIDE_CHINESE.split(part) if item]
    if len(items) >= FEWEST_ITEMS and all(map(_is_short, items)):
        return True
    words = _WORD.findall(sentence.lower())
    return len(words) >= FEWEST_WORDS and sentence.isascii() and STOP_WORDS.isdisjoint(words)


def _is_short(item: str) -> bool:
    words = _WORD.findall(item.lower())
    return len(words) <= _LONGEST_ITEM and len(item) <= _longest(item) and STOP_WORDS.isdisjoint(words)


def _longest(item: str) -> int:
    return 60 if item.isascii() else _LONGEST_CHINESE_ITEM + len(re.findall("[A-Za-z ]", item))
