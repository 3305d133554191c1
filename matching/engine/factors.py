"""The one place where a factor is added.

A factor is a pair of maps whose inner product, times weight / spread (``weights.py``), is its part of the score. The
need's map is the factor's own; the startup's map is a named block that several factors may meet. Dense blocks lie
side by side in one matrix, sparse ones are added inside its tiles. To add a factor: write its maps, add a line to
``FACTORS`` (and one to ``DENSE`` or ``SPARSE`` unless it meets a block that is there), and its weight; everything
else follows from these tables.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from . import lexical, readiness, reasons
from .facts import Floats, Vocabulary
from .lexical import Sparse
from .reasons import Reason
from .snapshot import Snapshot
from .views import NeedView, PairView, StartupView

Dense = Callable[[StartupView, Vocabulary], Floats]
SparseMap = Callable[[StartupView, Vocabulary, Snapshot], Sparse]
Width = Callable[[Vocabulary, Snapshot], int]
NeedMap = Callable[[NeedView, Vocabulary], Floats]
NeedQuery = Callable[[NeedView, Vocabulary, Snapshot], Sparse]
Reasons = Callable[[PairView], Iterable[Reason]]


@dataclass(frozen=True)
class Factor:
    """``block``: what of the startup it meets. Exactly one of ``map`` (dense) and ``query`` (sparse) is set."""

    code: str
    block: str
    reasons: Reasons
    map: NeedMap | None = None
    query: NeedQuery | None = None


def _vector(view: StartupView | NeedView, vocabulary: Vocabulary) -> Floats:
    return view.text.vector


def _technologies(view: StartupView | NeedView, vocabulary: Vocabulary) -> Floats:
    return view.technologies


def _root_technologies(view: StartupView | NeedView, vocabulary: Vocabulary) -> Floats:
    """Roots of shares: their inner product is Bhattacharyya's coefficient, 1 for equal distributions, wide or narrow.

    The plain product favours whoever is about one thing only: .60 nDCG@10 on the judged needs against .63.
    """
    return np.sqrt(view.technologies)


def _served_by(need: NeedView, vocabulary: Vocabulary) -> Floats:
    """The need's topics carried through the affinity table to technologies."""
    return need.topics @ vocabulary.affinity


DENSE: Mapping[str, Dense] = {
    "meaning": _vector,
    "technologies": _technologies,
    "root_technologies": _root_technologies,
    "proof": readiness.startup_proof,
    "maturity": readiness.startup_maturity,
    "budget": readiness.startup_budget,
    "china_readiness": readiness.startup_china,
}
# The map, and how many columns there are.
SPARSE: Mapping[str, tuple[SparseMap, Width]] = {
    "words": (lexical.startup_words, lexical.words_width),
    "keywords": (lexical.startup_keywords, lexical.keywords_width),
}

# The order of the stored parts. Relevance first, then readiness.
FACTORS = (
    Factor("meaning", "meaning", lambda pair: (), map=_vector),
    Factor("words", "words", reasons.shared_words, query=lexical.need_words),
    Factor("technology_fit", "root_technologies", reasons.shared_technologies, map=_root_technologies),
    Factor("topic_fit", "technologies", reasons.served_topics, map=_served_by),
    Factor("keywords", "keywords", reasons.found_keywords, query=lexical.need_keywords),
    Factor("proof", "proof", reasons.best_deployment, map=readiness.need_proof),
    Factor("maturity", "maturity", reasons.maturity, map=readiness.need_maturity),
    Factor("budget", "budget", reasons.pilot_cost, map=readiness.need_budget),
    Factor("china_readiness", "china_readiness", reasons.china_readiness, map=readiness.need_china),
)
PARTS = tuple(factor.code for factor in FACTORS)
DENSE_FACTORS = tuple(factor for factor in FACTORS if factor.map)
SPARSE_FACTORS = tuple(factor for factor in FACTORS if factor.query)
RELEVANCE = PARTS[:5]
READINESS = PARTS[5:]
