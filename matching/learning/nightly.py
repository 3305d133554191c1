"""Every night before the rematch: new weights from all decisions, which go live unless they lose."""

from dataclasses import asdict

import numpy as np
from django.db import transaction

from accounts.models import User
from matching import engine
from matching.learning.comparing import compare, judged_parts
from matching.learning.fitting import Floats, fit
from matching.learning.preferences import Evidence, evidence
from matching.learning.sets import chosen, current, usable
from matching.models import WeightChoice, WeightSet

# A set that is nearer than this to the current one is not worth a rematch.
LEAST_CHANGE = 0.02
DECIMALS = 3


def learn() -> WeightSet | None:
    """A new set from the decisions of today, chosen for the next run unless it loses or a curator holds another.

    None where learning is off, nothing new was decided, or the weights would hardly change.
    """
    found = evidence()
    if not found.is_enough or usable().filter(evidence=found.fingerprint).exists():
        return None
    old, new = multipliers_of(current()), np.round(fit(found.learned_from), DECIMALS)
    if np.abs(new - old).max() < LEAST_CHANGE:
        return None
    return _keep(found, old, new)


@transaction.atomic
def _keep(found: Evidence, old: Floats, new: Floats) -> WeightSet:
    comparison = compare(old, new, found.held_back, judged_parts())
    made = WeightSet.objects.create(
        version=f"{engine.CURRENT.version}.{usable().count()}",
        base=engine.CURRENT.version,
        multipliers=dict(zip(engine.PARTS, new.tolist(), strict=True)),
        learned_from={"decisions": found.decisions, "departments": found.departments},
        evidence=found.fingerprint,
        comparison=asdict(comparison) | {"old": current().version},
        loses=comparison.loses,
    )
    if not made.loses and not is_held():
        WeightChoice.objects.create(weights=made)
    return made


def multipliers_of(weight_set: WeightSet) -> Floats:
    return np.array([weight_set.multipliers.get(part, 1.0) for part in engine.PARTS])


def is_held() -> bool:
    """Whether a curator has chosen a set, which stays until learning may go on."""
    last = WeightChoice.objects.filter(weights__in=usable()).first()
    return last is not None and last.is_held


@transaction.atomic
def choose(weight_set: WeightSet, *, by: User) -> WeightChoice:
    """Use this set from the next run on, and no learned one until learning may go on."""
    return WeightChoice.objects.create(weights=weight_set, by=by, is_held=True)


@transaction.atomic
def let_learning_go_on(*, by: User) -> WeightChoice:
    """Keep the chosen set, but let the next one that does not lose take its place."""
    return WeightChoice.objects.create(weights=chosen(), by=by, is_held=False)
