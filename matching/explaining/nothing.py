"""Why a list has nothing that can be put forward, and what would help it most."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import Need
from matching.explaining.prose import in_a_row
from matching.tallies import Tally
from startups.models import Startup


def why_nothing(subject: Need | Startup, listed: int, tally: Tally) -> str:
    """``listed``: how many there are in the same field; ``tally``: what was decided on the others."""
    if subject.scored_revision < subject.revision:
        return _("It is being compared just now. Open this page again in a minute.")
    if isinstance(subject, Need):
        return in_a_row([_decided(tally) or _no_startup(listed), _what_would_help_the_need(subject)])
    return in_a_row([_decided(tally) or _no_need(listed), _what_would_help_the_startup(subject)])


def _decided(tally: Tally) -> str:
    return _("You have put aside or said no to those that came close enough.") if tally.is_turned_down else ""


def _no_startup(listed: int) -> str:
    if listed:
        return ngettext(
            "%(count)d startup works in the same field, but it does not come close enough to be put forward.",
            "%(count)d startups work in the same field, but none comes close enough to be put forward.",
            listed,
        ) % {"count": listed}
    return _("No published startup comes above the floor, and a list is never padded.")


def _no_need(listed: int) -> str:
    if listed:
        return ngettext(
            "%(count)d open need lies in your field, but it does not come close enough to be put forward.",
            "%(count)d open needs lie in your field, but none comes close enough to be put forward.",
            listed,
        ) % {"count": listed}
    return _("No open need comes above the floor, and a list is never padded.")


def _what_would_help_the_need(need: Need) -> str:
    if not any(kpi.baseline is not None and kpi.target is not None for kpi in need.kpis.all()):
        return _("What helps most: a figure for the present state and one for the target.")
    if len(need.subjects) == 1:
        return _("What helps most: a second topic, if the problem touches one.")
    return _("It is compared again whenever a startup or the need changes.")


def _what_would_help_the_startup(startup: Startup) -> str:
    if not any(row.after is not None for row in startup.deployments.all()):
        return _("What helps most: one deployment with figures before and after.")
    return _("It is compared again whenever a need or your profile changes.")
