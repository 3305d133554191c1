from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from listings.facets import DirectoryFilter, FacetFilter, StepFilter, code_names, row_names
from startups.models import Startup
from taxonomy import codes
from taxonomy.models import Sector, Technology, Topic

# From this weight on, a technology counts as made for a topic and not only as helping there.
MADE_FOR = 0.8


def maturity_steps():
    """The four steps in which maturity is asked and shown, each with its readiness levels."""
    return {step.code: range(step.data["lowest"], step.data["highest"] + 1) for step in codes.current("maturity")}


def runs_in_names(countries):
    return {"CN": _("China, already")} if "CN" in countries else {}


class TechnologyFilter(FacetFilter):
    """Asked about the technologies of the chosen sectors: all hundred of them would be no help."""

    def counts(self, rows):
        answered = self.parent.answered
        sectors, chosen = answered.get("sector", []), answered.get("technology", [])
        return super().counts(rows.filter(Q(technologies__sector__in=sectors) | Q(technologies__in=chosen)))


class StartupFilter(DirectoryFilter):
    orders = {
        "new": (_("Newest first"), ("-published_at", "-id")),
        "mature": (_("Most mature first"), (F("trl").desc(nulls_last=True), "-id")),
        "name": (_("By name"), ("name", "id")),
    }

    sector = FacetFilter("technologies__sector", row_names(Sector.objects.all), label=_("Sector"))
    technology = TechnologyFilter("technologies", row_names(Technology.objects.all), label=_("Technology"))
    maturity = StepFilter("trl", code_names("maturity"), maturity_steps, label=_("Maturity"))
    runs_in = FacetFilter("deployments__country", runs_in_names, only=Q(deployments__country="CN"), label=_("Runs in"))
    presence = FacetFilter("presence", code_names("china_presence"), label=_("Presence in China"))
    production = FacetFilter("production", code_names("production_place"), label=_("Where it is made"))
    topic = FacetFilter(
        "technologies__affinities__topic",
        row_names(Topic.objects.all),
        only=Q(technologies__affinities__weight__gte=MADE_FOR),
        frequent_first=True,
        label=_("Made for"),
    )

    class Meta:
        model = Startup
        fields = []
