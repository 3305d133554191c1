"""What one writes first: a loop over the needs with numpy, and one over objects without it."""

from dataclasses import dataclass
from heapq import nlargest

import numpy as np

from .question import Answer, Floats, Question, Rows, on_threads, one_by_one

# Objects are so slow that one need would take the whole time on all startups.
MOST_OBJECTS = 5_000


def matvec(question: Question) -> Answer:
    """One matrix-vector product a need, then `argpartition`."""

    def best_of(need: Floats) -> Rows:
        scores = question.startups @ need
        best = np.argpartition(scores, -question.k)[-question.k :]
        return np.asarray(best[np.argsort(-scores[best])])

    with on_threads(question.threads):
        return one_by_one(question, best_of)


@dataclass(frozen=True)
class _Startup:
    row: int
    vector: list[float]


def objects(question: Question) -> Answer:
    """Startups as Python objects with lists of numbers, the first few thousand of them."""
    startups = [_Startup(row, vector) for row, vector in enumerate(question.startups[:MOST_OBJECTS].tolist())]

    def best_of(need: Floats) -> list[int]:
        asked = need.tolist()

        def score(startup: _Startup) -> float:
            return sum(a * b for a, b in zip(asked, startup.vector, strict=True))

        return [startup.row for startup in nlargest(question.k, startups, key=score)]

    return one_by_one(question, best_of, share=len(startups) / len(question.startups))
