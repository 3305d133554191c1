"""Everything known of Chinese and Hebrew words, loaded once per process: where terms are and what they may mean."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from language import cedict, glossary
from language.cedict import Sense
from language.function_words import CHINESE, HEBREW
from language.glossary import NO_ADDITIONS, Additions
from language.hebrew import HebrewTerms
from language.scripts import FOREIGN_RUN, HAN, HAN_RUN, HEBREW_WORD, LATIN, LATIN_WORD

Origin = Literal["glossary", "dictionary", "latin", "part", "unknown"]

_HEBREW_PHRASE = rf"{HEBREW_WORD.pattern}(?:[\s\u05be-]+{HEBREW_WORD.pattern})*"
_PIECE_OF_TERM = re.compile(f"[{HAN}]+|[^{HAN}]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands at ``start`` to ``end``: our own wordings (``glosses``), or else words to ask ``senses`` about."""

    start: int
    end: int
    origin: Origin
    glosses: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


class Lexicon:
    """Glossaries, dictionary and cutter together. ``folder`` is where the cutter keeps its word list."""

    def __init__(self, folder: Path, additions: Additions) -> None:
        # Here, because jieba looks through all installed packages first, and many processes never cut a word.
        from language.cutting import Cutter

        self._glossary = {**glossary.chinese(), **additions.chinese}
        self._dictionary = cedict.dictionary()
        self._hebrew = HebrewTerms({**glossary.hebrew(), **additions.hebrew})
        self._cutter = Cutter(self._dictionary, filter(HAN_RUN.fullmatch, self._glossary), folder)
        self._mixed = {_spaceless(term): term for term in self._glossary if not HAN_RUN.fullmatch(term)}
        self._pieces = self._pattern_of_pieces()

    def entries(self, text: str) -> Iterator[Entry]:
        """The entries of ``text`` in order, function words left out."""
        for piece in self._pieces.finditer(text):
            if piece.lastgroup == "mixed":
                glosses = self._glossary[self._mixed[_spaceless(piece[0])]]
                yield Entry(piece.start(), piece.end(), "glossary", glosses)
            elif piece.lastgroup == "han":
                yield from self._chinese(piece[0], piece.start())
            elif piece.lastgroup == "hebrew":
                yield from self._hebrew_phrase(piece[0], piece.start())
            else:
                yield Entry(piece.start(), piece.end(), "latin", (piece[0],))

    def senses(self, word: str) -> tuple[Sense, ...]:
        """What ``word`` may mean: our own wordings in their order, else the dictionary's; () when it is unknown."""
        if word in self._glossary:
            return tuple(Sense(gloss, rank, False, False) for rank, gloss in enumerate(self._glossary[word]))
        return self._dictionary.get(word, ())

    def _pattern_of_pieces(self) -> re.Pattern[str]:
        mixed = [_mixed_pattern(term) for term in sorted(self._mixed.values(), key=len, reverse=True)]
        kinds = {
            "mixed": "|".join(mixed) or "(?!)",
            "han": f"[{HAN}]+",
            "hebrew": _HEBREW_PHRASE,
            "latin": LATIN_WORD.pattern,
        }
        return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()), re.IGNORECASE)

    def _chinese(self, run: str, start: int) -> Iterator[Entry]:
        for word in self._cutter.cut(run):
            end = start + len(word)
            if word in self._glossary:
                yield Entry(start, end, "glossary", self._glossary[word])
            elif word not in CHINESE:
                yield self._from_dictionary(word, start, end)
            start = end

    def _from_dictionary(self, word: str, start: int, end: int) -> Entry:
        if self.senses(word):
            return Entry(start, end, "dictionary", parts=(word,))
        parts = tuple(self._longest_parts(word))
        return Entry(start, end, "part" if any(map(self.senses, parts)) else "unknown", parts=parts)

    def _longest_parts(self, word: str) -> Iterator[str]:
        """``word`` from left to right in the longest pieces that are known; unknown characters one by one."""
        start = 0
        while start < len(word):
            ends = range(len(word), start, -1)
            end = next((end for end in ends if self.senses(word[start:end])), start + 1)
            yield word[start:end]
            start = end

    def _hebrew_phrase(self, phrase: str, start: int) -> Iterator[Entry]:
        found = list(HEBREW_WORD.finditer(phrase))
        while found:
            count, glosses = self._hebrew.longest([word[0] for word in found])
            last = found[max(count, 1) - 1]
            if count or found[0][0] not in HEBREW:
                origin: Origin = "glossary" if count else "unknown"
                yield Entry(start + found[0].start(), start + last.end(), origin, glosses)
            found = found[max(count, 1) :]


def _spaceless(term: str) -> str:
    return "".join(term.split()).lower()


def _mixed_pattern(term: str) -> str:
    """A term written "AI 芯片" finds AI芯片 too; its Latin ends stand on word boundaries."""
    pieces = [piece.strip() for piece in _PIECE_OF_TERM.findall(term) if piece.strip()]
    pattern = r"\s*".join(re.escape(piece) for piece in pieces)
    before = "" if HAN_RUN.match(term) else f"(?<![{LATIN}0-9])"
    after = "" if HAN_RUN.match(term[-1]) else f"(?![{LATIN}0-9])"
    return before + pattern + after


def has_foreign_script(text: str) -> bool:
    """Whether ``text`` holds anything the lexicon is needed for."""
    return FOREIGN_RUN.search(text) is not None


# A nightly run reads with the next additions while edits still read with the current ones.
_MOST_LOADED = 3
_loading = threading.Lock()
_loaded: dict[tuple[Path, str], Lexicon] = {}


def lexicon(folder: Path, additions: Additions = NO_ADDITIONS) -> Lexicon:
    """The process's lexicon with these additions: loaded at the first call, by one thread while others wait."""
    key = folder, additions.version
    with _loading:
        # Back to the end: the one that was asked for longest ago leaves first.
        _loaded[key] = _loaded.pop(key) if key in _loaded else Lexicon(folder, additions)
        while len(_loaded) > _MOST_LOADED:
            del _loaded[next(iter(_loaded))]
        return _loaded[key]
