"""Words as columns of the product: the same sums, whichever way a word travels."""

import numpy as np

from matching.engine.common_words import common_words, no_common_words
from matching.engine.tables import Postings, SparseRows

# Of 60 startups all hold the first word, half of them the second, one the third and none the fourth.
HELD = np.zeros((60, 4), np.float32)
HELD[:, 0], HELD[::2, 1], HELD[7, 2] = 0.5, 2.0, 3.0
ASKED = np.array([[1, 0, 4, 2], [3, 5, 0, 0], [0, 0, 0, 1]], np.float32)


def sparse(rows: np.ndarray) -> SparseRows:
    of, columns = np.nonzero(rows)
    starts = np.searchsorted(of, np.arange(len(rows) + 1))
    return SparseRows(starts, columns.astype(np.int32), rows[of, columns])


def postings(rows: np.ndarray) -> Postings:
    """Up to the last column that any startup holds, as a table makes them."""
    columns, of = np.nonzero(rows.T)
    starts = np.searchsorted(columns, np.arange(4)).astype(np.int32)
    return Postings(starts, of.astype(np.uint16), rows[of, columns])


def test_what_many_pairs_share_becomes_a_column_and_the_rest_stays_as_it_was():
    words = common_words(sparse(ASKED), [postings(HELD[:30]), postings(HELD[30:])], ASKED.shape[0] * len(HELD))
    assert words.columns.tolist() == [0, 1]
    assert words.asked.tolist() == [[1, 0], [3, 5], [0, 0]]
    assert words.rest.starts.tolist() == [0, 2, 2, 3]
    assert words.rest.columns.tolist() == [2, 3, 3]
    assert words.rest.weights.tolist() == [4, 2, 1]


def test_the_columns_stand_beside_the_dense_ones():
    words = common_words(sparse(ASKED), [postings(HELD)], ASKED.shape[0] * len(HELD))
    dense = np.arange(120, dtype=np.float32).reshape(60, 2)
    assert np.array_equal(words.beside(dense, postings(HELD)), np.hstack([dense, HELD[:, :2]]))


def test_without_common_words_nothing_is_copied():
    words, dense = no_common_words(sparse(ASKED)), np.ones((60, 2), np.float32)
    assert words.beside(dense, postings(HELD)) is dense
    assert (words.asked.shape, words.rest.columns.tolist()) == ((3, 0), [0, 2, 3, 0, 1, 3])
