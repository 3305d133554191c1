"""A department's decision on a pair, with parts given by name."""

from cities.models import Need
from matching import engine
from matching.models import Decision, Side, Verb
from startups.models import Startup


def parts(**given: float) -> list[float]:
    return [given.get(part, 0.0) for part in engine.PARTS]


def said(need: Need, startup: Startup, verb: Verb, own: list[float], **fields: str) -> Decision:
    given = {"reason": "NOT_OUR_PROBLEM" if verb == Verb.NO else "", "weights_version": engine.CURRENT.version} | fields
    return Decision.objects.create(need=need, startup=startup, side=Side.CITY, verb=verb, parts=own, **given)
