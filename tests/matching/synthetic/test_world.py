"""Drawn listings: the same from the same seed, and like real ones where it matters to the engine."""

import hashlib
from collections import Counter

import numpy as np
import pytest

from matching import engine
from matching.statistics import shipped_snapshot
from matching.synthetic import SyntheticWorld, choices
from matching.synthetic.names import company_name


def digest(population) -> str:
    found = hashlib.sha256()
    for facts, text in zip(*population, strict=True):
        found.update(repr((facts, text.words, text.hits)).encode())
        found.update(text.vector.tobytes())
    return found.hexdigest()


@pytest.fixture(scope="module")
def startups(world):
    return world.startups(2_000)


@pytest.fixture(scope="module")
def needs(world):
    return world.needs(500)


def again(world, seed: int) -> SyntheticWorld:
    return SyntheticWorld(seed, world.taxonomy, world.vocabulary)


def test_the_same_seed_gives_the_same_listings(world):
    same = again(world, 7)
    assert digest(same.startups(50)) == digest(world.startups(50))
    assert digest(same.needs(50)) == digest(world.needs(50))


def test_another_seed_gives_others(world):
    assert digest(again(world, 8).startups(50)) != digest(world.startups(50))
    assert digest(again(world, 8).needs(50)) != digest(world.needs(50))


def test_the_first_are_the_same_however_many_are_asked_for(world, startups):
    few = world.startups(3)
    assert list(few.facts) == startups.facts[:3]
    assert few.texts[2].words == startups.texts[2].words


def test_rows_are_numbered_over_the_blocks(startups):
    assert [facts.id for facts in startups.facts] == list(range(1, 2_001))
    assert startups.facts[-1].id == 2_000
    with pytest.raises(IndexError):
        startups.facts[2_000]


def test_no_two_companies_have_one_name():
    assert len({company_name(number) for number in range(200_000)}) == 200_000


def test_some_fields_are_popular_and_none_is_missing(world, startups):
    primary = Counter(facts.technologies[0] for facts in startups.facts)
    most = sum(count for _, count in primary.most_common(12))
    assert most > len(startups.facts) / 3
    assert len(primary) > 0.8 * len(world.vocabulary.technologies)


def test_profiles_are_as_long_as_real_ones(startups):
    lengths = [sum(text.words.values()) for text in startups.texts]
    assert 25 < np.mean(lengths) < 60
    assert np.percentile(lengths, 95) > 2 * np.median(lengths)


def test_needs_ask_with_60_to_140_words(needs):
    asked = np.array([len(text.words) for text in needs.texts])
    assert np.mean((asked >= 60) & (asked <= 140)) > 0.95


def test_words_follow_zipf(startups):
    counts = Counter(word for text in startups.texts for word in text.words)
    ranked = [count for _, count in counts.most_common()]
    assert ranked[0] > 5 * ranked[99] > 50 * ranked[2_999]


def test_every_field_is_missing_somewhere(startups, needs):
    for name in ("trl", "pilot_cost_low", "deployments", "presence", "production", "data_in_china", "mlps_level",
                 "certificates", "excluded_topics", "excluded_cities"):  # fmt: skip
        stated = {bool(getattr(facts, name)) for facts in startups.facts}
        assert stated == {True, False}, name
    for name in ("stage", "budget_band", "population_band", "requirements", "excluded_technologies"):
        assert {bool(getattr(facts, name)) for facts in needs.facts} == {True, False}, name


@pytest.mark.parametrize(
    ("fields", "name", "codes"),
    [
        (choices.STARTUP, "team_size", "team_size"),
        (choices.STARTUP, "funding_stage", "funding_stage"),
        (choices.STARTUP, "presence", "china_presence"),
        (choices.STARTUP, "production", "production_place"),
        (choices.STARTUP, "materials_in_chinese", "materials_in_chinese"),
        (choices.STARTUP, "data_in_china", "data_in_china"),
        (choices.DEPLOYMENT, "population_band", "population_band"),
        (choices.DEPLOYMENT, "evidence", "evidence"),
        (choices.CERTIFICATE, "kind", "certificate_kind"),
        (choices.CERTIFICATE, "answer", "certificate_answer"),
        (choices.NEED, "stage", "need_stage"),
        (choices.NEED, "budget_band", "budget_band"),
        (choices.NEED, "route", "procurement_route"),
        (choices.NEED, "ip_terms", "ip_terms"),
    ],
)
def test_codes_are_those_of_the_reference(taxonomy, fields, name, codes):
    assert set(fields[name].frequencies) <= {code.code for code in taxonomy.code_lists[codes]}


def test_codes_in_lists_are_those_of_the_reference(taxonomy):
    def known(name):
        return {code.code for code in taxonomy.code_lists[name]}

    asked = choices.REQUIREMENT["asked"].frequencies
    assert {kind for kind, _ in asked} <= known("requirement_kind")
    assert {value for kind, value in asked if kind == "CERTIFICATE"} <= known("certificate_kind")
    for name, codes in (("cooperation", "cooperation"), ("team_languages", "company_language")):
        assert {code for values in choices.STARTUP[name].frequencies for code in values} <= known(codes)


def cosines(rows, others) -> tuple[float, float]:
    found = (rows * others).sum(axis=1)
    return found.mean(), found.std()


def test_vectors_lie_as_those_of_real_texts_do(world, startups, needs):
    """The figures of `vectors`: of real texts, to .03."""
    place = {code: row for row, code in enumerate(world.vocabulary.technologies)}
    primary = np.array([place[facts.technologies[0]] for facts in startups.facts])
    vectors = np.array([text.vector for text in startups.texts])
    asked = np.array([text.vector for text in needs.texts])
    left, right = np.triu_indices(len(vectors), 1)
    all_pairs = (vectors @ vectors.T)[left, right]
    crossed = asked @ vectors.T

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert cosines(vectors, world.vocabulary.technology_vectors[primary]) == pytest.approx((0.41, 0.10), abs=0.03)
    assert (all_pairs.mean(), all_pairs.std()) == pytest.approx((0.16, 0.10), abs=0.03)
    assert (crossed.mean(), crossed.std()) == pytest.approx((0.12, 0.10), abs=0.03)
    assert all_pairs[primary[left] == primary[right]].mean() > all_pairs.mean() + 0.2


def test_the_engine_takes_them_as_they_are(world):
    snapshot = shipped_snapshot(world.vocabulary)
    startups = engine.build_startups(*world.startups(300), world.vocabulary, snapshot)
    needs = engine.build_needs(*world.needs(20), world.vocabulary, snapshot)
    found = engine.rank(needs, startups, k=5).by_need
    # As on a real site: some needs have good candidates, and most pairs are nowhere near.
    assert len(found.score) > 20
    assert (engine.rank(needs, startups, k=300).by_need.score >= engine.CURRENT.worth_a_look).sum() < 0.2 * 20 * 300
