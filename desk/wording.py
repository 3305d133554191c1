"""What changed between two texts, word by word; Chinese sign by sign."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# One Chinese sign, one word, or whatever stands between words.
TOKEN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    text: str
    is_changed: bool


Pieces = list[Piece]


def compared(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces: those of the first that are gone and those of the second that are new are marked."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    spans = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return (
        list(_pieces(before, ((tag, first, last) for tag, first, last, _from, _to in spans))),
        list(_pieces(after, ((tag, first, last) for tag, _from, _to, first, last in spans))),
    )


def _pieces(tokens: list[str], spans: Iterator[tuple[str, int, int]]) -> Iterator[Piece]:
    for tag, first, last in spans:
        if first < last:
            yield Piece("".join(tokens[first:last]), tag != "equal")
