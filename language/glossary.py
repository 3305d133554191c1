"""Our own lists of terms: ``glossaries/*.tsv``, one ``term<TAB>english`` a line, ``#`` before comments.

Several English wordings are separated by ``;``, best first. ``hebrew.tsv`` holds Hebrew terms, the others Chinese. A
term that stands in two files has the wordings of both: files are read by name, ``taxonomy.tsv`` before all others.

``Additions`` are what the curators of an installation have added to them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Self

Glosses = tuple[str, ...]

FOLDER = Path(__file__).parent / "glossaries"
_HEBREW_FILE = "hebrew.tsv"
_FIRST_FILE = "taxonomy.tsv"


@lru_cache(maxsize=1)
def chinese() -> Mapping[str, Glosses]:
    """Chinese (or mixed) term -> English wordings, from all files but the Hebrew one."""
    files = [path for path in FOLDER.glob("*.tsv") if path.name != _HEBREW_FILE]
    entries: dict[str, Glosses] = {}
    for path in sorted(files, key=lambda path: (path.name != _FIRST_FILE, path.name)):
        for term, glosses in read(path).items():
            entries[term] = tuple(dict.fromkeys(entries.get(term, ()) + glosses))
    return MappingProxyType(entries)


@lru_cache(maxsize=1)
def hebrew() -> Mapping[str, Glosses]:
    """Hebrew term -> English wordings; empty while there is no such file."""
    path = FOLDER / _HEBREW_FILE
    return MappingProxyType(read(path) if path.exists() else {})


@lru_cache(maxsize=1)
def shipped_version() -> str:
    """Another one as soon as a file of ours is."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.tsv")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def read(path: Path) -> dict[str, Glosses]:
    """The entries of one file. Raises ValueError naming file and line for a line that is not ``term<TAB>english``."""
    entries: dict[str, Glosses] = {}
    for number, line in lines_with_entries(path.read_text(encoding="utf-8")):
        try:
            term, glosses = parse(line)
        except ValueError as error:
            raise ValueError(f"{path.name} line {number}: {error}") from error
        entries[term] = tuple(dict.fromkeys(entries.get(term, ()) + glosses))
    return entries


def lines_with_entries(text: str) -> Iterator[tuple[int, str]]:
    """(number from 1, line), without empty lines and comments."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def parse(line: str) -> tuple[str, Glosses]:
    """Term and wordings of one line; ValueError for a line that is not ``term<TAB>english``."""
    columns = line.split("\t")
    if len(columns) != 2:
        raise ValueError(f"expected term<TAB>english, found {line!r}")
    term, glosses = columns[0].strip(), wordings(columns[1])
    if not term or not glosses:
        raise ValueError(f"term or English is empty in {line!r}")
    return term, glosses


def wordings(english: str) -> Glosses:
    """``leak point; seepage`` taken apart, each wording once."""
    return tuple(dict.fromkeys(gloss for part in english.split(";") if (gloss := part.strip())))


Terms = Mapping[str, Glosses]


@dataclass(frozen=True, eq=False)
class Additions:
    """Terms that stand beside the shipped ones; one that is shipped too takes its place."""

    chinese: Terms = field(default_factory=dict)
    hebrew: Terms = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Mapping[str, Mapping[str, Sequence[str]]]) -> Self:
        """Out of ``{"zh": {term: wordings}, "he": {term: wordings}}``."""
        return cls(*({term: tuple(own) for term, own in stored.get(code, {}).items()} for code in ("zh", "he")))

    @cached_property
    def version(self) -> str:
        """Equal for equal terms, "" without any."""
        entries = sorted(_as_lines(self.chinese)) + sorted(_as_lines(self.hebrew))
        return hashlib.sha256("\n".join(entries).encode()).hexdigest()[:12] if entries else ""


NO_ADDITIONS = Additions()


def _as_lines(terms: Terms) -> Iterable[str]:
    return (f"{term}\t{'; '.join(glosses)}" for term, glosses in terms.items())
