"""A need with stored matches, and short ways to decide on them as one side or the other."""

from accounts.models import User
from cities.models import Need
from matching import decisions
from matching.boards import candidates_of
from matching.models import Band, Decision, Match, Side, Verb
from startups.models import Startup
from tests.listings import published_startup

AS_HTMX = {"HX-Request": "true"}
NO = {"reason": "TOO_DEAR", "words": "PRIVATE-words"}
PARTS = [3.0, 2.0, 1.0, 3.0, 0.5, 0.7, -0.2, 0.1, 0.05]


def matched(need: Need, startup: Startup, rank: int = 1, band: int = Band.STRONG, **fields) -> Match:
    given = {"need_rank": rank, "startup_rank": rank, "score": 20.0 - rank, "band": band, "parts": PARTS} | fields
    return Match.objects.create(need=need, startup=startup, weights_version="7", snapshot_version="s", **given)


def candidates(need: Need, count: int) -> list[Startup]:
    """So many startups, matched to the need, best first."""
    found = [published_startup(slug=f"number-{n}", name={"en": f"Number {n}"}) for n in range(1, count + 1)]
    for rank, startup in enumerate(found, 1):
        matched(need, startup, rank)
    return found


def city_says(verb: Verb, need: Need, startup: Startup, by: User, **said) -> Decision:
    given = {"reason": "TOO_DEAR"} | said if verb == Verb.NO else {}
    return decisions.decide(need, startup, Side.CITY, verb, by=by, **given)


def startup_says(verb: Verb, need: Need, startup: Startup, by: User, **said) -> Decision:
    given = {"reason": "NO_CAPACITY"} | said if verb == Verb.NO else {}
    return decisions.decide(need, startup, Side.STARTUP, verb, by=by, **given)


def address(need: Need, startup: Startup, verb: str, side: Side = Side.CITY) -> str:
    if side == Side.CITY:
        return f"/needs/{need.pk}/candidates/{startup.slug}/{verb}/"
    return f"/startups/{startup.slug}/needs/{need.pk}/{verb}/"


def listed(need: Need, user: User) -> list[str]:
    return [entry.card.startup.slug for entry in candidates_of(need, user).all_entries]


def standing(**pair) -> list[tuple]:
    return list(Decision.objects.standing().filter(**pair).values_list("side", "verb", "reason", "words"))
