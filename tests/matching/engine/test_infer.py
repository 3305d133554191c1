"""Technologies and topics, declared or inferred from the text."""

import numpy as np
import pytest

from matching.engine import NeedFacts, StartupFacts, TextFeatures, view_need, view_startup
from tests.matching.engine.world import TECHNOLOGIES, TOPICS, World

WORLD = World()
VOCABULARY = WORLD.vocabulary


def about(technology: str, **hits) -> TextFeatures:
    return TextFeatures(VOCABULARY.technology_vectors[TECHNOLOGIES.index(technology)], words={}, hits=hits)


def technologies(text: TextFeatures, *declared: str) -> dict[str, float]:
    view = view_startup(StartupFacts(1, technologies=declared), text, VOCABULARY)
    return dict(zip(TECHNOLOGIES, view.technologies.tolist(), strict=True))


def test_a_text_is_most_about_the_technology_it_lies_nearest_to():
    shares = technologies(about("SOLAR"))
    assert max(shares, key=shares.get) == "SOLAR"
    assert sum(shares.values()) == pytest.approx(1)


def test_a_keyword_counts_as_much_as_a_twentieth_of_cosine():
    plain, hit = technologies(about("SOLAR")), technologies(about("SOLAR", GAS=1))
    assert hit["GAS"] / hit["SOLAR"] == pytest.approx(np.exp(0.05 / 0.06) * plain["GAS"] / plain["SOLAR"])


def test_declared_technologies_take_the_place_of_inferred_ones_and_the_primary_weighs_more():
    shares = technologies(about("SOLAR"), "GAS", "LEAK", "PARK")
    assert {code: share for code, share in shares.items() if share} == {"GAS": 0.5, "LEAK": 0.25, "PARK": 0.25}


def test_declared_topics_take_the_place_of_inferred_ones():
    view = view_need(NeedFacts(1, topics=("AIR",)), about("SOLAR"), VOCABULARY)
    assert dict(zip(TOPICS, view.topics.tolist(), strict=True))["AIR"] == 1
    assert max(zip(view.technologies, TECHNOLOGIES, strict=True))[1] == "SOLAR"


def test_an_object_without_text_is_about_nothing():
    nothing = TextFeatures(np.zeros_like(VOCABULARY.technology_vectors[0]), words={})
    assert set(technologies(nothing).values()) == {0}
