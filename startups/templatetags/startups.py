from django import template

from startups.models import Deployment, Startup

register = template.Library()

ASKED_BY_CITIES = (
    *("trl", "presence", "production", "materials_in_chinese", "data_in_china", "mlps_level"),
    *("pilot_cost_low", "pilot_weeks"),
)


@register.filter
def best_deployment(startup: Startup) -> Deployment | None:
    """The one an official asks about first: in China before elsewhere, with figures before without, then the newest."""
    deployments = list(startup.deployments.all())
    return max(deployments, key=lambda row: (row.is_in_china, row.after is not None, row.since or 0), default=None)


@register.filter
def not_stated(startup: Startup) -> list[str]:
    """Names of what cities ask for and the profile does not say."""
    fields = [Startup._meta.get_field(name) for name in ASKED_BY_CITIES]
    missing = [str(field.verbose_name) for field in fields if getattr(startup, field.name) in (None, "")]
    if not startup.deployments.all():
        missing.append(str(Deployment._meta.verbose_name_plural))
    return missing
