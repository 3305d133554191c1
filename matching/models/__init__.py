from .corpus import Snapshot, UnglossedWord
from .decisions import REASON_LISTS, Decision, DecisionChange, Side, Verb, decision_key
from .matches import GOOD, KEPT, SHOWN, Band, Match, Nudge, RealField
from .rulings import RULING_REASONS, Reasoned, Ruling, RulingChange, RulingVerb
from .runs import Run, RunBlock
from .texts import Likeness, TextVector
from .visits import Visit
from .weights import WeightChoice, WeightSet

__all__ = [
    "GOOD",
    "KEPT",
    "REASON_LISTS",
    "RULING_REASONS",
    "SHOWN",
    "Band",
    "Decision",
    "DecisionChange",
    "Likeness",
    "Match",
    "Nudge",
    "RealField",
    "Reasoned",
    "Ruling",
    "RulingChange",
    "RulingVerb",
    "Run",
    "RunBlock",
    "Side",
    "Snapshot",
    "TextVector",
    "UnglossedWord",
    "Verb",
    "Visit",
    "WeightChoice",
    "WeightSet",
    "decision_key",
]
