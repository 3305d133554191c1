"""What stands between a profile and a need, as sentences: what blocks, what to ask, what is missing, what is met."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching import engine
from matching.engine import Status
from matching.explaining.pairing import Pairing
from matching.explaining.prose import listed
from matching.explaining.reason_sentences import objections
from matching.explaining.stated import stated_for
from startups.models import Startup
from taxonomy import codes


@dataclass(frozen=True)
class GapLine:
    """``status``: blocked, question, missing or met."""

    status: str
    sentence: str


# What to ask the company where the profile does not say.
_QUESTIONS = {
    "TRL": gettext_lazy("Ask for the technology readiness level and where it was tested."),
    "MLPS": gettext_lazy("Ask which MLPS level the system was built for."),
    "CERTIFICATE": gettext_lazy("Ask whether the company has this certificate."),
    "DATA_IN_CHINA": gettext_lazy("Ask where the data is kept."),
    "PRESENCE": gettext_lazy("Ask who represents the company in China."),
    "MATERIALS_ZH": gettext_lazy("Ask for documents in Chinese."),
    "REFERENCE_CHINA": gettext_lazy("Ask for a place in China where it runs."),
    "MADE_IN_CHINA": gettext_lazy("Ask where it is made."),
}
# The same where the profile has an answer that settles nothing.
_OPEN_CERTIFICATES = {
    "IN_WORK": gettext_lazy("The company says that it is in work: ask when it will be there."),
    "NOT_NEEDED": gettext_lazy("The company says that it is not needed: ask on what grounds."),
}
# By whether it is a must-have.
_OPEN = {
    True: gettext_lazy("Must-have, not settled by the profile: %(requirement)s. %(question)s"),
    False: gettext_lazy("Wish, not settled by the profile: %(requirement)s. %(question)s"),
}
_SETTLED = {
    Status.BLOCKED: gettext_lazy("Blocked by a must-have: %(requirement)s. The profile says: %(stated)s."),
    Status.MISSING: gettext_lazy("A wish is not met: %(requirement)s. The profile says: %(stated)s."),
    Status.MET: gettext_lazy("Met: %(requirement)s. The profile says: %(stated)s."),
}
# The same told to the startup itself.
_OWN = {
    Status.BLOCKED: gettext_lazy("Blocks you: %(requirement)s is a must-have. Your profile says: %(stated)s."),
    Status.QUESTION: gettext_lazy("A must-have that your profile does not settle: %(requirement)s."),
    Status.MISSING: gettext_lazy("A wish that you do not meet: %(requirement)s. Your profile says: %(stated)s."),
}
_GOOD_BUT_BLOCKED = gettext_lazy("Good fit, blocked by a must-have: %(requirement)s. The profile says: %(stated)s.")


def gap_lines(pairing: Pairing, by_points: engine.Band) -> tuple[GapLine, ...]:
    """Requirements in the engine's order, what speaks against the pair besides before those that are met."""
    lines = [GapLine(gap.status.value, _sentence(gap, pairing.startup, by_points)) for gap in pairing.gaps]
    against = [GapLine(Status.MISSING.value, sentence) for sentence in objections(pairing)]
    met = [line for line in lines if line.status == Status.MET]
    return (*(line for line in lines if line not in met), *against, *met)


def most_important(lines: Sequence[GapLine], pairing: Pairing) -> str:
    """The one line of the short card: the first gap, else what the profile leaves unsaid."""
    if lines and lines[0].status != Status.MET:
        return lines[0].sentence
    if unsaid := _unsaid(pairing.startup):
        return _("Not stated in the profile: %(things)s.") % {"things": listed(unsaid)}
    return (
        _("Nothing that was asked for is missing.") if pairing.gaps else _("The profile leaves nothing important open.")
    )


def hurdles(pairing: Pairing) -> tuple[GapLine, ...]:
    """What stands in the startup's way, told to itself, worst first: must-haves, then wishes it says no to."""
    return tuple(
        GapLine(gap.status.value, str(_OWN[gap.status]) % _named(gap, pairing.startup))
        for gap in pairing.gaps
        if gap.status in _OWN and (gap.hard or gap.status is Status.MISSING)
    )


def _named(gap: engine.Gap, startup: Startup) -> dict[str, str]:
    stated = "" if gap.status is Status.QUESTION else _stated(gap, startup)
    return {"requirement": _requirement(gap), "stated": stated}


def _sentence(gap: engine.Gap, startup: Startup, by_points: engine.Band) -> str:
    requirement = _requirement(gap)
    if gap.status is Status.QUESTION:
        return str(_OPEN[gap.hard]) % {"requirement": requirement, "question": _question(gap)}
    is_good = gap.status is Status.BLOCKED and by_points >= engine.Band.WORTH_A_LOOK
    sentence = _GOOD_BUT_BLOCKED if is_good else _SETTLED[gap.status]
    return str(sentence) % {"requirement": requirement, "stated": _stated(gap, startup)}


def _requirement(gap: engine.Gap) -> str:
    if gap.kind == "TRL":
        return _("TRL %(level)s at least") % {"level": gap.value}
    if gap.kind == "MLPS":
        return _("MLPS level %(level)s at least") % {"level": gap.value}
    if gap.kind == "CERTIFICATE":
        return codes.label("certificate_kind", gap.value)
    return codes.label("requirement_kind", gap.kind)


def _question(gap: engine.Gap) -> str:
    if gap.kind == "CERTIFICATE" and gap.stated in _OPEN_CERTIFICATES:
        return str(_OPEN_CERTIFICATES[gap.stated])
    return str(_QUESTIONS[gap.kind])


def _stated(gap: engine.Gap, startup: Startup) -> str:
    if gap.kind == "REFERENCE_CHINA":
        return next(row.place for row in startup.deployments.all() if row.is_in_china)
    if gap.kind == "CERTIFICATE":
        return codes.label("certificate_answer", gap.stated)
    return stated_for(gap.kind, startup)


def _unsaid(startup: Startup) -> list[str]:
    stated = {
        _("the price of a pilot"): startup.pilot_cost_low is not None or startup.pilot_cost_high is not None,
        _("where it is made"): bool(startup.production),
        _("presence in China"): bool(startup.presence),
        _("documents in Chinese"): bool(startup.materials_in_chinese),
        _("where data is kept"): bool(startup.data_in_china),
    }
    return [thing for thing, is_stated in stated.items() if not is_stated]
