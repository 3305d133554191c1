"""Keywords without sentences: a list that somebody put into a text so that it be found is no part of what it says."""

import re

from language.scripts import HAN
from language.words import STOP_WORDS

# So many short items in a row, or so many words nearly without a word of grammar, are no prose: prose has one in three.
FEWEST_ITEMS, FEWEST_WORDS = 10, 15
_SHARE_OF_SHORT_ITEMS, _SHARE_OF_GRAMMAR = 0.8, 0.1
_LONGEST_ITEM = 4
_LONGEST_CHINESE_ITEM = 10
_SEPARATOR = re.compile(
    rf"\s*[,，、;；|/•·\n\t]+\s*|(?<=[{HAN}])\s+(?=[{HAN}A-Za-z])|(?<=[A-Za-z])\s+(?=[{HAN}])",
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_ENDS_A_SENTENCE = re.compile(r"[.。!！?？]\s*$")


def without_listed_lines(text: str) -> str:
    """``text`` without runs of lines that hold a short item each."""
    kept: list[str] = []
    run: list[str] = []
    for line in [*text.split("\n"), None]:
        if line is not None and (not line.strip() or _is_item(line)):
            run.append(line)
            continue
        kept += run if sum(map(bool, map(str.strip, run))) < FEWEST_ITEMS else []
        run = []
        kept += [] if line is None else [line]
    return "\n".join(kept)


def is_stuffed(sentence: str) -> bool:
    """Whether ``sentence`` only recites keywords."""
    items = [item for item in _SEPARATOR.split(sentence.strip(" .。")) if item]
    if len(items) >= FEWEST_ITEMS and sum(map(_is_short, items)) >= _SHARE_OF_SHORT_ITEMS * len(items):
        return True
    words = _WORD.findall(sentence.lower())
    grammar = sum(word in STOP_WORDS for word in words)
    return (
        len(words) >= FEWEST_WORDS and grammar < _SHARE_OF_GRAMMAR * len(words) and not _HAN_CHARACTER.search(sentence)
    )


def _is_item(line: str) -> bool:
    return _is_short(line) and not _ENDS_A_SENTENCE.search(line)


def _is_short(item: str) -> bool:
    words = _WORD.findall(_HAN_CHARACTER.sub(" ", item.lower()))
    chinese = len(_HAN_CHARACTER.findall(item))
    return len(words) <= _LONGEST_ITEM and chinese <= _LONGEST_CHINESE_ITEM and STOP_WORDS.isdisjoint(words)
