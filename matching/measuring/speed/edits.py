"""One edited startup against all needs: in memory, and in the database's own search."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from matching import engine
from matching.engine.score import weighted_columns
from matching.measuring.rivals import RIVALS, Question
from matching.measuring.timing import seconds
from matching.statistics import make_snapshot
from matching.synthetic import SyntheticWorld


@dataclass(frozen=True)
class EditFigures:
    """Milliseconds for one startup: its row built, scored against all ``needs``, its list ordered."""

    needs: int
    edits: int
    p50_ms: float
    p95_ms: float
    pgvector_ms: float


def measure_edits(seed: int, needs: int = 10_000, edits: int = 200, sql_seconds: float = 5) -> EditFigures:
    """The needs stand in memory, as in a worker; the database is asked for the dense columns alone."""
    world = SyntheticWorld(seed)
    ours, edited = world.needs(needs), world.startups(edits)
    snapshot = make_snapshot((text.words for text in edited.texts), world.vocabulary)
    table = engine.build_needs(ours.facts, ours.texts, world.vocabulary, snapshot)

    def build(row: int) -> engine.StartupTable:
        return engine.build_startups([edited.facts[row]], [edited.texts[row]], world.vocabulary, snapshot)

    def search(row: int) -> None:
        engine.rank(table, build(row))

    search(0)
    taken = [1_000 * seconds(partial(search, row)) for row in range(edits)]
    startups = engine.build_startups(edited.facts, edited.texts, world.vocabulary, snapshot)
    question = Question(startups.dense, weighted_columns(table, startups), min(engine.KEPT, needs), seconds=sql_seconds)
    answer = RIVALS["pgvector exact"](question)
    return EditFigures(
        needs=needs,
        edits=edits,
        p50_ms=round(float(np.median(taken)), 2),
        p95_ms=round(float(np.quantile(taken, 0.95)), 2),
        pgvector_ms=round(1_000 * answer.seconds / len(answer.found), 2),
    )
