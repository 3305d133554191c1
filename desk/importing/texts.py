"""Tables as text: CSV in the encodings that offices use, and what a word processor pastes."""

import codecs
import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from desk.importing.tables import Row, Table, Unreadable, row_of, table_of

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = "\t,;"


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Excel and WPS in China write GB18030. Raises Unreadable."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    if b"\x00" in content:
        raise Unreadable(_("This is no text. Save the table as CSV (UTF-8) or as .xlsx."))
    try:
        return _decoded(content, "utf-8")
    except Unreadable:
        return _decoded(content, "gb18030")


def _decoded(content: bytes, encoding: str) -> tuple[str, str]:
    try:
        return content.decode(encoding), encoding.removesuffix("-sig").upper()
    except UnicodeDecodeError as error:
        said = _("The encoding is neither UTF-8 nor GB18030. Save the table as CSV (UTF-8) or as .xlsx.")
        raise Unreadable(said) from error


def read_csv(content: bytes) -> Table:
    """Raises Unreadable with a sentence."""
    text, encoding = decoded(content)
    return read_text(text, f"CSV, {encoding}")


def read_text(text: str, read_as: str) -> Table:
    """Cells between tabs, commas or semicolons: whichever the beginning has most of."""
    beginning = "\n".join(text.splitlines()[:20])
    delimiter = max(DELIMITERS, key=beginning.count)
    try:
        return table_of(_rows(text, delimiter), read_as)
    except csv.Error as error:
        raise Unreadable(_("The table is damaged: a quotation mark is missing, or one cell is very long.")) from error


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number, values in enumerate(reader, 1):
        yield row_of(number, map(unescaped, values))


def unescaped(text: str) -> str:
    """Our own exports mark cells that a program could take for formulas (`listings.exporting`): as they were."""
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "\t", "\r") and text[1:2] else text
