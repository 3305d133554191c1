"""Our own lists of terms: ``glossaries/*.tsv``, one ``term<TAB>english`` a line, ``#`` before comments.

Several English wordings are separated by ``;``, best first. ``hebrew.tsv`` holds Hebrew terms, the others Chinese. A
term that stands in two files has the wordings of both: files are read by name, ``taxonomy.tsv`` before all others.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

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


def read(path: Path) -> dict[str, Glosses]:
    """The entries of one file. Raises ValueError naming file and line for a line that is not ``term<TAB>english``."""
    entries: dict[str, Glosses] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        term, glosses = _parse(line, f"{path.name} line {number}")
        entries[term] = tuple(dict.fromkeys(entries.get(term, ()) + glosses))
    return entries


def _parse(line: str, where: str) -> tuple[str, Glosses]:
    columns = line.split("\t")
    if len(columns) != 2:
        raise ValueError(f"{where}: expected term<TAB>english, found {line!r}")
    term = columns[0].strip()
    glosses = tuple(gloss for part in columns[1].split(";") if (gloss := part.strip()))
    if not term or not glosses:
        raise ValueError(f"{where}: term or English is empty in {line!r}")
    return term, glosses
