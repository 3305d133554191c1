"""Departments whose tastes are known, to see whether learning finds them, and whether others can bend it. Seeded."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from matching.learning.fitting import Floats, Preferences, agreement, fit

# Parts of candidates that are shown, in the order of the engine's factors: mean and spread, as on the demo.
MEANS = np.array([3.0, 1.5, 0.8, 1.2, 0.8, 0.2, 0.05, 0.02, 0.02])
SPREADS = np.array([1.0, 0.9, 0.5, 0.7, 0.5, 0.25, 0.09, 0.06, 0.06])
# What these departments really want: references and maturity more, the wording of the texts less.
TASTE = np.array([0.8, 0.7, 1.3, 1.3, 0.8, 1.8, 1.6, 1.0, 1.4])
# How much chance there is in a decision, in units of the score.
NOISE = 0.5
CANDIDATES, DECIDED = 12, 5
SHORTLISTED, REFUSED = 2, 2  # of the decided ones; one more is put aside for later
NOT_NOW = 0.3

Utility = Callable[[Floats], Floats]


def honest(parts: Floats) -> Floats:
    return np.asarray(parts @ TASTE)


def contrary(parts: Floats) -> Floats:
    """Says no to what fits and shortlists what does not."""
    return -honest(parts)


def self_serving(parts: Floats) -> Floats:
    """Shortlists whatever stands high by shared words and price, and by nothing else: a friend's stuffed profile."""
    return np.asarray(6 * parts[:, 1] + 40 * parts[:, 7])


def decide(rng: np.random.Generator, utility: Utility, needs: int, department: int) -> Preferences:
    """What one department says of some needs: of the candidates shown first it decides on five."""
    better, worse, weight = [], [], []
    for _need in range(needs):
        parts = rng.normal(MEANS, SPREADS, (CANDIDATES, len(MEANS)))
        shown = parts[np.argsort(-parts.sum(axis=1))][:DECIDED]
        liked = shown[np.argsort(-(utility(shown) + rng.gumbel(0, NOISE, DECIDED)))]
        for top in liked[:SHORTLISTED]:
            for place, other in enumerate(liked[SHORTLISTED:]):
                better.append(top)
                worse.append(other)
                weight.append(1.0 if place >= DECIDED - SHORTLISTED - REFUSED else NOT_NOW)
    return Preferences(np.array(better), np.array(worse), np.array(weight), np.full(len(weight), department))


def joined(several: list[Preferences]) -> Preferences:
    return Preferences(
        *(np.concatenate([getattr(own, name) for own in several]) for name in Preferences.__annotations__)
    )


def town(seed: int, departments: int, needs: int, utility: Utility = honest, first: int = 0) -> Preferences:
    rng = np.random.default_rng(seed)
    return joined([decide(rng, utility, needs, first + number) for number in range(departments)])


@dataclass(frozen=True)
class Learned:
    """``agreement``: share of other comparisons that come out as the honest departments would have it."""

    decisions: int
    agreement: float
    multipliers: Floats


def learned(preferences: Preferences, decisions: int, unseen: Preferences, **limits: float) -> Learned:
    multipliers = fit(preferences, **limits)
    return Learned(decisions, agreement(unseen, multipliers), multipliers)


def unseen(seed: int = 0) -> Preferences:
    return town(seed + 1, departments=200, needs=4)


def convergence(seed: int = 0, needs: Iterable[int] = (1, 2, 4, 8, 16, 32)) -> list[Learned]:
    """What is learned from more and more decisions of forty departments."""
    others = unseen(seed)
    return [learned(town(seed, 40, count), 40 * count * DECIDED, others) for count in needs]


HOSTILE = {"contrary": contrary, "self-serving": self_serving}
NO_LIMITS = {"most_of_one": np.inf, "trimmed": 0.0}


@dataclass(frozen=True)
class Attack:
    """Learned from forty honest departments alone, with hostile ones among them, and so without the limits."""

    name: str
    alone: Learned
    attacked: Learned
    unguarded: Learned


def attacks(seed: int = 0, departments: int = 10) -> list[Attack]:
    """Ten hostile departments of fifty, each of which decides ten times as much as an honest one."""
    others, honest_ones = unseen(seed), town(seed, 40, 6)
    alone, found = learned(honest_ones, 40 * 6 * DECIDED, others), []
    for name, utility in HOSTILE.items():
        every = joined([honest_ones, town(seed + 2, departments, 600 // departments, utility, first=40)])
        decisions = alone.decisions + 600 * DECIDED
        attacked, unguarded = (learned(every, decisions, others, **limits) for limits in ({}, NO_LIMITS))
        found.append(Attack(name, alone, attacked, unguarded))
    return found
