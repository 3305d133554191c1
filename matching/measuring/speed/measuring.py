"""All figures of one size, of one process: what compares was measured in turn."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib.util import find_spec
from typing import Any

from matching import engine
from matching.measuring.machine import kernel
from matching.measuring.rivals import RIVALS, compare
from matching.measuring.rivals.comparing import recall
from matching.measuring.timing import best_of, seconds
from matching.synthetic import SyntheticWorld

from .searches import FAISS, Searches
from .tables import Tables, make_tables

# Rounds by how many pairs are searched. Long ones even out what disturbs them, short ones are cheap.
ROUNDS = {20_000_000: 7, 500_000_000: 3}
FEWEST_ROUNDS = 2
# In the order of a round: the warm search needs what the cold one found, the exact parts too. FAISS comes last, so that
# its memory does not count.
TIMED = {
    "bare_s": Searches.bare,
    "dense_one_way_s": Searches.dense_one_way,
    "one_way_s": Searches.one_way,
    "both_ways_s": Searches.both_ways,
    "both_ways_warm_s": Searches.both_ways_warm,
    "exact_s": Searches.exact_parts,
    "faiss_s": Searches.faiss,
}


@dataclass(frozen=True)
class EngineFigures:
    """``..._s`` are seconds, ``ratio_..._to_bare`` those of a search over those of the bare product.

    ``pairs_...``: list entries kept after the floor. ``recall``: of our best by the dense columns against FAISS's,
    ``recall_faiss`` the other way round; as FAISS's time None without it. ``exact_s``: part of ``both_ways_s``.
    """

    kernel: str
    needs: int
    startups: int
    seed: int
    k: int
    threads: int
    floor: float
    columns: int
    repetitions: int
    build_s: float
    bare_s: float
    dense_one_way_s: float
    one_way_s: float
    both_ways_s: float
    both_ways_warm_s: float
    exact_s: float
    faiss_s: float | None
    ratio_dense_one_way_to_bare: float
    ratio_one_way_to_bare: float
    ratio_both_ways_to_bare: float
    ratio_both_ways_warm_to_bare: float
    ratio_dense_to_faiss: float | None
    exact_share_of_both_ways: float
    pairs_by_need: int
    pairs_by_startup: int
    recall: float | None
    recall_faiss: float | None
    peak_mb: int
    rivals: list[dict[str, Any]]

    @property
    def to_bare(self) -> dict[str, float]:
        """What was timed -> how often the bare product would have been done in that time."""
        return {
            "one way, dense columns only": self.ratio_dense_one_way_to_bare,
            "one way": self.ratio_one_way_to_bare,
            "both ways": self.ratio_both_ways_to_bare,
            "both ways, with a guess": self.ratio_both_ways_warm_to_bare,
        }


def measure_engine(needs: int, startups: int, seed: int, threads: int, rival_seconds: float = 0) -> EngineFigures:
    """``rival_seconds``: how long each slow rival may work beside it; 0 leaves them out."""
    world, made = SyntheticWorld(seed), list[Tables]()
    build_s = seconds(lambda: made.append(make_tables(world, needs, startups)))
    searches = Searches(made[0], min(engine.KEPT, startups), threads)
    repetitions = next((rounds for most, rounds in ROUNDS.items() if needs * startups <= most), FEWEST_ROUNDS)
    best = _timed(searches, repetitions)
    by_need, by_startup = (len(need) for need, _ in searches.found)
    return EngineFigures(
        kernel=kernel(),
        needs=needs,
        startups=startups,
        seed=seed,
        k=searches.k,
        threads=threads,
        floor=engine.CURRENT.floor,
        columns=searches.question.startups.shape[1],
        repetitions=repetitions,
        build_s=round(build_s, 1),
        **_times(best),
        **_ratios(best),
        pairs_by_need=by_need,
        pairs_by_startup=by_startup,
        **_recalls(searches),
        peak_mb=searches.peak_mb,
        rivals=_slow_rivals(searches, rival_seconds) if rival_seconds else [],
    )


def _timed(searches: Searches, repetitions: int) -> dict[str, float]:
    searches.warm_up()
    works = {name: partial(work, searches) for name, work in TIMED.items()}
    if find_spec("faiss") is None:
        del works["faiss_s"]
    return best_of(repetitions, works)


def _times(best: Mapping[str, float]) -> dict[str, Any]:
    return {name: _rounded(best.get(name)) for name in TIMED}


def _ratios(best: Mapping[str, float]) -> dict[str, Any]:
    to_bare = {
        f"ratio_{name}_to_bare": _rounded(best[f"{name}_s"] / best["bare_s"])
        for name in ("dense_one_way", "one_way", "both_ways", "both_ways_warm")
    }
    faiss = best.get("faiss_s")
    return to_bare | {
        "ratio_dense_to_faiss": _rounded(best["dense_one_way_s"] / faiss) if faiss else None,
        "exact_share_of_both_ways": _rounded(best["exact_s"] / best["both_ways_s"]),
    }


def _recalls(searches: Searches) -> dict[str, Any]:
    question, ours, theirs = searches.question, searches.best, searches.best_of_faiss
    if theirs is None:
        return {"recall": None, "recall_faiss": None}
    return {"recall": recall(question, theirs, ours), "recall_faiss": recall(question, ours, theirs)}


def _slow_rivals(searches: Searches, rival_seconds: float) -> list[dict[str, Any]]:
    question = replace(searches.question, seconds=rival_seconds)
    return [asdict(compare(rival, question, searches.best)) for rival in RIVALS if rival != FAISS]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
