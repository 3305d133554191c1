"""What stands between a startup and a need: must-haves and wishes, answered from the profile; cautions."""

from dataclasses import dataclass
from enum import StrEnum

from .facts import NeedFacts, RequirementFacts, StartupFacts, Vocabulary
from .readiness import DATA, MATERIALS, PRESENCE, PRODUCTION, china_columns, in_china, requirement_key

TRL_LEVELS = range(1, 10)


class Status(StrEnum):
    """How a requirement stands. Only a stated no on a must-have blocks; what is unknown is a question to ask."""

    BLOCKED = "blocked"
    QUESTION = "question"
    MISSING = "missing"  # a wish that the profile says no to
    MET = "met"


@dataclass(frozen=True)
class Gap:
    """One requirement of the need; ``stated`` is the profile's own code or level, None where it says nothing."""

    kind: str
    value: str | None
    hard: bool
    status: Status
    stated: str | None


# What takes longest to come by first: a certificate takes a year, a translation a month.
_HARDEST_TO_CURE = (
    "CERTIFICATE", "MLPS", "DATA_IN_CHINA", "REFERENCE_CHINA", "TRL", "MADE_IN_CHINA", "PRESENCE", "MATERIALS_ZH",
)  # fmt: skip


def gaps(need: NeedFacts, startup: StartupFacts) -> list[Gap]:
    """Every requirement with its answer, in the order in which they matter to whoever decides.

    What blocks, must-haves to ask about, wishes that are not met, wishes to ask about, what is met; within each what is
    hardest to cure first.
    """
    return sorted((_gap(requirement, startup) for requirement in need.requirements), key=_order)


def _order(gap: Gap) -> tuple[int, int]:
    is_wish_to_ask_about = gap.status is Status.QUESTION and not gap.hard
    urgency = list(Status).index(Status.MISSING if is_wish_to_ask_about else gap.status)
    return 2 * urgency + is_wish_to_ask_about, _HARDEST_TO_CURE.index(gap.kind)


def cautions(startup: StartupFacts, vocabulary: Vocabulary) -> list[str]:
    """Caution codes of the declared technologies, each once, in the order of the technologies."""
    return list(
        dict.fromkeys(caution for code in startup.technologies for caution in sorted(vocabulary.cautions.get(code, ())))
    )


def is_capped(startup: StartupFacts, vocabulary: Vocabulary) -> bool:
    """Whether a caution caps its band at "same field" and bars introductions until cleared."""
    return not vocabulary.capping_cautions.isdisjoint(cautions(startup, vocabulary))


def _gap(requirement: RequirementFacts, startup: StartupFacts) -> Gap:
    stated, fits = _answer(requirement, startup)
    if fits is None:
        status = Status.QUESTION
    elif fits:
        status = Status.MET
    else:
        status = Status.BLOCKED if requirement.hard else Status.MISSING
    return Gap(requirement.kind, requirement.value, requirement.hard, status, stated)


def _answer(requirement: RequirementFacts, startup: StartupFacts) -> tuple[str | None, bool | None]:
    """(what the profile states, whether that is a yes, a no, or leaves the question open)."""
    match requirement.kind:
        case "TRL":
            return _at_least(startup.trl, requirement.value)
        case "MLPS":
            return _at_least(startup.mlps_level, requirement.value)
        case "REFERENCE_CHINA":
            return _reference(startup)
        case "CERTIFICATE":
            stated = startup.certificates.get(requirement.value or "")
            return stated, {"HAVE": True, "LACKS": False}.get(stated or "")
    stated, meanings = _field(requirement.kind, startup)
    meaning = meanings.get(stated or "")
    return stated, None if meaning is None else meaning > 0


def _field(kind: str, startup: StartupFacts) -> tuple[str | None, dict[str, float]]:
    """The field that answers this kind, with what each of its codes means. KeyError on an unknown kind."""
    return {
        "PRESENCE": (startup.presence, PRESENCE),
        "MADE_IN_CHINA": (startup.production, PRODUCTION),
        "MATERIALS_ZH": (startup.materials_in_chinese, MATERIALS),
        "DATA_IN_CHINA": (startup.data_in_china, DATA),
    }[kind]


def _at_least(level: int | None, wanted: str | None) -> tuple[str | None, bool | None]:
    if level is None:
        return None, None
    return str(level), wanted is None or level >= int(wanted)


def _reference(startup: StartupFacts) -> tuple[str | None, bool | None]:
    """Deployments elsewhere do not say that there is none in China: only a found one settles it."""
    there = [deployment.evidence for deployment in startup.deployments if in_china(deployment)]
    return (there[0], True) if there else (None, None)


# --- the same as bits, for many pairs at once -------------------------------------------------------------------------


def demands(need: NeedFacts, vocabulary: Vocabulary) -> int:
    """Hard must-haves as bits. A reference in China has none: no profile states that it lacks one."""
    bits = _bits(vocabulary)
    keys = {requirement_key(asked.kind, asked.value) for asked in need.requirements if asked.hard}
    return sum(bits[key] for key in keys & bits.keys())


def lacks(startup: StartupFacts, vocabulary: Vocabulary) -> int:
    """Stated noes as bits: a pair is blocked where they meet the need's ``demands``."""
    return sum(bit for key, bit in _bits(vocabulary).items() if _says_no(key, startup))


def _says_no(key: str, startup: StartupFacts) -> bool:
    kind, _, value = key.partition(":")
    return _answer(RequirementFacts(kind, value), startup)[1] is False


def _bits(vocabulary: Vocabulary) -> dict[str, int]:
    keys = [*china_columns(vocabulary), *(f"TRL:{level}" for level in TRL_LEVELS)]
    return {key: 1 << place for place, key in enumerate(keys)}
