"""A small made-up vocabulary, and needs and startups drawn at random over it."""

from functools import cached_property

import numpy as np

from matching.engine import (
    DeploymentFacts,
    NeedFacts,
    RequirementFacts,
    Snapshot,
    StartupFacts,
    TextFeatures,
    Vocabulary,
    build_snapshot,
)

DIMENSION = 16
TECHNOLOGIES = ("LEAK", "METER", "SORT", "DRONE", "SOLAR", "GAS", "PARK", "SCAN")
TOPICS = ("WATER", "WASTE", "AIR", "TRAFFIC", "HEALTH")
WORDS = tuple(f"word{number}" for number in range(120))
STAGES = ("IDEA", "STUDY", "PLAN", "BUDGET", "PILOT", "TENDER")
BANDS = ("SMALL", "MIDDLE", "LARGE", "HUGE", "GIANT")
CEILINGS = {"LOW": 300_000, "HIGH": 1_000_000}
EVIDENCE = ("AWARD_CN", "DEPLOY_CN", "ACCEPTANCE", "DEPLOY_CITY", "REF", "PILOT", "TEST", "CERT", "PATENT", "VIDEO")
PRESENCE = ("NONE", "AGENT", "SI", "LIC", "JV", "WFOE", "ODM")
PRODUCTION = ("CHINA", "ISRAEL", "ELSEWHERE")
MATERIALS = ("AVAILABLE", "ABSENT")
DATA = ("IN_CHINA", "ON_PREMISES", "LEAVES")
CERTIFICATES = ("CCC", "CE", "FIRE")
ANSWERS = ("HAVE", "IN_WORK", "NOT_NEEDED", "LACKS", "UNKNOWN")
REQUIREMENTS = (
    ("TRL", "7"),
    ("MLPS", "3"),
    ("CERTIFICATE", "CCC"),
    ("CERTIFICATE", "FIRE"),
    ("DATA_IN_CHINA", None),
    ("PRESENCE", None),
    ("MATERIALS_ZH", None),
    ("REFERENCE_CHINA", None),
    ("MADE_IN_CHINA", None),
)


class World:
    """Draws needs, startups and texts; the same seed draws the same world."""

    def __init__(self, seed: int = 0) -> None:
        self.draw = np.random.default_rng(seed)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        shape = (len(TOPICS), len(TECHNOLOGIES))
        return Vocabulary(
            technologies=TECHNOLOGIES,
            topics=TOPICS,
            affinity=(self.draw.random(shape) * (self.draw.random(shape) < 0.4)).astype(np.float32),
            technology_vectors=self._unit(len(TECHNOLOGIES)),
            topic_vectors=self._unit(len(TOPICS)),
            terms={code: tuple(self.draw.choice(WORDS, 5).tolist()) for code in (*TECHNOLOGIES, *TOPICS)},
            cautions={"DRONE": frozenset({"export_control", "airspace"}), "SCAN": frozenset({"airspace"})},
            capping_cautions=frozenset({"export_control"}),
            population_bands=BANDS,
            budget_ceilings=CEILINGS,
            certificates=CERTIFICATES,
        )

    @cached_property
    def snapshot(self) -> Snapshot:
        profiles = [dict.fromkeys(self.draw.choice(WORDS[:100], 9, replace=False).tolist(), 1.0) for _ in range(60)]
        background = {word: 0.2 / (place + 1) for place, word in enumerate(WORDS[:40])}
        return build_snapshot(profiles, background, [word for own in self.vocabulary.terms.values() for word in own])

    def startup(self, number: int, **given) -> StartupFacts:
        low = self._perhaps(int(self.draw.integers(50_000, 2_000_000)))
        drawn = {
            "published": int(self.draw.integers(3)),
            "technologies": self._some(TECHNOLOGIES, 3),
            "trl": self._perhaps(int(self.draw.integers(1, 10))),
            "pilot_cost_low": low,
            "pilot_cost_high": self._perhaps(2 * (low or 100_000)),
            "deployments": tuple(self.deployment() for _ in range(self.draw.integers(4))),
            "presence": self._perhaps(self._one(PRESENCE)),
            "production": self._perhaps(self._one(PRODUCTION)),
            "materials_in_chinese": self._perhaps(self._one(MATERIALS)),
            "data_in_china": self._perhaps(self._one(DATA)),
            "mlps_level": self._perhaps(int(self.draw.integers(1, 4))),
            "certificates": {kind: self._one(ANSWERS) for kind in self._some(CERTIFICATES, 3)},
        }
        return StartupFacts(id=number, **(drawn | given))

    def need(self, number: int, **given) -> NeedFacts:
        asked = [REQUIREMENTS[place] for place in self.draw.permutation(len(REQUIREMENTS))[: self.draw.integers(5)]]
        drawn = {
            "published": int(self.draw.integers(3)),
            "topics": self._some(TOPICS, 2),
            "technologies": self._some(TECHNOLOGIES, 2),
            "stage": self._perhaps(self._one(STAGES)),
            "budget_band": self._perhaps(self._one((*CEILINGS, "UNDISCLOSED"))),
            "population_band": self._perhaps(self._one(BANDS)),
            "city": self._one(("110000", "130400", "440300")),
            "requirements": tuple(RequirementFacts(*pair, hard=bool(self.draw.random() < 0.5)) for pair in asked),
        }
        return NeedFacts(id=number, **(drawn | given))

    def text(self) -> TextFeatures:
        words = self.draw.choice(WORDS, 12, replace=False).tolist()
        return TextFeatures(
            vector=self._unit(1)[0],
            words=dict(zip(words, self.draw.integers(1, 4, 12).astype(float).tolist(), strict=True)),
            hits={code: int(self.draw.integers(1, 3)) for code in self._some((*TECHNOLOGIES, *TOPICS), 3)},
        )

    def deployment(self) -> DeploymentFacts:
        return DeploymentFacts(
            country=self._perhaps(self._one(("CN", "IL", "DE"))),
            population_band=self._perhaps(self._one(BANDS)),
            evidence=self._perhaps(self._one(EVIDENCE)),
        )

    def _one(self, codes):
        return codes[self.draw.integers(len(codes))]

    def _some(self, codes, most):
        return tuple(self.draw.permutation(codes)[: self.draw.integers(most + 1)].tolist())

    def _perhaps(self, value):
        return value if self.draw.random() < 0.7 else None

    def _unit(self, rows):
        vectors = self.draw.normal(size=(rows, DIMENSION)).astype(np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
