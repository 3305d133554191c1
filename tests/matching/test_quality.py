"""Match quality on judged data, where the companies that it was judged against lie beside the project."""

from dataclasses import replace

import numpy as np
import pytest
from django.conf import settings

from language.encoder import get_encoder
from matching import engine
from matching.engine import OBSERVED, DeploymentFacts, NeedFacts, RequirementFacts, StartupFacts
from matching.measuring.calibration import by_band, scored_pairs
from matching.measuring.evaluation import measure, measure_list, rank_judged, read_texts
from matching.measuring.judged import join_judged, read_judged

pytestmark = pytest.mark.xdist_group("quality")  # the texts of 3,799 startups are read once

DRAWS = 12
EVIDENCE = (None, "DEPLOY_CN", "ACCEPTANCE", "DEPLOY_CITY", "REF", "PILOT", "TEST", "VIDEO")
REQUIREMENTS = (("DATA_IN_CHINA", None), ("CERTIFICATE", "CCC"), ("PRESENCE", None), ("REFERENCE_CHINA", None))


@pytest.fixture(scope="module")
def data(judged_folder):
    return read_judged(judged_folder)


@pytest.fixture(scope="module")
def own(judged_folder):
    """The needs that were written and judged for this project, against the same companies."""
    return read_judged(settings.BASE_DIR / "docs/judged/needs", startups_file=judged_folder / "startups.jsonl")


@pytest.fixture(scope="module")
def both(data, own):
    return join_judged([data, own])


@pytest.fixture(scope="module")
def every_text(both):
    return read_texts(both, get_encoder())


@pytest.fixture(scope="module")
def texts(data, every_text):
    return replace(every_text, needs=every_text.needs[: len(data.needs)])


def test_judged_needs_are_ranked_well(data, texts):
    quality = {row.group: row.ndcg10 for row in measure(rank_judged(data, texts), data)}
    assert quality["all"] >= 0.60
    assert quality["zh"] >= 0.60


def test_our_own_needs_are_ranked_well(both, own, every_text):
    assert measure(rank_judged(both, every_text), own)[0].ndcg10 >= 0.53


@pytest.fixture(scope="module")
def counted(both, every_text):
    return by_band(scored_pairs(both, every_text))


@pytest.mark.parametrize("band", list(OBSERVED))
def test_a_band_fits_as_often_as_it_says(counted, band):
    assert counted[band].pairs == pytest.approx(OBSERVED[band].pairs, rel=0.1)
    assert counted[band].observed.of_hundred == pytest.approx(OBSERVED[band].of_hundred, abs=2)


def test_random_readiness_keeps_98_percent_of_the_quality(data, texts):
    best = Candidates(data, texts)
    plain = best.quality(NeedFacts, StartupFacts)
    drawn = [best.quality(*draw_facts(seed, texts.vocabulary)) for seed in range(DRAWS)]
    assert np.mean(drawn) >= 0.98 * plain


class Candidates:
    """The hundred best of each need: readiness lifts none from below them into the ten that nDCG looks at."""

    def __init__(self, data, texts) -> None:
        self.data, self.texts = data, texts
        run = rank_judged(data, texts)
        assert all(ranked[9][1] - ranked[99][1] > 1.3 for ranked in run.values())
        kept = {startup for ranked in run.values() for startup, _ in ranked}
        self.rows = [row for row, startup in enumerate(data.startups) if startup.id in kept]

    def quality(self, need_facts, startup_facts) -> float:
        """Mean nDCG@10 with facts made by these functions of a number."""
        texts, data = self.texts, self.data
        versions = texts.vocabulary, texts.snapshot
        needs = engine.build_needs([need_facts(row) for row in range(len(data.needs))], texts.needs, *versions)
        facts = [startup_facts(row) for row in self.rows]
        startups = engine.build_startups(facts, [texts.startups[row] for row in self.rows], *versions)
        best = engine.rank(needs, startups, k=10, floor=-np.inf).by_need
        ids = np.array([data.startups[row].id for row in self.rows])[best.startup]
        return np.mean([measure_list(ids[best.need == i], data.grades[n.id])[0] for i, n in enumerate(data.needs)])


def draw_facts(seed, vocabulary):
    """Functions that give needs and startups random structured fields, six of ten known."""
    draw = np.random.default_rng(seed)

    def perhaps(values):
        return values[draw.integers(len(values))] if draw.random() < 0.6 else None

    def need(number) -> NeedFacts:
        asked = [
            RequirementFacts(*pair, hard=bool(draw.random() < 0.5)) for pair in REQUIREMENTS if draw.random() < 0.4
        ]
        return NeedFacts(
            number,
            stage=perhaps(("IDEA", "STUDY", "PLAN", "BUDGET", "PILOT", "TENDER")),
            budget_band=perhaps(tuple(vocabulary.budget_ceilings)),
            population_band=perhaps(vocabulary.population_bands),
            requirements=tuple(asked),
        )

    def startup(number) -> StartupFacts:
        places = [(perhaps(("CN", "IL", "DE")), perhaps(vocabulary.population_bands)) for _ in range(draw.integers(4))]
        return StartupFacts(
            number,
            trl=perhaps(range(1, 10)),
            pilot_cost_low=perhaps((50_000, 200_000, 600_000, 2_000_000, 8_000_000)),
            deployments=tuple(DeploymentFacts(*place, evidence=perhaps(EVIDENCE)) for place in places),
            presence=perhaps(("NONE", "AGENT", "SI", "JV", "WFOE", "ODM")),
            production=perhaps(("CHINA", "ISRAEL")),
            materials_in_chinese=perhaps(("AVAILABLE", "ABSENT")),
            data_in_china=perhaps(("IN_CHINA", "ON_PREMISES", "LEAVES")),
            certificates={"CCC": answer} if (answer := perhaps(("HAVE", "IN_WORK", "LACKS"))) else {},
        )

    return need, startup
