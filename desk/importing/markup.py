"""Tables as HTML: what a browser copies from a web page, and Word and WPS put beside it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree, html

from desk.importing.tables import MOST_COLUMNS, MOST_ROWS, Row, Table, Unreadable, row_of, table_of

BREAKS = {"br", "p", "div", "li"}
NOT_SHOWN = {"script", "style", "template", "head"}


def read_markup(text: str) -> Table:
    """The largest table of the text, merged cells filled down. Raises Unreadable."""
    tables = [rows for table in _document(text).iter("table") if (rows := list(_rows(table)))]
    if not tables:
        raise Unreadable(_("No table was found in it."))
    return table_of(max(tables, key=len), "HTML")


def _document(text: str) -> Any:
    try:
        # As bytes: a text that names an encoding of its own is refused otherwise.
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(_("No table was found in it.")) from error


def _rows(table: Any) -> Iterator[Row]:
    """Rows of this table, not of those inside its cells. A cell over several rows stands in each of them."""
    spanning: dict[int, tuple[int, str]] = {}
    own = (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)
    for number, row in enumerate(own, 1):
        if number > MOST_ROWS:
            break
        cells = list(_cells(row, spanning))
        yield row_of(number, cells)


def _cells(row: Any, spanning: dict[int, tuple[int, str]]) -> Iterator[str]:
    column = 0
    for cell in row.iterchildren("td", "th"):
        for text in _from_above(spanning, column):
            yield text
            column += 1
        text = _shown(cell)
        for place in range(min(_span(cell, "colspan"), MOST_COLUMNS)):
            if (rows := _span(cell, "rowspan")) > 1:
                spanning[column] = (rows - 1, "" if place else text)
            yield "" if place else text
            column += 1
    yield from _from_above(spanning, column)


def _from_above(spanning: dict[int, tuple[int, str]], column: int) -> Iterator[str]:
    while column in spanning:
        left, text = spanning.pop(column)
        if left > 1:
            spanning[column] = (left - 1, text)
        yield text
        column += 1


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), MOST_ROWS) if value.isdecimal() and len(value) < 6 else 1


def _shown(cell: Any) -> str:
    """The text of a cell as its reader sees it, one paragraph a line."""
    pieces: list[str] = []
    _collect(cell, pieces)
    lines = (" ".join(line.replace("\xa0", " ").split()) for line in "".join(pieces).split("\x1e"))
    return "\n".join(line for line in lines if line)


def _collect(element: Any, pieces: list[str]) -> None:
    if element.tag in NOT_SHOWN:
        return
    pieces.append(element.text or "")
    for child in element:
        pieces.append("\x1e" if child.tag in BREAKS else "")
        _collect(child, pieces)
        pieces.append(("\x1e" if child.tag in BREAKS else "") + (child.tail or ""))
