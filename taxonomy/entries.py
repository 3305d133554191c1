"""Reading of reference data kept in YAML files: entries that know their line, shapes to check them against, and one
error that lists every problem of a folder. Used for the vocabulary here and for the cities."""

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from numbers import Real
from pathlib import Path
from typing import Any

import yaml

# Says what is wrong with a value, or None.
Check = Callable[[Any], str | None]


class ReferenceFileError(Exception):
    """The reference files cannot be loaded. `problems` names file, line, entry and the way to mend each."""

    def __init__(self, problems: Iterable[str]):
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Entry(dict[str, Any]):
    """One mapping of a file, with the place where it stands. Its first value, the code, names it."""

    file = ""
    line = 0

    @property
    def place(self) -> str:
        name = next(iter(self.values()), "")
        return f"{self.file}, line {self.line}" + (f" ({name})" if isinstance(name, str) and name else "")


# libyaml reads the files in a tenth of the time, where PyYAML was built with it.
YAML_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _EntryLoader(YAML_LOADER):
    """Builds an `Entry` for each mapping and remembers keys that stand twice, of which YAML would keep the last."""

    def __init__(self, stream: str, file: str):
        super().__init__(stream)
        self.file = file
        self.repeated: list[str] = []

    def entry(self, node: yaml.MappingNode) -> Entry:
        entry = Entry()
        entry.file, entry.line = self.file, node.start_mark.line + 1
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                # `no: 0.5` reads as False: keep the key as it was typed, the shapes will judge it.
                key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key)
            if key in entry:
                self.repeated.append(f"{self.file}, line {key_node.start_mark.line + 1}: {key} stands twice; keep one.")
            entry[key] = self.construct_object(value_node, deep=True)
        return entry


_EntryLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _EntryLoader.entry)


def text(value: Any) -> str | None:
    if value is None or value == "":
        return "is empty; write it"
    return None if isinstance(value, str) else f"is {value!r}, not text; put it in quotes"


def texts(value: Any) -> str | None:
    if not isinstance(value, list):
        return "must be a list such as [one, two]"
    return next((f"holds {item!r}, which {text(item)}" for item in value if text(item)), None)


def flag(value: Any) -> str | None:
    return None if isinstance(value, bool) else f"is {value!r}; write true or false"


def number(value: Any) -> str | None:
    return None if isinstance(value, Real) and not isinstance(value, bool) else f"is {value!r}, not a number"


def mapping(value: Any) -> str | None:
    return None if isinstance(value, Entry) else "must be a mapping such as {key: value}"


def entries(value: Any) -> str | None:
    if not isinstance(value, list):
        return "must be a list of entries, each beginning with a dash"
    return next((f"holds {item!r}, which is no entry" for item in value if not isinstance(item, Entry)), None)


def one_of(*allowed: str) -> Check:
    return lambda value: None if value in allowed else f"is {value!r}; write one of {', '.join(allowed)}"


@dataclass(frozen=True)
class Shape:
    """What an entry must hold and may hold: key -> check of its value."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check] = field(default_factory=dict)

    def problems(self, entry: Entry) -> Iterator[str]:
        checks = {**self.required, **self.optional}
        for key in self.required:
            if key not in entry:
                yield f"{key} is missing; add it."
        for key, value in entry.items():
            if key not in checks:
                yield f"{key} is not a known key{_nearest(key, checks)} It may hold {', '.join(checks)}."
            elif problem := checks[key](value):
                yield f"{key} {problem}."


class ReferenceFolder:
    """One folder of reference files while it is read. Gathers every problem; `finish` raises them together."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.problems: list[str] = []

    def read(self, file: str) -> Any:
        """What the file holds; None, and a problem, where it is empty or cannot be read."""
        try:
            loader = _EntryLoader((self.folder / file).read_text(encoding="utf-8"), file)
            content = loader.get_single_data()
        except OSError as error:
            self.problems.append(f"{file}: cannot be read from {self.folder} ({error.strerror}).")
        except UnicodeDecodeError:
            self.problems.append(f"{file}: is not UTF-8 text; save it as UTF-8.")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f", line {mark.line + 1}" if mark else ""
            self.problems.append(f"{file}{line}: is not YAML: {getattr(error, 'problem', None) or error}.")
        else:
            self.problems += loader.repeated
            if content is None:
                self.problems.append(f"{file}: is empty.")
            return content
        return None

    def entries(self, file: str, shape: Shape) -> list[Entry]:
        """The entries of a file that is one list, each checked against the shape."""
        content = self.read(file)
        if content is None:
            return []
        if problem := entries(content):
            self.problems.append(f"{file}: {problem}.")
            return []
        for entry in content:
            self.check(entry, shape)
        return content

    def check(self, entry: Entry, shape: Shape) -> None:
        for problem in shape.problems(entry):
            self.complain(entry, problem)

    def complain(self, entry: Entry, problem: str) -> None:
        self.problems.append(f"{entry.place}: {problem}")

    def codes(self, found: Iterable[Entry], key: str = "code") -> set[str]:
        """The codes of the entries. Complains of each code that stands twice."""
        seen: dict[str, Entry] = {}
        for entry in found:
            code = entry.get(key)
            if not isinstance(code, str):
                continue
            if code in seen:
                self.complain(entry, f"{key} {code} stands already in line {seen[code].line}; give one another code.")
            seen.setdefault(code, entry)
        return set(seen)

    def known(self, entry: Entry, key: str, codes: Collection[str], file: str) -> None:
        """Complains of each code under `key` (one, a list, or the keys of a mapping) that `file` does not hold."""
        value = entry.get(key)
        for code in [value] if isinstance(value, str) else value if isinstance(value, (list, Entry)) else []:
            if isinstance(code, str) and code not in codes:
                self.complain(entry, f"{key} names {code}, which {file} does not hold{_nearest(code, codes)}")

    def finish(self) -> None:
        """Raises ReferenceFileError if anything was wrong."""
        if self.problems:
            raise ReferenceFileError(self.problems)


def _nearest(word: str, words: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(words), n=1)
    return f"; did you mean {near[0]}?" if near else "."
