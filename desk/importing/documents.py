"""Tables in Word documents (.docx) of strangers: the text of their cells, and nothing else of the document."""

from collections.abc import Iterator
from typing import IO, Any
from zipfile import BadZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.utils.translation import gettext as _

from desk.importing.archives import MEGABYTE, damaged, opened
from desk.importing.tables import MOST_COLUMNS, Row, Table, Unreadable, row_of, table_of

BODY = "word/document.xml"
# A list of 20,000 rows takes some 30 MB; as a tree it takes ten times as much memory.
LONGEST_BODY = 40 * MEGABYTE
BREAKS = {"br", "cr"}


def read_document(file: IO[bytes]) -> Table:
    """The largest table of the document, merged cells filled down. Raises Unreadable with a sentence."""
    tables = [list(_rows(element)) for element in _parsed(file).iter() if _name(element) == "tbl"]
    if not tables:
        raise Unreadable(_("No table was found in it."))
    return table_of(max(tables, key=len), "DOCX")


def _parsed(file: IO[bytes]) -> Any:
    archive = opened(file, BODY)
    if archive.getinfo(BODY).file_size > LONGEST_BODY:
        raise Unreadable(_("The file unpacks to far more than it should. Copy its rows into a new one."))
    try:
        return fromstring(archive.read(BODY), forbid_dtd=True)
    except (ParseError, DefusedXmlException, BadZipFile, NotImplementedError, RuntimeError, RecursionError) as error:
        raise damaged() from error


def _name(element: Any) -> str:
    """Without its namespace: Word has two of them."""
    return str(element.tag).rpartition("}")[2]


def _own(element: Any, name: str) -> Iterator[Any]:
    """Inside it, through marks of changes and controls, but not inside a table of a cell."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) not in ("tbl", "tc", "del"):
            yield from _own(child, name)


def _rows(table: Any) -> Iterator[Row]:
    above: dict[int, str] = {}
    for number, row in enumerate(_own(table, "tr"), 1):
        yield row_of(number, _cells(row, above))


def _cells(row: Any, above: dict[int, str]) -> list[str]:
    """`above`: what stands in each column of the row before, for cells that go on downwards."""
    cells = [""] * min(_number(row, "trPr", "gridBefore", usual=0), MOST_COLUMNS)
    for cell in _own(row, "tc"):
        if len(cells) > MOST_COLUMNS:
            break  # refused as a whole (`table_of`)
        merge, column = _property(cell, "tcPr", "vMerge"), len(cells)
        goes_on = merge is not None and _value(merge) in ("", "continue")
        text = above.get(column, "") if goes_on else _shown(cell)
        above[column] = text
        cells += [text, *[""] * (min(_number(cell, "tcPr", "gridSpan", usual=1), MOST_COLUMNS) - 1)]
    return cells


def _property(element: Any, block: str, name: str) -> Any:
    own = next((child for child in element if _name(child) == block), ())
    return next((child for child in own if _name(child) == name), None)


def _value(element: Any) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == "val"), "")


def _number(element: Any, block: str, name: str, usual: int) -> int:
    found = _property(element, block, name)
    value = "" if found is None else _value(found)
    return max(int(value), usual) if value.isdecimal() and len(value) < 5 else usual


def _shown(cell: Any) -> str:
    """The text of a cell as its reader sees it, one paragraph a line."""
    lines = "\n".join("".join(_pieces(paragraph)) for paragraph in cell.iter() if _name(paragraph) == "p").split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _pieces(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter():
        name = _name(element)
        if name == "t":
            yield element.text or ""
        elif name == "tab":
            yield " "
        elif name in BREAKS:
            yield "\n"
