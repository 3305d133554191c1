"""From a score to a band and points, and what caps the band."""

from itertools import product

import numpy as np
import pytest

from matching.engine import (
    Band,
    NeedFacts,
    RequirementFacts,
    StartupFacts,
    band,
    bands,
    build_needs,
    build_startups,
    cap,
    caps,
    cautions,
    points,
)
from matching.vocabulary import build_vocabulary
from taxonomy.reference import read_taxonomy
from tests.matching.engine.world import World

BLOCKED = NeedFacts(1, requirements=(RequirementFacts("CERTIFICATE", "CCC"),))
LACKS = {"certificates": {"CCC": "LACKS"}}


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (-1, Band.HIDDEN),
        (3.9999, Band.HIDDEN),
        (4, Band.SAME_FIELD),
        (5.9999, Band.SAME_FIELD),
        (6, Band.WORTH_A_LOOK),
        (8.9999, Band.WORTH_A_LOOK),
        (9, Band.STRONG),
        (25, Band.STRONG),
    ],
)
def test_bands_begin_at_their_edges(score, expected):
    assert band(score) == expected


@pytest.mark.parametrize(("score", "highest"), list(product((2, 5, 7, 20), Band)))
def test_a_cap_lowers_a_band_and_never_raises_it(score, highest):
    assert band(score, highest) == min(band(score), highest)


def test_points_are_the_score_times_one_factor():
    assert points(np.array([0, 4, 6, 9, 12.34, -0.3])).tolist() == [0, 20, 30, 45, 62, -2]


def test_a_stated_no_on_a_must_have_caps_at_worth_a_look():
    assert cap(BLOCKED, StartupFacts(1, **LACKS), World().vocabulary) == Band.WORTH_A_LOOK


def test_a_stated_no_on_a_wish_caps_nothing():
    wish = NeedFacts(1, requirements=(RequirementFacts("CERTIFICATE", "CCC", hard=False),))
    assert cap(wish, StartupFacts(1, **LACKS), World().vocabulary) == Band.STRONG


def test_an_unknown_must_have_caps_nothing():
    assert cap(BLOCKED, StartupFacts(1), World().vocabulary) == Band.STRONG


def test_a_capping_caution_caps_lower_than_a_stated_no():
    assert cap(BLOCKED, StartupFacts(1, technologies=("LEAK", "DRONE"), **LACKS), World().vocabulary) == Band.SAME_FIELD


def test_caps_of_many_pairs_equal_those_of_one():
    world = World(5)
    needs, startups = [world.need(i) for i in range(60)], [world.startup(i) for i in range(60)]
    need_table = build_needs(needs, [world.text() for _ in needs], world.vocabulary, world.snapshot)
    startup_table = build_startups(startups, [world.text() for _ in startups], world.vocabulary, world.snapshot)
    need, startup = np.divmod(np.arange(3600), 60)
    expected = [cap(needs[i], startups[j], world.vocabulary) for i, j in zip(need, startup, strict=True)]
    assert caps(need_table, startup_table, need, startup).tolist() == expected
    assert set(expected) == {Band.SAME_FIELD, Band.WORTH_A_LOOK, Band.STRONG}


def test_bands_of_many_pairs_equal_those_of_one():
    scores, highest = np.array([3.0, 5, 7, 12, 12]), np.array([3, 3, 3, 3, 1])
    assert bands(scores, highest).tolist() == [band(s, Band(h)) for s, h in zip(scores, highest, strict=True)]


# --- the reference files ----------------------------------------------------------------------------------------------

CAPPED = {"AVI-CUAS", "AVI-AERO", "CYB-VULN", "SAF-PERI"}


@pytest.fixture(scope="module")
def real():
    taxonomy = read_taxonomy()
    nowhere = np.zeros((len(taxonomy.technologies), 2), np.float32)
    return build_vocabulary(taxonomy, nowhere, np.zeros((len(taxonomy.topics), 2), np.float32))


def test_each_technology_gives_exactly_its_own_cautions(real):
    given = {code: set(cautions(StartupFacts(1, technologies=(code,)), real)) for code in real.technologies}
    assert {code: own for code, own in given.items() if own} == {code: set(own) for code, own in real.cautions.items()}
    assert len(real.cautions) == 43


def test_only_four_technologies_cap_a_band(real):
    need = NeedFacts(1)
    capped = {code: cap(need, StartupFacts(1, technologies=("WAT-LEAK", code)), real) for code in real.technologies}
    assert {code for code, highest in capped.items() if highest == Band.SAME_FIELD} == CAPPED
    assert set(capped.values()) == {Band.SAME_FIELD, Band.STRONG}


def test_a_caution_that_two_technologies_share_is_named_once(real):
    named = cautions(StartupFacts(1, technologies=("AVI-CUAS", "AVI-AERO")), real)
    assert sorted(named) == ["china_police_only", "israel_defence_export_control"]
