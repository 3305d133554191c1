"""The directory of startups as a sheet: what a profile's page shows its readers, one row each, in their language."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import Resource

from listings.exporting import day, joined
from taxonomy.templatetags.figures import figure, level_of, yuan_range


class StartupExport(Resource):
    """Contacts stand in no column. Whose startups these are decides the queryset."""

    name = Field("display_name", _("Name"))
    headline = Field("text__headline", _("Headline"))
    problem = Field("text__problem", _("Problem solved"))
    advantage = Field("text__advantage", _("Advantage"))
    sectors = Field("sectors", _("Sectors"))
    technologies = Field("offered", _("Technologies"))
    maturity = Field("trl", _("Maturity"))
    deployments = Field("deployments", _("Where it runs"))
    certificates = Field("certificates", _("Certificates"))
    presence = Field("get_presence_display", _("Presence in China"))
    production = Field("get_production_display", _("Where it is made"))
    pilot_cost = Field("pilot_cost_low", _("Cost of a pilot"))
    pilot_weeks = Field("pilot_weeks", _("Pilot length (weeks)"))
    home_city = Field("home_city", _("Home city"))
    founded_year = Field("founded_year", _("Founded"))
    website = Field("website", _("Website"))
    verified = Field("current_verifications", _("Verified"))
    is_demo = Field("is_demo", _("Demo"))
    last_confirmed_on = Field("last_confirmed_on", _("Last confirmed"))
    page = Field("get_absolute_url", _("Page"))

    def dehydrate_sectors(self, startup):
        return joined(sector.name for sector in startup.sectors)

    def dehydrate_technologies(self, startup):
        return joined(technology.name for technology in startup.offered)

    def dehydrate_maturity(self, startup):
        return f"{level_of(startup.trl, 'maturity')} (TRL {startup.trl})" if startup.trl else ""

    def dehydrate_deployments(self, startup):
        return joined((_deployment(row) for row in startup.deployments.all()), "\n")

    def dehydrate_certificates(self, startup):
        rows = startup.certificates.all()
        return joined(f"{row.get_kind_display()}: {row.get_answer_display()}" for row in rows)

    def dehydrate_pilot_cost(self, startup):
        return yuan_range(startup.pilot_cost_low, startup.pilot_cost_high)

    def dehydrate_verified(self, startup):
        return joined(f"{row.get_method_display()} ({day(row.decided_at)})" for row in startup.current_verifications)

    def dehydrate_is_demo(self, startup):
        return _("demo") if startup.is_demo else ""

    def dehydrate_last_confirmed_on(self, startup):
        return day(startup.last_confirmed_on)

    def dehydrate_page(self, startup):
        return f"{settings.SITE_URL}{startup.get_absolute_url()}"


def _deployment(row):
    """2023, a city in East China, network leakage rate 17.6% → 9.8%"""
    change = f"{figure(row.before, row.unit)} → {figure(row.after, row.unit)}" if row.after is not None else ""
    return joined([str(row.since or ""), row.place, row.scale, f"{row.indicator} {change}".strip()], ", ")
