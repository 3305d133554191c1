"""How a list changes when one fact more is stated."""

import numpy as np

from matching.engine import Band
from matching.what_changes import Change, Fit, fits_by_row, most_telling

TODAY = {1: Fit(10.0, Band.STRONG), 2: Fit(5.0, Band.SAME_FIELD), 3: Fit(4.5, Band.SAME_FIELD)}


def test_who_comes_rises_and_who_leaves_falls():
    then = {1: Fit(10.2, Band.WORTH_A_LOOK), 2: Fit(6.0, Band.WORTH_A_LOOK), 4: Fit(4.1, Band.SAME_FIELD)}
    change = Change.between(TODAY, then)
    assert (change.entries, round(change.points, 6), change.rising, change.falling) == (4, 3.0, 2, 2)


def test_equal_lists_change_nothing():
    assert Change.between(TODAY, dict(TODAY)) == Change(0, 0.0, 0, 0)


def test_what_is_hidden_is_in_no_list():
    columns = np.array([0, 0, 1]), np.array([7, 8, 7]), np.array([9.5, 2.0, 3.0]), np.array([3, 0, 0])
    assert fits_by_row(*columns) == {0: {7: Fit(9.5, Band.STRONG)}}


def test_of_each_place_the_most_telling_is_kept():
    found = [("a", 1), ("b", 5), ("a", 3)]
    assert most_telling(found, lambda one: one[0], lambda one: one[1]) == [("b", 5), ("a", 3)]
