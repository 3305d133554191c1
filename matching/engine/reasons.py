"""What each factor can say of a pair, as codes and values; sentences are made where they are shown."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import lexical, readiness
from .views import PairView

MOST_WORDS = 5
MOST_CODES = 2
SMALLEST_SHARE = 0.1  # of the factor's whole product: below it a technology or topic is not worth naming


@dataclass(frozen=True)
class Reason:
    """``values``: codes, numbers and (stemmed) words, fit for JSON."""

    code: str
    values: Mapping[str, object]


def shared_words(pair: PairView) -> Iterator[Reason]:
    """The words of both texts that add most."""
    asked, found = lexical.weighted_words(pair.need), lexical.impacts(pair.startup, pair.snapshot)
    shared = sorted(asked.keys() & found.keys(), key=lambda word: (-asked[word] * found[word], word))
    if shared:
        yield Reason("words_shared", {"words": shared[:MOST_WORDS]})


def found_keywords(pair: PairView) -> Iterator[Reason]:
    """Keywords of what the need is about that the profile holds, by technology or topic."""
    vocabulary = pair.vocabulary
    asked = lexical.need_keywords(pair.need, vocabulary, pair.snapshot)
    held = lexical.startup_keywords(pair.startup, vocabulary, pair.snapshot)
    for place in sorted(asked.keys() & held.keys(), key=lambda place: (-asked[place] * held[place], place))[
        :MOST_CODES
    ]:
        code = vocabulary.entries[place]
        words = [word for word in dict.fromkeys(vocabulary.terms[code]) if word in pair.startup.text.words]
        yield Reason("keywords_found", {"entry": code, "words": words[:MOST_WORDS]})


def shared_technologies(pair: PairView) -> Iterator[Reason]:
    """Technologies that both sides are about."""
    for (place,) in _largest(np.sqrt(pair.need.technologies * pair.startup.technologies)):
        code = pair.vocabulary.technologies[place]
        yield Reason("technology_shared", {"technology": code, "declared": code in pair.startup.facts.technologies})


def served_topics(pair: PairView) -> Iterator[Reason]:
    """Topics of the need with the technology of the startup that serves them."""
    vocabulary = pair.vocabulary
    for topic, technology in _largest(pair.need.topics[:, None] * vocabulary.affinity * pair.startup.technologies):
        values = {
            "topic": vocabulary.topics[topic],
            "technology": vocabulary.technologies[technology],
            "affinity": round(float(vocabulary.affinity[topic, technology]), 2),
        }
        yield Reason("topic_served", values)


def best_deployment(pair: PairView) -> Iterator[Reason]:
    """The deployment that counts for this city, by its place in the profile's list."""
    deployments = pair.startup.facts.deployments
    if not deployments:
        return
    facts, vocabulary = pair.need.facts, pair.vocabulary
    worths = [readiness.worth_for(deployment, facts, vocabulary) for deployment in deployments]
    place = max(range(len(worths)), key=worths.__getitem__)
    best = deployments[place]
    same_size = best.population_band is not None and best.population_band == facts.population_band
    values = {
        "deployment": place,
        "evidence": best.evidence,
        "in_china": readiness.in_china(best),
        "same_size": same_size,
        "worth": round(worths[place], 2),
    }
    yield Reason("deployment", values)


def maturity(pair: PairView) -> Iterator[Reason]:
    """TRL against the stage of the need."""
    trl, stage = pair.startup.facts.trl, pair.need.facts.stage
    if trl is not None and stage in readiness.STAGES:
        enough = trl >= readiness.STAGES[stage][0]
        yield Reason("trl_for_stage", {"trl": trl, "stage": stage, "enough": enough})


def pilot_cost(pair: PairView) -> Iterator[Reason]:
    """Cost of the pilot against the budget band."""
    low, high = pair.startup.facts.pilot_cost_low, pair.startup.facts.pilot_cost_high
    ceiling = pair.vocabulary.budget_ceilings.get(pair.need.facts.budget_band or "")
    costs = [cost for cost in (low, high) if cost is not None]
    if ceiling is not None and costs:
        values = {"low": low, "high": high, "budget_band": pair.need.facts.budget_band, "within": max(costs) <= ceiling}
        yield Reason("pilot_cost", values)


def china_readiness(pair: PairView) -> Iterator[Reason]:
    """Each thing that the need asks for (or every city likes) and the profile states."""
    asked = readiness.need_china(pair.need, pair.vocabulary)
    stated = readiness.startup_china(pair.startup, pair.vocabulary)
    for key, column in readiness.china_columns(pair.vocabulary).items():
        if asked[column] and stated[column]:
            yield Reason("china", {"requirement": key, "favourable": bool(stated[column] > 0)})


def _largest(products: NDArray[np.float32]) -> list[tuple[int, ...]]:
    """Places of the largest products, largest first."""
    order = np.argsort(-products, axis=None, kind="stable")[:MOST_CODES]
    least = SMALLEST_SHARE * products.sum()
    places = [tuple(int(axis) for axis in np.unravel_index(flat, products.shape)) for flat in order]
    return [place for place in places if products[place] > max(least, 0)]
