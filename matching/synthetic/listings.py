"""A block of drawn startups or needs: columns of arrays, made into values one row at a time.

A hundred thousand of them take 250 MB in this form; as Python objects they would take gigabytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .choices import Column
from .texts import Drawn

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


class Groups(NamedTuple):
    """Rows that hang on listings: those of listing i are ``starts[i]`` to ``starts[i + 1]`` of each column."""

    starts: Places
    columns: dict[str, Column]

    def of(self, row: int) -> Iterator[dict[str, Any]]:
        for place in range(self.starts[row], self.starts[row + 1]):
            yield {name: column[place] for name, column in self.columns.items()}


class Tags(NamedTuple):
    """Places in some list: ``places[row, :counts[row]]``, the main one first; may repeat one."""

    places: Places
    counts: Places

    def of(self, row: int) -> list[int]:
        return list(dict.fromkeys(self.places[row, : self.counts[row]].tolist()))


@dataclass(frozen=True, eq=False)
class Startups:
    """``tags``: places of technologies; ``refused_topics`` and ``refused_cities``: of those it does not serve."""

    first: int
    columns: dict[str, Column]
    tags: Tags
    deployments: Groups
    certificates: Groups
    refused_topics: Tags
    refused_cities: Tags
    texts: Drawn
    vectors: Floats

    def piece_ids(self, row: int) -> list[int]:
        return _own(self.texts, row)


@dataclass(frozen=True, eq=False)
class Needs:
    """``tags``: places of topics; ``cities`` (n,) of cities; ``refused``: of technologies it does not want."""

    first: int
    columns: dict[str, Column]
    tags: Tags
    cities: Places
    requirements: Groups
    refused: Tags
    texts: Drawn
    vectors: Floats

    def piece_ids(self, row: int) -> list[int]:
        return _own(self.texts, row)


def _own(texts: Drawn, row: int) -> list[int]:
    own: list[int] = texts.ids[texts.starts[row] : texts.starts[row + 1]].tolist()
    return own
