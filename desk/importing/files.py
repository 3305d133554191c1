"""What somebody sends as a table, told by its content; its name must not say otherwise."""

from pathlib import PurePath
from typing import IO

from django.utils.translation import gettext as _

from desk.importing.documents import read_document
from desk.importing.markup import read_markup
from desk.importing.tables import Table, Unreadable
from desk.importing.texts import decoded, read_csv, read_text

MOST_BYTES = 20 * 1024 * 1024
ACCEPT = ".xlsx,.csv,.txt,.html,.htm"
ACCEPT_LISTS = f"{ACCEPT},.docx"
OFFICE, OLD_OFFICE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"
TEXTS, PAGES = {".csv", ".txt", ".tsv"}, {".html", ".htm"}


def read_file(file: IO[bytes], name: str, fills_merged: bool = False) -> Table:
    """Raises Unreadable with a sentence for whoever sent it; nothing is stored anywhere.

    `fills_merged`: of a list whose cells may be merged. Such lists come as Word documents, too.
    """
    suffix = PurePath(name).suffix.lower()
    beginning = _beginning(file)
    if suffix == ".xlsx" or (suffix == ".docx" and fills_merged):
        from desk.importing.workbooks import read_workbook  # not at the start of every process, see listings.exporting

        _require_office(beginning, suffix)
        return read_workbook(file, fills_merged) if suffix == ".xlsx" else read_document(file)
    if suffix not in TEXTS | PAGES:
        raise Unreadable(_("Files ending in “%(suffix)s” are not read. Save the table as .xlsx or .csv.") % {
            "suffix": suffix,
        })  # fmt: skip
    if beginning.startswith((OFFICE, OLD_OFFICE, PDF)):
        raise Unreadable(_("It is named %(suffix)s and is something else. Give it its own ending, or save it anew.") % {
            "suffix": suffix,
        })  # fmt: skip
    return read_csv(file.read()) if suffix in TEXTS else read_markup(decoded(file.read())[0])


def read_paste(text: str) -> Table:
    """What was pasted: HTML where the browser handed it over, else plain text with tabs. Raises Unreadable."""
    is_markup = "<table" in text[:200_000].lower()
    return read_markup(text) if is_markup else read_text(text, _("pasted text"))


def _beginning(file: IO[bytes]) -> bytes:
    file.seek(0)
    beginning = file.read(8)
    file.seek(0)
    return beginning


def _require_office(beginning: bytes, suffix: str) -> None:
    if beginning.startswith(OLD_OFFICE):
        raise Unreadable(_("This is an old or a locked file. Save it as %(suffix)s without a password.") % {
            "suffix": suffix,
        })  # fmt: skip
    if not beginning.startswith(OFFICE):
        said = _("It is named %(suffix)s and is none. Save the table as .xlsx or .csv, then choose it again.")
        raise Unreadable(said % {"suffix": suffix})
