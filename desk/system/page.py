"""Everything on the system page. A part that is added gets its line here."""

from dataclasses import dataclass

from desk.system.coverage import Coverage, coverage
from desk.system.exposure import Exposure, exposure
from desk.system.running import Changes, Runs, changes, runs
from desk.system.scoring import Scoring, scoring
from desk.system.supply import Supply, supply


@dataclass(frozen=True)
class SystemPage:
    runs: Runs
    changes: Changes | None
    scoring: Scoring
    supply: Supply
    coverage: Coverage
    exposure: Exposure


def system_page() -> SystemPage:
    return SystemPage(runs(), changes(), scoring(), supply(), coverage(), exposure())
