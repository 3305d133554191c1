"""The evidence behind the parts: codes and values that agree with them."""

import json
from dataclasses import asdict

from matching.engine import (
    PARTS,
    DeploymentFacts,
    NeedFacts,
    PairView,
    RequirementFacts,
    StartupFacts,
    TextFeatures,
    reasons,
    view_need,
    view_startup,
)
from tests.matching.engine.world import World

WORLD = World()
LEAK = WORLD.vocabulary.technology_vectors[0]
NEED = NeedFacts(
    1, topics=("WATER",), technologies=("LEAK",), stage="PILOT", budget_band="LOW", population_band="LARGE",
    requirements=(RequirementFacts("DATA_IN_CHINA"),),
)  # fmt: skip
STARTUP = StartupFacts(
    2, technologies=("LEAK", "METER"), trl=5, pilot_cost_low=200_000, pilot_cost_high=400_000, data_in_china="LEAVES",
    presence="AGENT",
    deployments=(DeploymentFacts("DE", "LARGE", 2020, "VIDEO"), DeploymentFacts("CN", "LARGE", 2022, "DEPLOY_CN")),
)  # fmt: skip


def said(need=NEED, startup=STARTUP, need_words=(), startup_words=()):
    pair = PairView(
        view_need(need, TextFeatures(LEAK, dict.fromkeys(need_words, 1.0)), WORLD.vocabulary),
        view_startup(startup, TextFeatures(LEAK, dict.fromkeys(startup_words, 1.0)), WORLD.vocabulary),
        WORLD.vocabulary,
        WORLD.snapshot,
    )
    return reasons(pair)


def values(part, **given):
    return [dict(reason.values) for reason in said(**given)[part]]


def test_shared_words_are_named_rarest_first():
    both = ("word0", "word90", "word5")
    assert values("words", need_words=(*both, "word7"), startup_words=both) == [{"words": ["word90", "word5", "word0"]}]


def test_the_technology_of_both_sides_is_named():
    assert values("technology_fit") == [{"technology": "LEAK", "declared": True}]


def test_the_keywords_of_the_need_that_the_profile_holds_are_named():
    word = WORLD.vocabulary.terms["WATER"][0]
    assert {"entry": "WATER", "words": [word]} in values("keywords", startup_words=(word,))


def test_the_deployment_that_counts_is_named_by_its_place():
    assert values("proof") == [
        {"deployment": 1, "evidence": "DEPLOY_CN", "in_china": True, "same_size": True, "worth": 1.0}
    ]


def test_maturity_and_price_say_whether_they_suffice():
    assert values("maturity") == [{"trl": 5, "stage": "PILOT", "enough": False}]
    assert values("budget") == [{"low": 200_000, "high": 400_000, "budget_band": "LOW", "within": False}]


def test_readiness_for_china_names_what_speaks_for_and_against():
    assert values("china_readiness") == [
        {"requirement": "PRESENCE", "favourable": True},
        {"requirement": "DATA_IN_CHINA", "favourable": False},
    ]


def test_a_served_topic_is_named_with_the_technology_that_serves_it_best():
    affinity = WORLD.vocabulary.affinity
    topic, technology = divmod(int(affinity.argmax()), affinity.shape[1])
    need = NeedFacts(1, topics=(WORLD.vocabulary.topics[topic],))
    startup = StartupFacts(2, technologies=(WORLD.vocabulary.technologies[technology],))
    assert values("topic_fit", need=need, startup=startup) == [
        {
            "topic": WORLD.vocabulary.topics[topic],
            "technology": WORLD.vocabulary.technologies[technology],
            "affinity": round(float(affinity.max()), 2),
        }
    ]


def test_parts_that_say_nothing_are_absent():
    topic, technology = divmod(int((WORLD.vocabulary.affinity == 0).argmax()), len(WORLD.vocabulary.technologies))
    need = NeedFacts(1, topics=(WORLD.vocabulary.topics[topic],), technologies=(WORLD.vocabulary.technologies[-1],))
    startup = StartupFacts(2, technologies=(WORLD.vocabulary.technologies[technology],))
    assert said(need, startup) == {}


def test_every_reason_is_fit_for_json():
    world = World(11)
    for number in range(50):
        pair = PairView(
            view_need(world.need(number), world.text(), world.vocabulary),
            view_startup(world.startup(number), world.text(), world.vocabulary),
            world.vocabulary,
            world.snapshot,
        )
        given = {part: [asdict(reason) for reason in own] for part, own in reasons(pair).items()}
        assert json.loads(json.dumps(given)) == given
        assert set(given) <= set(PARTS)
