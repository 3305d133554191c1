"""Judged data read from a folder, every row checked.

``startups.jsonl``  id, name, description; keywords and a group if there are any
``needs.jsonl``     id, group, title, description
``qrels.tsv``       need id, startup id, grade (tabs, no header row): 0 no, 1 same area but does not solve it, 2 could
                    be piloted for it, 3 this is what the product does; pairs not listed count as 0
"""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GRADES = ("0", "1", "2", "3")


class JudgedDataError(Exception):
    """The folder cannot be used; the message names file and line."""


@dataclass(frozen=True)
class JudgedStartup:
    id: str
    name: str
    description: str
    keywords: tuple[str, ...]
    group: str = ""

    @property
    def texts(self) -> tuple[str, str]:
        """What is embedded: the whole, and what it does without name and tags."""
        return f"{self.name}. {self.description} {', '.join(self.keywords)}", self.description


@dataclass(frozen=True)
class JudgedNeed:
    id: str
    group: str
    text: str


@dataclass(frozen=True)
class JudgedData:
    """``grades``: need id -> startup id -> grade."""

    startups: Sequence[JudgedStartup]
    needs: Sequence[JudgedNeed]
    grades: Mapping[str, Mapping[str, int]]

    @property
    def by_startup(self) -> Mapping[str, Mapping[str, int]]:
        """``grades`` the other way round: startup id -> need id -> grade."""
        turned: dict[str, dict[str, int]] = {}
        for need, row in self.grades.items():
            for startup, grade in row.items():
                turned.setdefault(startup, {})[need] = grade
        return turned


def join_judged(several: Sequence[JudgedData]) -> JudgedData:
    """The needs of all of them. Raises JudgedDataError where they are not judged against the same startups."""
    first, *others = several
    if any(own.startups != first.startups for own in others):
        raise JudgedDataError("The folders have different startups; name one file for all of them.")
    needs = [need for own in several for need in own.needs]
    if len({need.id for need in needs}) < len(needs):
        raise JudgedDataError("The folders have needs with the same id.")
    return JudgedData(first.startups, needs, {need: own.grades[need] for own in several for need in own.grades})


def read_judged(folder: Path, needs_file: str = "needs.jsonl", startups_file: Path | None = None) -> JudgedData:
    """Raises JudgedDataError. Without ``qrels.tsv`` there are no grades: such data can be ranked but not measured.

    ``needs_file`` is relative to ``folder``; ``startups_file`` stands for the folder's own ``startups.jsonl``.
    """
    startups = {row.id: _startup(row) for row in _rows(startups_file or folder / "startups.jsonl")}
    needs = {row.id: _need(row) for row in _rows(folder / needs_file)}
    known = set(needs)
    if needs_file != "needs.jsonl" and (folder / "needs.jsonl").exists():
        # Another file may hold a part of the needs: the judgements of the others are no mistake.
        known |= {row.id for row in _rows(folder / "needs.jsonl")}
    return JudgedData(
        tuple(startups.values()), tuple(needs.values()), _grades(folder / "qrels.tsv", known, startups.keys())
    )


@dataclass(frozen=True)
class _Row:
    """One line of a ``.jsonl`` file."""

    place: str
    values: Mapping[str, Any]

    @property
    def id(self) -> str:
        return self.text("id")

    def get(self, key: str) -> str:
        """``text``, or "" where there is none."""
        return self.text(key) if key in self.values else ""

    def text(self, key: str) -> str:
        if key not in self.values:
            raise JudgedDataError(f"{self.place}: {key} is missing.")
        if not isinstance(self.values[key], str):
            raise JudgedDataError(f"{self.place}: {key} is {self.values[key]!r}, not text.")
        return str(self.values[key])


def _rows(path: Path) -> Iterator[_Row]:
    seen = set()
    for place, line in _lines(path):
        try:
            values = json.loads(line)
        except ValueError as error:
            raise JudgedDataError(f"{place}: not JSON: {error}.") from error
        if not isinstance(values, dict):
            raise JudgedDataError(f"{place}: not an object with keys, but {line[:40]!r}.")
        row = _Row(place, values)
        if row.id in seen:
            raise JudgedDataError(f"{place}: the id {row.id} stands twice.")
        seen.add(row.id)
        yield row
    if not seen:
        raise JudgedDataError(f"{path}: holds no rows.")


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """(file and line, text) of each line that is not blank."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise JudgedDataError(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise JudgedDataError(f"{path}: not UTF-8 text.") from error
    return ((f"{path}, line {number}", line) for number, line in enumerate(lines, 1) if line.strip())


def _startup(row: _Row) -> JudgedStartup:
    tags = row.values.get("keywords") or []
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise JudgedDataError(f"{row.place}: keywords is {tags!r}, not a list of texts.")
    return JudgedStartup(row.id, row.text("name"), row.text("description"), tuple(tags), row.get("group"))


def _need(row: _Row) -> JudgedNeed:
    return JudgedNeed(row.id, row.text("group"), f"{row.text('title')}. {row.text('description')}")


def _grades(path: Path, needs: Set[str], startups: Set[str]) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    if not path.exists():
        return grades
    for place, line in _lines(path):
        cells = line.rstrip("\r").split("\t")
        if len(cells) != 3:
            raise JudgedDataError(
                f"{place}: {len(cells)} columns; need id, startup id and grade belong there, with tabs."
            )
        need, startup, grade = cells
        if need not in needs:
            raise JudgedDataError(f"{place}: no need has the id {need!r}.")
        if startup not in startups:
            raise JudgedDataError(f"{place}: no startup has the id {startup!r}.")
        if grade not in GRADES:
            raise JudgedDataError(f"{place}: the grade is {grade!r}; it is one of {', '.join(GRADES)}.")
        if startup in grades.setdefault(need, {}):
            raise JudgedDataError(f"{place}: the pair {need}, {startup} is judged twice.")
        grades[need][startup] = int(grade)
    return grades
