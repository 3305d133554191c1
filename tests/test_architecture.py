"""Who may import whom (docs/architecture.md), read from the source: imports inside functions count too."""

import ast
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from matchmaker.embedded import PROJECT

# A package may import those listed; a package that is not in this table fails the test.
FOUNDATION: dict[str, set[str]] = {"language": set(), "accounts": set(), "taxonomy": set()}
LISTINGS = {"listings": set(FOUNDATION)}
SIDES = {side: {*FOUNDATION, *LISTINGS} for side in ("startups", "cities")}
MATCHING = {"matching": {*FOUNDATION, *LISTINGS, *SIDES}}
INTRODUCTIONS = {"introductions": {*FOUNDATION, *LISTINGS, *SIDES, *MATCHING}}
BELOW_DESK = FOUNDATION | LISTINGS | SIDES | MATCHING | INTRODUCTIONS
MAY_IMPORT = BELOW_DESK | {"desk": set(BELOW_DESK)}
# The wiring names apps as strings, but for the two files that join their addresses.
WIRING, JOINING = "matchmaker", {"matchmaker/api.py", "matchmaker/urls.py"}
NO_PART = {"tests"}
RELATIONS = ("ForeignKey", "OneToOneField", "ManyToManyField")
ENGINE = "matching/engine"
ENGINE_MAY_IMPORT = {"numpy", "numba", *sys.stdlib_module_names}


def packages(root: Path) -> list[str]:
    return sorted(file.parent.name for file in root.glob("*/__init__.py") if file.parent.name not in NO_PART)


def modules(root: Path, folder: str) -> Iterator[tuple[str, ast.Module]]:
    for file in sorted((root / folder).rglob("*.py")):
        yield file.relative_to(root).as_posix(), parsed(file.read_text(encoding="utf-8"))


@cache
def parsed(source: str) -> ast.Module:
    # Each planted import stands in a copy of the project that differs by one file: the others are read once.
    return ast.parse(source)


def imports(name: str, tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, absolute dotted name) of everything that a module imports."""
    package = name.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            yield node.lineno, ".".join([*base, *filter(None, [node.module])])


def related_models(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, "app.Model") of relations, which Django takes as text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(RELATIONS):
            for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "." in argument.value:
                    yield node.lineno, argument.value


@cache
def mentioned(name: str, tree: ast.Module) -> list[tuple[int, str]]:
    return [*imports(name, tree), *related_models(tree)]


def breaches(root: Path) -> list[str]:
    """Imports and relations against the table, as "file:line imports package"."""
    ours = set(packages(root))
    found = [f"{package} is not in the table" for package in sorted(ours - set(MAY_IMPORT) - {WIRING})]
    for package in sorted(ours & {*MAY_IMPORT, WIRING}):
        for name, tree in modules(root, package):
            if name in JOINING:
                continue
            allowed = MAY_IMPORT.get(package, set()) | {package}
            for line, imported in mentioned(name, tree):
                other = imported.split(".")[0]
                if other in ours and other not in allowed:
                    found.append(f"{name}:{line} imports {other}")
    return found


def engine_breaches(root: Path) -> list[str]:
    return [
        f"{name}:{line} imports {imported}"
        for name, tree in modules(root, ENGINE)
        for line, imported in imports(name, tree)
        if not f"{imported}.".startswith("matching.engine.") and imported.split(".")[0] not in ENGINE_MAY_IMPORT
    ]


def test_imports_point_down_only():
    assert breaches(PROJECT) == []


def test_the_engine_knows_numbers_only():
    assert engine_breaches(PROJECT) == []


@pytest.fixture
def copied(tmp_path):
    for package in packages(PROJECT):
        shutil.copytree(PROJECT / package, tmp_path / package, ignore=lambda folder, names: [
            name for name in names if not name.endswith(".py") and not Path(folder, name).is_dir()
        ])  # fmt: skip
    return tmp_path


@pytest.mark.parametrize(
    ("file", "planted", "breach"),
    [
        ("startups/models.py", "from cities.models import City", "imports cities"),
        ("cities/services.py", "def late():\n    import startups.models", "imports startups"),
        ("listings/models.py", "from startups import models", "imports startups"),
        ("language/words.py", "from taxonomy.models import Sector", "imports taxonomy"),
        ("accounts/models.py", "import language.words", "imports language"),
        ("taxonomy/models.py", "import accounts", "imports accounts"),
        ("matching/views.py", "from desk.health import examine", "imports desk"),
        ("desk/health.py", "from matchmaker import settings", "imports matchmaker"),
        ("matchmaker/celery.py", "import matching.tasks", "imports matching"),
        ("cities/models.py", "link = models.ForeignKey('startups.Startup', models.CASCADE)", "imports startups"),
        ("startups/models.py", "from ..cities import models", "imports cities"),
        ("funds/__init__.py", "", "funds is not in the table"),
    ],
)
def test_a_planted_import_is_found(copied, file, planted, breach):
    (copied / file).parent.mkdir(exist_ok=True)
    with (copied / file).open("a") as module:
        module.write(f"\n{planted}\n")

    [found] = breaches(copied)

    assert found.startswith(file.split("/")[0]) and found.endswith(breach)


@pytest.mark.parametrize(
    "planted",
    ["from django.db import models", "from matching import models", "from .. import models", "import scipy.sparse"],
)
def test_a_planted_import_in_the_engine_is_found(copied, planted):
    with (copied / ENGINE / "score.py").open("a") as module:
        module.write(f"\n\ndef late():\n    {planted}\n")

    [found] = engine_breaches(copied)

    assert found.startswith(f"{ENGINE}/score.py:")
