"""Time and recall of a rival beside our own answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from .database import pgvector_exact
from .libraries import faiss_flat, sklearn_brute
from .loops import matvec, objects
from .question import Answer, Question, Rows

RIVALS: Mapping[str, Callable[[Question], Answer]] = {
    "FAISS flat": faiss_flat,
    "scikit-learn brute force": sklearn_brute,
    "matrix-vector loop": matvec,
    "pgvector exact": pgvector_exact,
    "loop over objects": objects,
}
# A score of ours is the sum of seven dense parts, each rounded to four decimals, and single precision sums 677 products
# in another order each: scores this near are ties.
TIE = 5e-4


@dataclass(frozen=True)
class Result:
    """``seconds`` for all needs and all startups, measured or ``is_reckoned`` from ``needs`` and ``startups``.

    ``recall``: share of the k best, ties included, of the needs answered; None where not all startups were looked at.
    """

    rival: str
    seconds: float
    recall: float | None
    needs: int
    startups: int
    is_reckoned: bool


def compare(rival: str, question: Question, ours: Rows) -> Result:
    """``ours``: (n, k) rows of startups. Raises MissingLibraryError."""
    answer = RIVALS[rival](question)
    needs = len(answer.found)
    return Result(
        rival=rival,
        seconds=answer.seconds * len(question.needs) / needs / answer.share,
        recall=recall(question, ours, answer.found) if answer.share == 1 else None,
        needs=needs,
        startups=round(answer.share * len(question.startups)),
        is_reckoned=needs < len(question.needs) or answer.share < 1,
    )


def recall(question: Question, ours: Rows, found: Rows) -> float:
    """How many of ``found`` score no worse than our last, as a share of k; a row that is named twice counts once."""
    hits = 0
    for need, own, others in zip(question.needs, ours, found, strict=False):
        least = (question.startups[own] @ need).min() - TIE
        hits += int((question.startups[np.unique(others)] @ need >= least).sum())
    return hits / (len(found) * question.k)
