"""What every rival is asked, and what it answers."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .optional import library

Floats: TypeAlias = NDArray[np.float32]
Rows: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Question:
    """The ``k`` startups (m, d) with the greatest inner product for each need (n, d), on this many threads.

    ``seconds``: how long a slow rival may work; it has answered one need at least.
    """

    needs: Floats
    startups: Floats
    k: int
    threads: int = 1
    seconds: float = 30.0


@dataclass(frozen=True, eq=False)
class Answer:
    """``found`` (q, k): rows of startups for the first q needs; ``seconds`` for these; ``share`` of the startups that
    were looked at, 1 but for the slowest."""

    found: Rows
    seconds: float
    share: float = 1.0


@contextmanager
def on_threads(count: int) -> Iterator[None]:
    """BLAS and OpenMP on this many threads, in every library that is loaded by now."""
    with library("threadpoolctl").threadpool_limits(count):
        yield


def one_by_one(question: Question, best_of: Callable[[Floats], Any], share: float = 1.0) -> Answer:
    """``best_of`` one need after the other until the time is over. One is answered before, to warm up."""
    best_of(question.needs[0])
    found, started = [], time.perf_counter()
    for need in question.needs:
        found.append(best_of(need))
        if time.perf_counter() - started > question.seconds:
            break
    return Answer(np.array(found, np.int64), time.perf_counter() - started, share)
