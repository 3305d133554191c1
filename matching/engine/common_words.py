"""Words that many needs ask for and many startups hold: columns of the product instead of postings.

A posting costs one addition for each pair that shares the word; a column of its own costs every pair the same little.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .facts import Floats
from .tables import Integers, Postings, SparseRows

# Of all pairs those that must share a word before a column is cheaper: an addition takes as long as 54 columns.
WORTH_A_COLUMN = 1 / 54
MOST = 128


@dataclass(frozen=True, eq=False)
class CommonWords:
    """``columns`` (F,) of the sparse rows, ``asked`` (needs, F) of them by each need, ``rest``: all other queries."""

    columns: NDArray[np.intp]
    asked: Floats
    rest: SparseRows

    def beside(self, dense: Floats, postings: Postings) -> Floats:
        """(startups, C + F): their dense columns, and what they hold of the common words."""
        if not len(self.columns):
            return dense
        wide = np.zeros((len(dense), dense.shape[1] + len(self.columns)), np.float32)
        wide[:, : dense.shape[1]] = dense
        for place, column in enumerate(self.columns.tolist(), start=dense.shape[1]):
            own = slice(postings.starts[column], postings.starts[column + 1])
            wide[postings.rows[own], place] = postings.weights[own]
        return wide


def common_words(queries: SparseRows, postings: list[Postings], pairs: int) -> CommonWords:
    """``queries``: of all needs, weighted. ``postings``: of all startups, a tile each. ``pairs``: needs x startups."""
    held: Integers = np.sum([np.diff(own.starts) for own in postings], axis=0, dtype=np.int64)
    asked = np.bincount(queries.columns, minlength=len(held))[: len(held)]
    shared = asked * held
    columns = np.argsort(-shared, kind="stable")[:MOST]
    columns = np.sort(columns[shared[columns] >= WORTH_A_COLUMN * pairs])
    return _split(queries, columns, len(held))


def no_common_words(queries: SparseRows) -> CommonWords:
    """For a search so small that a wider copy of the startups' columns would cost more than it spares."""
    return CommonWords(np.zeros(0, np.intp), np.zeros((len(queries.starts) - 1, 0), np.float32), queries)


def _split(queries: SparseRows, columns: NDArray[np.intp], width: int) -> CommonWords:
    place = np.full(max(width, int(queries.columns.max(initial=-1)) + 1), -1)
    place[columns] = np.arange(len(columns))
    own = place[queries.columns]
    needs = np.repeat(np.arange(len(queries.starts) - 1), np.diff(queries.starts))
    common, rest = own >= 0, own < 0
    asked = np.zeros((len(queries.starts) - 1, len(columns)), np.float32)
    asked[needs[common], own[common]] = queries.weights[common]
    starts = np.concatenate([[0], np.cumsum(rest)])[queries.starts]
    return CommonWords(columns, asked, SparseRows(starts, queries.columns[rest], queries.weights[rest]))
