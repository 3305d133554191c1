"""The catalogues of locale/: complete, compiled, with the placeholders of the source, and in step with it."""

import gettext
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polib
import pytest

from matchmaker.embedded import PROJECT

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
# What makemessages reads of a project, and folders that hold none of it.
EXTRACTED = {".py", ".html", ".txt"}
SKIPPED = {".git", ".venv", ".data", "node_modules", "static", "staticfiles", "media"}

LANGUAGES = ["he", "zh_Hans"]
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def source_of(language: str) -> Path:
    return PROJECT / "locale" / language / "LC_MESSAGES" / "django.po"


def unfinished(catalogue: polib.POFile) -> list[str]:
    """The messages that are empty in one of their forms, fuzzy or obsolete."""
    forms = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
    return [
        entry.msgid
        for entry in catalogue
        if not entry.translated() or (entry.msgid_plural and set(entry.msgstr_plural) != set(range(forms)))
    ]


def disagreeing(catalogue: polib.POFile) -> list[str]:
    """The messages with a form that cannot be filled in like the source."""
    exact = forms_of_one_number(catalogue)
    return [
        entry.msgid
        for entry in catalogue
        for index, form in (entry.msgstr_plural or {None: entry.msgstr}).items()
        if not any(
            agree(form, source, in_words=index in exact) for source in (entry.msgid, entry.msgid_plural or entry.msgid)
        )
    ]


def forms_of_one_number(catalogue: polib.POFile) -> set[int]:
    """The plural forms that a single number takes, as Hebrew's of one and of two: they may say it in words."""
    plural = gettext.c2py(re.search(r"plural=(.*?);", catalogue.metadata.get("Plural-Forms", "plural=0;"))[1])
    return {form for form, numbers in Counter(map(plural, range(1000))).items() if numbers == 1}


def agree(form: str, source: str, *, in_words: bool) -> bool:
    placeholders, wanted = set(PLACEHOLDER.findall(form)), set(PLACEHOLDER.findall(source))
    # What is filled in by % must write a sign of per cent twice.
    lone_sign = "%(" in source and "%" in PLACEHOLDER.sub("", form).replace("%%", "")
    missing = len(wanted - placeholders)
    return placeholders <= wanted and missing <= in_words and not lone_sign


def messages(catalogue: polib.POFile) -> set[tuple[str | None, str, str]]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue}


def compiled(path: Path) -> tuple[dict[str, str], list[tuple[object, ...]]]:
    catalogue = polib.mofile(str(path))
    return catalogue.metadata, sorted(
        (entry.msgctxt or "", entry.msgid, entry.msgstr, sorted(entry.msgstr_plural.items())) for entry in catalogue
    )


def extracted(copy: Path) -> set[tuple[str | None, str, str]]:
    """The messages of the source as it is now, read in a copy: makemessages leaves traces where it runs."""
    shutil.copytree(PROJECT, copy, ignore=without_messages)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "en", "--no-location", "--keep-pot"],
        cwd=copy, check=True, capture_output=True,
    )  # fmt: skip
    return messages(polib.pofile(str(copy / "locale" / "django.pot")))


def without_messages(folder: str, names: list[str]) -> list[str]:
    paths = (Path(folder, name) for name in names)
    return [path.name for path in paths if path.name in SKIPPED or (path.is_file() and path.suffix not in EXTRACTED)]


@in_each_language
def test_every_message_is_translated(language):
    assert unfinished(polib.pofile(str(source_of(language)))) == []


@in_each_language
def test_placeholders_are_those_of_the_source(language):
    assert disagreeing(polib.pofile(str(source_of(language)))) == []


@in_each_language
def test_the_compiled_catalogue_is_that_of_the_source(language, tmp_path):
    anew = tmp_path / "django.mo"
    polib.pofile(str(source_of(language))).save_as_mofile(str(anew))
    assert compiled(source_of(language).with_suffix(".mo")) == compiled(anew)


@pytest.mark.skipif(
    not shutil.which("xgettext"), reason="GNU gettext is not installed: the source cannot be read for messages"
)
def test_the_messages_are_those_of_the_source(tmp_path):
    wanted = extracted(tmp_path / "project")
    for language in LANGUAGES:
        assert messages(polib.pofile(str(source_of(language)))) == wanted, language


PLURAL = 'msgid "%(n)d need"\nmsgid_plural "%(n)d needs"\n'


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "City"\nmsgstr ""', "City"),
        ('#, fuzzy\nmsgid "City"\nmsgstr "X"', "City"),
        ('#~ msgid "City"\n#~ msgstr "X"', "City"),
        (PLURAL + 'msgstr[0] "%(n)d"\nmsgstr[1] ""', "%(n)d need"),
        (PLURAL + 'msgstr[0] "%(n)d"', "%(n)d need"),
    ],
)
def test_a_missing_translation_is_found(entry, fault):
    header = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\nmsgid "Whole"\nmsgstr "X"\n\n'
    assert unfinished(polib.pofile(header + entry + "\n")) == [fault]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ('msgid "%(a)s of %(b)s"\nmsgstr "%(a)s"', "%(a)s of %(b)s"),
        ('msgid "by %(day)s"\nmsgstr "%(tag)s"', "by %(day)s"),
        ('msgid "by %(day)s"\nmsgstr "%(day)d"', "by %(day)s"),
        ('msgid "%(a)s"\nmsgstr "20 % %(a)s"', "%(a)s"),
        (PLURAL + 'msgstr[0] "%(n)d"\nmsgstr[1] "X"', "%(n)d need"),
    ],
)
def test_a_lost_placeholder_is_found(entry, fault):
    header = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n != 1;\\n"\n\n'
    whole = 'msgid "only %(a)s"\nmsgstr "20 %% %(a)s"\n\n'
    in_words = 'msgid "%(n)d city"\nmsgid_plural "%(n)d cities"\nmsgstr[0] "one"\nmsgstr[1] "%(n)d"\n\n'
    assert disagreeing(polib.pofile(header + whole + in_words + entry + "\n")) == [fault]
