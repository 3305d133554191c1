"""What departments decided, as comparisons: what they shortlisted stands above what they put aside for the same need.

Only verified departments count, and only real listings. A no that says nothing about how well the startup fits ("we
have a supplier") is left out; "not now" says little and weighs little.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from cities.models import Department
from matching import engine
from matching.learning.fitting import Floats, Preferences
from matching.learning.sets import usable
from matching.models import REASON_LISTS, Decision, Side, Verb
from taxonomy import codes

# Below these, learning is off. A quarter of the departments may say anything (`fitting`): of forty, ten.
LEAST_DECISIONS = 400
LEAST_DEPARTMENTS = 40
# What being put aside says, where a no says 1.
WEIGHT_OF_NOT_NOW = 0.3
# Every so many-th need is never learned from: its decisions judge what was learned from the others.
HELD_BACK_EVERY = 5


@dataclass(frozen=True)
class Said:
    """One decision, with its parts under the experts' weights."""

    need: int
    department: int
    verb: str
    parts: Floats


@dataclass(frozen=True, eq=False)
class Evidence:
    """All comparisons, the need (m,) of each, and how many decisions of how many departments they come from."""

    preferences: Preferences
    need: NDArray[np.int64]
    decisions: int
    departments: int

    @classmethod
    def of(cls, said: Iterable[Said]) -> Self:
        by_need: dict[int, list[Said]] = defaultdict(list)
        for own in said:
            by_need[own.need].append(own)
        pairs = [pair for _need, own in sorted(by_need.items()) for pair in _pairs(own)]
        used = {id(own) for pair in pairs for own in pair}
        departments = {better.department for better, _worse in pairs}
        numbers = {pk: number for number, pk in enumerate(sorted(departments))}
        width = len(engine.PARTS)
        preferences = Preferences(
            np.array([better.parts for better, _ in pairs]).reshape(-1, width),
            np.array([worse.parts for _, worse in pairs]).reshape(-1, width),
            np.array([1.0 if worse.verb == Verb.NO else WEIGHT_OF_NOT_NOW for _, worse in pairs]),
            np.array([numbers[better.department] for better, _ in pairs], np.int64),
        )
        needs = np.array([better.need for better, _ in pairs], np.int64)
        return cls(preferences, needs, len(used), len(departments))

    @property
    def missing_decisions(self) -> int:
        return max(LEAST_DECISIONS - self.decisions, 0)

    @property
    def missing_departments(self) -> int:
        return max(LEAST_DEPARTMENTS - self.departments, 0)

    @property
    def is_enough(self) -> bool:
        return not self.missing_decisions and not self.missing_departments

    @property
    def learned_from(self) -> Preferences:
        return self.preferences.take(self.need % HELD_BACK_EVERY != 0)

    @property
    def held_back(self) -> Preferences:
        return self.preferences.take(self.need % HELD_BACK_EVERY == 0)

    @property
    def fingerprint(self) -> str:
        """The same decisions have the same one."""
        own = self.preferences
        return hashlib.sha256(
            b"".join(np.ascontiguousarray(values).tobytes() for values in vars(own).values())
        ).hexdigest()


def _pairs(said: list[Said]) -> list[tuple[Said, Said]]:
    """(better, worse) of one need, in the order of the decisions."""
    liked = [own for own in said if own.verb == Verb.SHORTLIST]
    return [(better, worse) for better in liked for worse in said if worse.verb != Verb.SHORTLIST]


def evidence() -> Evidence:
    """Of all decisions that stand now."""
    multipliers = {own.version: np.array([own.multipliers.get(part, 1.0) for part in engine.PARTS]) for own in usable()}
    multipliers.setdefault(engine.CURRENT.version, np.ones(len(engine.PARTS)))
    return Evidence.of(_said(multipliers))


def _said(multipliers: Mapping[str, Floats]) -> Iterable[Said]:
    """Decisions whose parts can be told under the experts' weights."""
    rows = (
        Decision.objects.standing()
        .filter(side=Side.CITY, weights_version__in=multipliers, need__department__in=Department.objects.verified())
        .exclude(parts=[])
        .exclude(reason__in=_silent_reasons())
        .exclude(need__is_demo=True)
        .exclude(startup__is_demo=True)
        .order_by("need", "startup")
    )
    for need, department, verb, parts, version in rows.values_list(
        "need", "need__department", "verb", "parts", "weights_version"
    ):
        yield Said(need, department, verb, np.array(parts) / multipliers[version])


def _silent_reasons() -> list[str]:
    """Reasons of a no that say nothing about how well the startup fits."""
    reasons = codes.current(REASON_LISTS[Side.CITY])
    return [reason.code for reason in reasons if not reason.data.get("tells_of_fit", True)]
