"""Open needs as a sheet: what a need's page shows its readers, one row each, in their language."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import Resource

from listings.exporting import day, joined
from taxonomy import codes
from taxonomy.templatetags.figures import figure, yuan


class NeedExport(Resource):
    """Contacts stand in no column, nor does a city that the need hides from this reader (`visible_to`)."""

    number = Field("pk", _("Number"))
    title = Field("text__title", _("Title"))
    problem = Field("text__problem", _("Problem"))
    present = Field("text__present", _("Present state"))
    target = Field("text__target", _("Target"))
    kpis = Field("kpis", _("Figures"))
    topics = Field("subjects", _("Topics"))
    city = Field("city", _("City"))
    department = Field("department", _("Department"))
    district = Field("district", _("District"))
    stage = Field("get_stage_display", _("Stage"))
    budget = Field("get_budget_band_display", _("Budget"))
    route = Field("get_route_display", _("Procurement route"))
    requirements = Field("requirements", _("What a supplier must bring"))
    pilot_site = Field("text__pilot_site", _("Pilot site"))
    reply_by = Field("reply_by", _("Reply by"))
    expires_on = Field("expires_on", _("Open until"))
    is_demo = Field("is_demo", _("Demo"))
    page = Field("get_absolute_url", _("Page"))

    def dehydrate_kpis(self, need):
        return joined((_kpi(row) for row in need.kpis.all()), "\n")

    def dehydrate_topics(self, need):
        return joined(topic.name for topic in need.subjects)

    def dehydrate_city(self, need):
        return need.city.name if need.shows_city else ""

    def dehydrate_department(self, need):
        return need.department.name if need.shows_city else ""

    def dehydrate_district(self, need):
        return need.district if need.shows_city else ""

    def dehydrate_budget(self, need):
        return yuan(need.budget_cny) or need.get_budget_band_display()

    def dehydrate_requirements(self, need):
        return joined(_requirement(row) for row in need.requirements.all())

    def dehydrate_reply_by(self, need):
        return day(need.reply_by)

    def dehydrate_expires_on(self, need):
        return day(need.expires_on)

    def dehydrate_is_demo(self, need):
        return _("demo") if need.is_demo else ""

    def dehydrate_page(self, need):
        return f"{settings.SITE_URL}{need.get_absolute_url()}"


def _kpi(row):
    """network leakage rate 18% → 12%, 2028-06-30"""
    figures = joined([figure(row.baseline, row.unit), figure(row.target, row.unit)], " → ")
    return joined([f"{row.indicator} {figures}".strip(), day(row.by)], ", ")


def _requirement(row):
    value = codes.label("certificate_kind", row.value) if row.kind == "CERTIFICATE" else row.value
    must = _("must-have") if row.is_hard else _("wished for")
    return f"{row.get_kind_display()} {value}".strip() + f" ({must})"
