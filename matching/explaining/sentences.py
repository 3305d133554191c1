"""The lines of the short card, and what stands beside it, in the reader's language.

Here and in the modules on reasons, gaps and buying every sentence is a whole one for the translator; only names,
numbers and quoted text are put into it.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from listings.models import reader_language
from matching import engine
from matching.explaining.pairing import Pairing
from matching.explaining.prose import in_a_row, isolated, listed
from startups.models import Deployment, Startup
from taxonomy import codes
from taxonomy.templatetags.figures import figure

PART_LABELS = {
    "meaning": gettext_lazy("Meaning of the texts"),
    "words": gettext_lazy("Shared words"),
    "technology_fit": gettext_lazy("Technology"),
    "topic_fit": gettext_lazy("Field of the problem"),
    "keywords": gettext_lazy("Terms of the field"),
    "proof": gettext_lazy("Where it runs"),
    "maturity": gettext_lazy("Maturity"),
    "budget": gettext_lazy("Price and budget"),
    "china_readiness": gettext_lazy("Readiness for China"),
}


def solves(startup: Startup) -> str:
    """What it solves: the headline; with its technologies in the reader's language where it is in another one."""
    text = startup.text
    if text is None or text.language == reader_language():
        return text.headline if text else ""
    technologies = listed(technology.name for technology in startup.offered)
    return _("%(technologies)s: “%(headline)s”") % {"technologies": technologies, "headline": isolated(text.headline)}


def runs(pairing: Pairing) -> str:
    """Where it runs: size of the city, year, number."""
    if (deployment := pairing.deployment) is not None:
        return in_a_row([_in_use(deployment), _scale(deployment), _result(deployment)])
    if pairing.startup.trl is not None:
        return _("No deployment stated; technology readiness level TRL %(trl)s.") % {"trl": pairing.startup.trl}
    return _("No deployment stated.")


def band_meaning(band: engine.Band, highest: engine.Band, by_points: engine.Band) -> str:
    """What was observed of suggestions in this band; and why it stands there, when its points would lift it higher."""
    if band == engine.Band.HIDDEN:
        return _("The matching alone would not suggest it: its points stay below the floor.")
    counted = engine.OBSERVED[band]
    observed = _(
        "Of 100 suggestions as strong as this one about %(rate)s fitted: %(fitted)s of %(pairs)s for %(needs)s trial "
        "needs, as people judged them."
    ) % {
        "rate": counted.of_hundred,
        "fitted": counted.fitted,
        "pairs": counted.pairs,
        "needs": engine.OBSERVED_NEEDS,
    }
    if by_points <= highest:
        return observed
    if highest == engine.Band.SAME_FIELD:
        held = _("By its points it would stand higher; a rule on its technology holds it here until that is cleared.")
    else:
        held = _("By its points it would stand higher; a must-have that the profile says no to holds it here.")
    return in_a_row([observed, held])


def where(deployment: Deployment) -> str:
    """The place, with the size of the city where its name does not tell."""
    size = codes.label("population_band", deployment.population_band)
    if not size or any(character.isdigit() for character in deployment.place):
        return deployment.place
    return _("%(place)s (%(size)s)") % {"place": deployment.place, "size": size}


def _in_use(deployment: Deployment) -> str:
    named = {"where": isolated(where(deployment)), "year": deployment.since}
    if deployment.since:
        return _("In use since %(year)s: %(where)s.") % named
    return _("In use: %(where)s.") % named


def _scale(deployment: Deployment) -> str:
    return _("Scale: %(scale)s.") % {"scale": isolated(deployment.scale)} if deployment.scale else ""


def _result(deployment: Deployment) -> str:
    if not deployment.indicator or deployment.after is None:
        return ""
    named = {
        "indicator": isolated(deployment.indicator),
        "before": figure(deployment.before, deployment.unit),
        "after": figure(deployment.after, deployment.unit),
    }
    if deployment.before is None:
        return _("Result: %(indicator)s %(after)s.") % named
    return _("Result: %(indicator)s from %(before)s to %(after)s.") % named
