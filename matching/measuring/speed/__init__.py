"""How fast the engine searches, as ratios to the bare matrix product. Definitions and figures: docs/benchmarks.md.

    figures = measure_engine(needs=1_000, startups=10_000, seed=1, threads=1)

Generated listings through the real engine, no row of the database: ``tables`` makes what is searched, ``searches``
what is timed, ``edits`` the same for one edited startup. ``page`` writes the tables of the document, ``targets`` says
which figure had to be reached.
"""

from .measuring import EngineFigures, measure_engine

__all__ = ["EngineFigures", "measure_engine"]
