"""Maps of the readiness factors: proof, maturity, budget, readiness for China.

Every inner product lies in [-1, 1], proof in [0, 1]; what either side does not state is exactly 0; bettering any
field of a profile never lowers one. The figures are expert judgement, to be corrected by decisions.
"""

import math

import numpy as np

from .facts import DeploymentFacts, Floats, NeedFacts, StartupFacts, Vocabulary
from .views import NeedView, StartupView

# --- proof: where does it run already? --------------------------------------------------------------------------------

EVIDENCE = {
    "AWARD_CN": 1.0,
    "DEPLOY_CN": 1.0,
    "ACCEPTANCE": 0.9,
    "DEPLOY_CITY": 0.8,
    "REF": 0.6,
    "PILOT": 0.5,
    "TEST": 0.4,
    "CERT": 0.4,
    "PATENT": 0.2,
    "PAPER": 0.2,
    "VIDEO": 0.2,
}
BARE_CLAIM = 0.15  # a deployment without any evidence
ABROAD, ABROAD_WHEN_CHINA_IS_ASKED_FOR = 0.8, 0.4
SIZE_STEP = 0.15  # lost per step between the sizes of the cities, at most three steps; all three when unknown
FARTHEST = 3


def need_proof(need: NeedView, vocabulary: Vocabulary) -> Floats:
    """One-hot over (reference in China asked for or not) x (population band of the city, last: unknown)."""
    bands = len(vocabulary.population_bands) + 1
    row = np.zeros(2 * bands, np.float32)
    row[_asks_for_china(need.facts) * bands + _band(need.facts.population_band, vocabulary)] = 1
    return row


def startup_proof(startup: StartupView, vocabulary: Vocabulary) -> Floats:
    """For each column of ``need_proof`` the worth of the best deployment; zeros where none is stated."""
    columns = [(asked, band) for asked in (False, True) for band in range(len(vocabulary.population_bands) + 1)]
    deployments = startup.facts.deployments
    best = [max((worth(d, band, asked, vocabulary) for d in deployments), default=0.0) for asked, band in columns]
    return np.array(best, np.float32)


def worth(deployment: DeploymentFacts, band: int, china_asked: bool, vocabulary: Vocabulary) -> float:
    """In (0, 1]: weight of the evidence x place x nearness of the city's size to ``band``."""
    place = 1.0
    if not in_china(deployment):
        place = ABROAD_WHEN_CHINA_IS_ASKED_FOR if china_asked else ABROAD
    evidence = EVIDENCE.get(deployment.evidence or "", BARE_CLAIM)
    return evidence * place * (1 - SIZE_STEP * _steps(deployment, band, vocabulary))


def worth_for(deployment: DeploymentFacts, need: NeedFacts, vocabulary: Vocabulary) -> float:
    """``worth`` of one deployment for one need."""
    return worth(deployment, _band(need.population_band, vocabulary), _asks_for_china(need), vocabulary)


def in_china(deployment: DeploymentFacts) -> bool:
    """Whether it runs in China, by country or by kind of evidence."""
    return deployment.country == "CN" or deployment.evidence in ("DEPLOY_CN", "AWARD_CN")


def _asks_for_china(need: NeedFacts) -> bool:
    return any(requirement.kind == "REFERENCE_CHINA" for requirement in need.requirements)


def _steps(deployment: DeploymentFacts, band: int, vocabulary: Vocabulary) -> int:
    unknown = len(vocabulary.population_bands)
    own = _band(deployment.population_band, vocabulary)
    return FARTHEST if unknown in (own, band) else min(abs(own - band), FARTHEST)


def _band(code: str | None, vocabulary: Vocabulary) -> int:
    return len(vocabulary.population_bands) if code is None else vocabulary.population_bands.index(code)


# --- maturity: is it far enough for what the need wants next? ---------------------------------------------------------

# Stage of the need -> (TRL that is neither good nor bad for it, levels from there to the best value).
STAGES = {"IDEA": (4, 3), "STUDY": (5, 3), "PLAN": (6, 2), "PILOT": (6, 2), "BUDGET": (7, 2), "TENDER": (8, 1)}


def need_maturity(need: NeedView, vocabulary: Vocabulary) -> Floats:
    """One-hot over the stages; zeros when the stage is not stated."""
    return np.array([stage == need.facts.stage for stage in STAGES], np.float32)


def startup_maturity(startup: StartupView, vocabulary: Vocabulary) -> Floats:
    """How well the TRL serves each stage, -1 to 1, rising with the TRL."""
    trl = startup.facts.trl
    if trl is None:
        return np.zeros(len(STAGES), np.float32)
    return np.array([_clip((trl - neutral) / reach) for neutral, reach in STAGES.values()], np.float32)


