"""What a band means, counted by hand and by the command."""

from io import StringIO
from xml.etree import ElementTree

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from matching import engine
from matching.measuring.calibration import ScoredPairs, by_band, by_score, differing, rate
from matching.measuring.reliability import picture

STRONG, LOOK, FIELD, HIDDEN = sorted(engine.Band, reverse=True)


def scored(*rows: tuple[int, float, int]) -> ScoredPairs:
    """Of (need, score, grade); -1: nobody judged."""
    need, score, grade = (np.array(column) for column in zip(*rows, strict=True))
    return ScoredPairs(need, score.astype(float), np.maximum(grade, 0), grade >= 0)


PAIRS = scored((0, 10, 3), (0, 9.5, -1), (0, 7, 1), (1, 9, 2), (1, 7, 2), (1, 5, 0), (1, 1, 0))


def test_a_pair_fits_from_grade_two_and_counts_when_nobody_judged_it():
    found = by_band(PAIRS)
    counts = {band: (own.pairs, own.judged, own.fitted, own.same_area) for band, own in found.items()}
    assert counts == {STRONG: (3, 2, 2, 2), LOOK: (2, 2, 1, 2), FIELD: (1, 1, 0, 0), HIDDEN: (1, 1, 0, 0)}
    assert found[STRONG].observed == engine.Observed(3, 2)


def test_an_interval_draws_needs_not_pairs():
    alike = scored(*[(need, 10, 3 if need < 2 else 0) for need in range(4) for _pair in range(100)])
    own = rate(alike, alike.score > 9)
    assert (own.share, own.low, own.high) == (0.5, 0, 1)


def test_bins_begin_at_the_floor_and_leave_nothing_above_it_out():
    many = scored(*[(0, score, 3) for score in np.linspace(0, 15, 151)])
    bins = by_score(many)
    assert bins[0].first == engine.CURRENT.floor
    assert sum(own.rate.pairs for own in bins) == (many.score >= engine.CURRENT.floor).sum()
    assert min(own.rate.pairs for own in bins) >= 10


def test_what_the_site_states_is_compared_with_what_was_counted():
    assert differing(by_band(PAIRS)) == list(engine.OBSERVED)


def test_every_version_of_the_weights_is_calibrated():
    assert engine.CURRENT.version == engine.OBSERVED_WITH


def test_the_picture_is_an_image_with_a_dot_for_each_bin():
    many = scored(*[(0, score, 3) for score in np.linspace(4, 12, 161)])
    drawn = ElementTree.fromstring(picture(by_score(many), by_band(many)))
    assert len(drawn.findall("{*}circle")) == len(by_score(many))


@pytest.fixture
def no_grades(folder):
    (folder / "qrels.tsv").unlink()
    return folder


def test_the_command_counts_every_pair_of_the_folder(folder, tmp_path):
    out = StringIO()
    call_command("calibrate_bands", str(folder), "--picture", str(tmp_path / "picture.svg"), stdout=out)
    counts = [line.split()[1] for line in out.getvalue().splitlines()[2:6]]
    assert sum(map(int, counts)) == 4
    assert (tmp_path / "picture.svg").read_text().startswith("<svg")


def test_a_folder_without_judgements_is_refused(no_grades):
    with pytest.raises(CommandError, match="No need has judgements"):
        call_command("calibrate_bands", str(no_grades))
