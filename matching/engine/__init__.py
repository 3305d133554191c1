"""The matching engine: how good is this pair, and why. numpy, numba and the standard library; no Django, no clock.

Use::

    text = TextFeatures(vector, words, hits)                    # per object, from the language package; may be stored
    startups = build_startups(startup_facts, texts, vocabulary, snapshot)
    needs = build_needs(need_facts, texts, vocabulary, snapshot)
    ranking = rank(needs, startups)                             # .by_need and .by_startup: Pairs
    parts = explain_pairs(needs, startups, need_rows, startup_rows)  # (m, len(PARTS)); their sum is the score
    shown_points(parts)                                         # whole points that add up to points(score)
    band(score, cap(need, startup, vocabulary)); gaps(need, startup); cautions(startup, vocabulary)
    reasons(PairView(view_need(...), view_startup(...), vocabulary, snapshot))  # {part: [Reason]}

An edit is the same with one row on its side. Modules: ``facts`` (input), ``snapshot`` (corpus statistics), ``infer``
and ``views`` (taxonomy from text), ``factors`` (the one place where a factor is added) with ``lexical`` and
``readiness`` (their maps), ``tables`` (columns), ``score`` (the search) with ``tiles`` and ``best`` (top k),
``explain`` (exact parts), ``reasons`` (evidence as codes and values), ``gaps`` (must-haves, cautions),
``exclusions``, ``bands``, ``weights``, ``storage`` (tables as files that processes share).
"""

from .bands import COUNT, OBSERVED, OBSERVED_NEEDS, OBSERVED_WITH, Band, Observed, band, bands, cap, caps, points
from .exclusions import is_excluded
from .explain import explain_pairs, reasons, score_pairs, shown_points
from .factors import PARTS, READINESS, RELEVANCE
from .facts import DeploymentFacts, NeedFacts, RequirementFacts, StartupFacts, TextFeatures, Vocabulary
from .gaps import Gap, Status, cautions, gaps, is_capped
from .reasons import Reason
from .score import KEPT, Guess, Pairs, Ranking, rank
from .snapshot import Snapshot, build_snapshot
from .storage import load_table, save_table
from .tables import NeedTable, StartupTable, build_needs, build_startups, join_tables
from .views import NeedView, PairView, StartupView, view_need, view_startup
from .weights import CURRENT, Weights

__all__ = [
    "COUNT",
    "CURRENT",
    "KEPT",
    "OBSERVED",
    "OBSERVED_NEEDS",
    "OBSERVED_WITH",
    "PARTS",
    "READINESS",
    "RELEVANCE",
    "Band",
    "DeploymentFacts",
    "Gap",
    "Guess",
    "NeedFacts",
    "NeedTable",
    "NeedView",
    "Observed",
    "PairView",
    "Pairs",
    "Ranking",
    "Reason",
    "RequirementFacts",
    "Snapshot",
    "StartupFacts",
    "StartupTable",
    "StartupView",
    "Status",
    "TextFeatures",
    "Vocabulary",
    "Weights",
    "band",
    "bands",
    "build_needs",
    "build_snapshot",
    "build_startups",
    "cap",
    "caps",
    "cautions",
    "explain_pairs",
    "gaps",
    "is_capped",
    "is_excluded",
    "join_tables",
    "load_table",
    "points",
    "rank",
    "reasons",
    "save_table",
    "score_pairs",
    "shown_points",
    "view_need",
    "view_startup",
]
