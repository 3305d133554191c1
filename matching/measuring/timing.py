"""Seconds that may be compared."""

import math
import time
from collections.abc import Callable, Mapping


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes, once."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def best_of(repetitions: int, works: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The least of what each of ``works`` returns, its seconds, in several rounds.

    A round does each of them once: what else the machine is busy with meets all of them alike.
    """
    best = dict.fromkeys(works, math.inf)
    for _ in range(repetitions):
        for name, work in works.items():
            best[name] = min(best[name], work())
    return best
