"""Corpus statistics: what they count, that they keep one scale, and that they survive the disk."""

from io import BytesIO

import numpy as np
import pytest

from matching.engine import Snapshot, build_snapshot

BACKGROUND = {"water": 0.01, "city": 0.02, "the": 0.9}
REFERENCE = ["water", "leak"]
PROFILES = [{"water": 3.0, "leak": 1.0}, {"water": 1.0}, {"sort": 2.0}]


def counted(*profiles):
    return build_snapshot(profiles, BACKGROUND, REFERENCE)


def test_a_profile_counts_once_for_each_of_its_words_beside_general_english():
    snapshot = counted(*PROFILES)
    held = dict(zip(snapshot.words, snapshot.documents.tolist(), strict=True))
    assert held == {"city": 20, "leak": 1, "sort": 1, "the": 900, "water": 12}
    assert snapshot.profiles == 1003


def test_rarer_words_weigh_more_and_new_words_most():
    snapshot = counted(*PROFILES)
    weights = [snapshot.idf[snapshot.column(word)] for word in ("the", "city", "water", "leak", "never seen")]
    assert weights == sorted(weights)


def test_the_keywords_of_the_taxonomy_weigh_one_on_average_in_any_corpus():
    for snapshot in (counted(), counted(*PROFILES), counted(*PROFILES * 2000)):
        assert np.mean([snapshot.idf[snapshot.column(word)] for word in REFERENCE]) == pytest.approx(1)


def test_a_new_word_has_the_same_column_on_both_sides_and_in_every_process():
    snapshot = counted(*PROFILES)
    assert snapshot.column("hydrophone") == len(snapshot.words) + 27504
    assert snapshot.column("hydrophone") < len(snapshot.idf)


def test_commonness_is_the_share_of_profiles_that_hold_a_word():
    assert counted(*PROFILES).commonness["water"] == pytest.approx(12 / 1003)


def test_the_version_tells_equal_statistics_from_different_ones():
    assert counted(*PROFILES).version == counted(*reversed(PROFILES)).version
    assert counted(*PROFILES).version != counted(*PROFILES[:2]).version


def test_what_is_saved_is_read_back_the_same():
    file = BytesIO()
    snapshot = counted(*PROFILES)
    snapshot.save(file)
    file.seek(0)
    read = Snapshot.load(file)
    assert (read.words, read.version) == (snapshot.words, snapshot.version)
    assert np.array_equal(read.idf, snapshot.idf)


def test_a_snapshot_without_reference_words_is_refused():
    with pytest.raises(ValueError, match="reference"):
        build_snapshot(PROFILES, BACKGROUND, [])
