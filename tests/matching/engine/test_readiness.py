"""Readiness: bettering a field never lowers a score, unknown is exactly 0, and all of it spans less than 2."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import (
    CURRENT,
    PARTS,
    READINESS,
    DeploymentFacts,
    NeedFacts,
    RequirementFacts,
    StartupFacts,
    TextFeatures,
    build_needs,
    build_startups,
    explain_pairs,
)
from tests.matching.engine import world as made_up
from tests.matching.engine.world import World

WORLD = World()
NOTHING = TextFeatures(vector=np.zeros(made_up.DIMENSION, np.float32), words={})

# From worst to best; None, the unknown, stands where its 0 belongs.
PRESENCE = ("NONE", None, "AGENT", "SI", "LIC", "JV", "WFOE", "ODM")
PRODUCTION = ("ISRAEL", None, "CHINA")
MATERIALS = ("ABSENT", None, "AVAILABLE")
DATA = ("LEAVES", None, "ON_PREMISES")
ANSWERS = ("LACKS", "UNKNOWN", "IN_WORK", "HAVE")


def readiness(need: NeedFacts, startup: StartupFacts) -> dict[str, float]:
    """The readiness parts of one pair."""
    needs = build_needs([need], [NOTHING], WORLD.vocabulary, WORLD.snapshot)
    startups = build_startups([startup], [NOTHING], WORLD.vocabulary, WORLD.snapshot)
    parts = explain_pairs(needs, startups, np.array([0]), np.array([0]))[0]
    return {code: parts[PARTS.index(code)] for code in READINESS}


def never_lower(need: NeedFacts, worse: StartupFacts, better: StartupFacts) -> None:
    before, after = readiness(need, worse), readiness(need, better)
    assert all(after[code] >= before[code] for code in READINESS)


@st.composite
def needs(draw):
    return World(draw(st.integers(0, 10**6))).need(1)


@st.composite
def startups(draw):
    return World(draw(st.integers(0, 10**6))).startup(1)


@st.composite
def steps(draw, ladder):
    """(worse, better) of a ladder."""
    low, high = sorted(draw(st.tuples(*[st.integers(0, len(ladder) - 1)] * 2)))
    return ladder[low], ladder[high]


@given(needs(), startups(), steps(range(1, 10)))
def test_a_higher_trl_never_lowers_a_score(need, startup, levels):
    never_lower(need, replace(startup, trl=levels[0]), replace(startup, trl=levels[1]))


@given(needs(), startups(), st.integers(0, 10**6))
def test_one_more_deployment_never_lowers_a_score(need, startup, seed):
    more = (*startup.deployments, World(seed).deployment())
    never_lower(need, startup, replace(startup, deployments=more))


BY_WORTH = (None, "PATENT", "TEST", "PILOT", "REF", "DEPLOY_CITY", "ACCEPTANCE", "DEPLOY_CN", "AWARD_CN")


@given(needs(), st.sampled_from(made_up.BANDS), st.sampled_from(("CN", "DE")), steps(BY_WORTH))
def test_better_evidence_never_lowers_a_score(need, band, country, evidence):
    worse, better = (StartupFacts(1, deployments=(DeploymentFacts(country, band, evidence=e),)) for e in evidence)
    never_lower(need, worse, better)


@given(needs(), st.sampled_from(made_up.BANDS), st.sampled_from(made_up.EVIDENCE))
def test_the_same_deployment_in_china_never_lowers_a_score(need, band, evidence):
    abroad, there = (StartupFacts(1, deployments=(DeploymentFacts(c, band, evidence=evidence),)) for c in ("DE", "CN"))
    never_lower(need, abroad, there)


@given(needs(), startups(), st.integers(1, 10**7), st.integers(1, 10**7))
def test_a_cheaper_pilot_never_lowers_a_score(need, startup, cost, saved):
    dear = replace(startup, pilot_cost_low=cost + saved, pilot_cost_high=2 * (cost + saved))
    never_lower(need, dear, replace(dear, pilot_cost_low=cost))
    never_lower(need, dear, replace(dear, pilot_cost_low=cost, pilot_cost_high=2 * cost))


@given(needs(), startups(), steps((1, 2, 3, 4)))
def test_a_higher_mlps_level_never_lowers_a_score(need, startup, levels):
    never_lower(need, replace(startup, mlps_level=levels[0]), replace(startup, mlps_level=levels[1]))


@pytest.mark.parametrize(
    ("field", "ladder"),
    [
        ("presence", PRESENCE),
        ("production", PRODUCTION),
        ("materials_in_chinese", MATERIALS),
        ("data_in_china", DATA),
    ],
)
def test_a_better_answer_never_lowers_a_score(field, ladder):
    @given(needs(), startups(), steps(ladder))
    def check(need, startup, answers):
        never_lower(need, replace(startup, **{field: answers[0]}), replace(startup, **{field: answers[1]}))

    check()


@given(needs(), startups(), st.sampled_from(made_up.CERTIFICATES), steps(ANSWERS))
def test_a_better_certificate_never_lowers_a_score(need, startup, kind, answers):
    worse, better = (replace(startup, certificates={**startup.certificates, kind: answer}) for answer in answers)
    never_lower(need, worse, better)


@given(needs())
def test_a_profile_that_states_nothing_has_no_readiness(need):
    assert readiness(need, StartupFacts(1)) == dict.fromkeys(READINESS, 0)


@given(startups())
def test_a_need_that_states_nothing_asks_for_neither_maturity_nor_price(startup):
    parts = readiness(NeedFacts(1), startup)
    assert (parts["maturity"], parts["budget"]) == (0, 0)


@pytest.mark.parametrize(
    ("part", "known"),
    [
        ("maturity", {"trl": 9}),
        ("budget", {"pilot_cost_low": 1000}),
        ("proof", {"deployments": (DeploymentFacts("CN", "LARGE", evidence="AWARD_CN"),)}),
        ("china_readiness", {"presence": "ODM"}),
    ],
)
def test_each_known_field_moves_its_own_part_only(part, known):
    need = NeedFacts(1, stage="PILOT", budget_band="LOW", population_band="LARGE")
    parts = readiness(need, StartupFacts(1, **known))
    assert [code for code in READINESS if parts[code]] == [part]
    assert parts[part] > 0


ASKS_FOR_ALL = tuple(RequirementFacts(*requirement) for requirement in made_up.REQUIREMENTS)
WORST = StartupFacts(
    1, trl=1, pilot_cost_low=10**9, presence="NONE", production="ISRAEL", materials_in_chinese="ABSENT",
    data_in_china="LEAVES", mlps_level=1, certificates=dict.fromkeys(made_up.CERTIFICATES, "LACKS"),
)  # fmt: skip
BEST = StartupFacts(
    1, trl=9, pilot_cost_low=1, presence="ODM", production="CHINA", materials_in_chinese="AVAILABLE",
    data_in_china="IN_CHINA", mlps_level=5, certificates=dict.fromkeys(made_up.CERTIFICATES, "HAVE"),
    deployments=(DeploymentFacts("CN", "LARGE", evidence="DEPLOY_CN"),),
)  # fmt: skip


def test_from_worst_to_best_all_readiness_spans_at_most_two():
    need = NeedFacts(1, stage="TENDER", budget_band="LOW", population_band="LARGE", requirements=ASKS_FOR_ALL)
    worst, best = readiness(need, WORST), readiness(need, BEST)
    span = {code: best[code] - worst[code] for code in READINESS}
    assert span == pytest.approx({"proof": 0.6, "maturity": 0.3, "budget": 0.2, "china_readiness": 0.2})
    assert max(span, key=span.get) == "proof"
    assert sum(span.values()) <= 2


@given(needs(), startups())
def test_no_profile_leaves_that_span(need, startup):
    for code, value in readiness(need, startup).items():
        assert abs(value) <= CURRENT.factors[code].weight


def test_proof_prefers_a_city_of_the_same_size():
    need = NeedFacts(1, population_band="LARGE")
    proofs = [
        readiness(need, StartupFacts(1, deployments=(DeploymentFacts("CN", band, evidence="DEPLOY_CN"),)))["proof"]
        for band in ("LARGE", "HUGE", "SMALL", None)
    ]
    assert proofs == sorted(proofs, reverse=True)
    assert proofs[0] == 0.6


def test_asking_for_a_reference_in_china_lowers_what_foreign_ones_are_worth():
    abroad = StartupFacts(1, deployments=(DeploymentFacts("DE", "LARGE", evidence="DEPLOY_CITY"),))
    plain = NeedFacts(1, population_band="LARGE")
    for hard in (True, False):
        asking = replace(plain, requirements=(RequirementFacts("REFERENCE_CHINA", hard=hard),))
        assert readiness(asking, abroad)["proof"] == readiness(plain, abroad)["proof"] / 2
