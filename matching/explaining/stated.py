"""What a profile itself states on a requirement, in the words of the code lists."""

from django.utils.translation import gettext as _

from startups.models import Startup
from taxonomy import codes


def stated_for(key: str, startup: Startup) -> str:
    """What the profile itself states on a requirement (``PRESENCE``, ``MLPS:3``, ``CERTIFICATE:CCC``)."""
    kind, _colon, value = key.partition(":")
    if kind == "CERTIFICATE":
        return _certificate(value, startup)
    if kind == "MLPS":
        return _("MLPS level %(level)s") % {"level": startup.mlps_level}
    if kind == "TRL":
        return _("TRL %(level)s") % {"level": startup.trl}
    code_list, code = {
        "PRESENCE": ("china_presence", startup.presence),
        "MADE_IN_CHINA": ("production_place", startup.production),
        "MATERIALS_ZH": ("materials_in_chinese", startup.materials_in_chinese),
        "DATA_IN_CHINA": ("data_in_china", startup.data_in_china),
    }[kind]
    return codes.label(code_list, code)


def _certificate(kind: str, startup: Startup) -> str:
    row = next(row for row in startup.certificates.all() if row.kind == kind)
    certificate = codes.label("certificate_kind", kind)
    if row.answer != "HAVE":
        answer = codes.label("certificate_answer", row.answer)
        return _("%(certificate)s: %(answer)s") % {"certificate": certificate, "answer": answer}
    if row.number:
        return _("%(certificate)s, number %(number)s") % {"certificate": certificate, "number": row.number}
    return certificate