# --- budget: can the city pay the pilot? ------------------------------------------------------------------------------


def need_budget(need: NeedView, vocabulary: Vocabulary) -> Floats:
    """One-hot over the budget bands that name money; zeros for others."""
    return np.array([band == need.facts.budget_band for band in vocabulary.budget_ceilings], np.float32)


def startup_budget(startup: StartupView, vocabulary: Vocabulary) -> Floats:
    """For each band -log2(cost / the most it can pay) within -1 to 1: half of it is best, twice of it worst.

    The mean over the stated ends of the cost range.
    """
    facts = startup.facts
    costs = [cost for cost in (facts.pilot_cost_low, facts.pilot_cost_high) if cost is not None]
    row = [
        sum(_clip(-math.log2(max(cost, 1) / ceiling)) for cost in costs) / max(len(costs), 1)
        for ceiling in vocabulary.budget_ceilings.values()
    ]
    return np.array(row, np.float32)


# --- readiness for China ----------------------------------------------------------------------------------------------

PRESENCE = {"NONE": -1.0, "AGENT": 0.4, "SI": 0.5, "LIC": 0.6, "JV": 0.8, "WFOE": 0.9, "ODM": 1.0}
PRODUCTION = {"CHINA": 1.0, "ISRAEL": -1.0, "ELSEWHERE": -1.0}
MATERIALS = {"AVAILABLE": 1.0, "ABSENT": -1.0}
DATA = {"IN_CHINA": 1.0, "ON_PREMISES": 1.0, "LEAVES": -1.0}
CERTIFICATE = {"HAVE": 1.0, "IN_WORK": 0.4, "LACKS": -1.0}  # "not needed" and "unknown" say neither yes nor no
MLPS_LEVELS = (1, 2, 3, 4, 5)

# What every Chinese city likes to see even where it does not ask; a must-have counts 1, a wish half.
UNASKED = {"PRESENCE": 0.25, "MATERIALS_ZH": 0.25, "DATA_IN_CHINA": 0.25}
HARD, WISH = 1.0, 0.5
_PLAIN = ("PRESENCE", "MADE_IN_CHINA", "MATERIALS_ZH", "DATA_IN_CHINA")


def need_china(need: NeedView, vocabulary: Vocabulary) -> Floats:
    """How much the need asks for each thing, summing to 1: plain kinds, MLPS levels, certificates."""
    columns = china_columns(vocabulary)
    row = np.zeros(len(columns), np.float32)
    for kind, weight in UNASKED.items():
        row[columns[kind]] = weight
    for requirement in need.facts.requirements:
        column = columns.get(requirement_key(requirement.kind, requirement.value))
        if column is not None:
            row[column] = max(row[column], HARD if requirement.hard else WISH)
    return np.asarray(row / row.sum(), np.float32)


def startup_china(startup: StartupView, vocabulary: Vocabulary) -> Floats:
    """How far the profile has each column of ``need_china``, -1 to 1; 0 where it says nothing."""
    facts = startup.facts
    plain = [
        PRESENCE.get(facts.presence or "", 0.0),
        PRODUCTION.get(facts.production or "", 0.0),
        MATERIALS.get(facts.materials_in_chinese or "", 0.0),
        DATA.get(facts.data_in_china or "", 0.0),
    ]
    levels = [_reached(facts, level) for level in MLPS_LEVELS]
    certificates = [CERTIFICATE.get(facts.certificates.get(kind, ""), 0.0) for kind in vocabulary.certificates]
    return np.array([*plain, *levels, *certificates], np.float32)


def china_columns(vocabulary: Vocabulary) -> dict[str, int]:
    """Requirement key -> column of the two maps above."""
    keys = [
        *_PLAIN,
        *(f"MLPS:{level}" for level in MLPS_LEVELS),
        *(f"CERTIFICATE:{k}" for k in vocabulary.certificates),
    ]
    return {key: column for column, key in enumerate(keys)}


def requirement_key(kind: str, value: str | None) -> str:
    """``CERTIFICATE:CCC``, ``MLPS:3``; the kind alone where a value changes nothing."""
    return f"{kind}:{value}" if kind in ("TRL", "MLPS", "CERTIFICATE") else kind


def _reached(facts: StartupFacts, level: int) -> float:
    if facts.mlps_level is None:
        return 0.0
    return 1.0 if facts.mlps_level >= level else -1.0


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))
