"""What the benchmark says besides the times, which no test holds."""

import json
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from cities.models import Need
from matching import engine
from matching.engine import score as scoring
from matching.measuring.rivals import Answer, Question
from matching.measuring.speed import measuring, searches
from matching.measuring.speed.searches import FAISS, GUESS_MARGIN, Searches, bare_product
from matching.measuring.speed.tables import make_tables
from matching.measuring.timing import best_of
from matching.synthetic import SyntheticWorld
from startups.models import Startup

NEEDS, STARTUPS = 12, 150


@pytest.fixture(scope="module")
def tables():
    return make_tables(SyntheticWorld(3), NEEDS, STARTUPS)


@pytest.fixture
def exact_rival(monkeypatch):
    """Stands for FAISS, which tests do not need."""

    def search(question: Question) -> Answer:
        scores = question.needs @ question.startups.T
        return Answer(np.argsort(-scores, axis=1)[:, : question.k], seconds=2.0)

    monkeypatch.setattr(searches, "RIVALS", {FAISS: search})
    monkeypatch.setattr(measuring, "find_spec", lambda name: True)


def benchmark(**options) -> tuple[dict, str]:
    out, errors = StringIO(), StringIO()
    call_command("benchmark_matching", needs=NEEDS, startups=STARTUPS, stdout=out, stderr=errors, **options)
    return json.loads(out.getvalue().splitlines()[-1]), errors.getvalue()


@pytest.mark.django_db
def test_the_last_line_names_what_was_measured(exact_rival, tables):
    figures, errors = benchmark(seed=3)
    ranking = engine.rank(tables.needs, tables.startups)
    expected = {
        "needs": NEEDS,
        "startups": STARTUPS,
        "seed": 3,
        "k": 80,
        "threads": 1,
        "floor": 4.0,
        "repetitions": 7,
        "faiss_s": 2.0,
        "pairs_by_need": len(ranking.by_need.need),
        "pairs_by_startup": len(ranking.by_startup.need),
        "recall": 1.0,
        "recall_faiss": 1.0,
        "rivals": [],
    }
    assert {name: figures[name] for name in expected} == expected
    fixed = {"kernel", "one_way_s", "both_ways_s", "ratio_one_way_to_bare", "ratio_both_ways_to_bare", "peak_mb"}
    assert all(figures[name] for name in {*fixed, "ratio_dense_to_faiss"})
    assert errors == ""
    assert (Startup.objects.count(), Need.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_without_faiss_its_figures_are_null_and_a_word_says_so(monkeypatch):
    monkeypatch.setattr(measuring, "find_spec", lambda name: None)
    figures, errors = benchmark()
    assert [figures[name] for name in ("faiss_s", "ratio_dense_to_faiss", "recall", "recall_faiss")] == [None] * 4
    assert errors.startswith("FAISS is not installed, so nothing is compared with it: make .venv/installed-bench")


@pytest.mark.parametrize("wrong", [{"needs": 0}, {"startups": 0}, {"threads": 0}, {"seed": -1}, {"rivals": -1}])
def test_numbers_that_make_no_sense_are_refused(wrong):
    with pytest.raises(CommandError, match="are numbers from 1"):
        call_command("benchmark_matching", **{"needs": 1, "startups": 1, **wrong})


def test_the_bare_product_is_all_tiles_of_the_search(tables, monkeypatch):
    monkeypatch.setattr(searches, "NEED_TILE", 5)
    monkeypatch.setattr(searches, "STARTUP_TILE", 64)
    cells: list[int] = []
    monkeypatch.setattr(searches.np, "matmul", lambda rows, columns, out: cells.append(out.size))
    bare_product(np.ones((NEEDS, 3), np.float32), np.ones((STARTUPS, 3), np.float32), threads=2)
    assert (len(cells), sum(cells)) == (3 * 3, NEEDS * STARTUPS)
    assert (searches.NEED_TILE, searches.STARTUP_TILE) != (scoring.NEED_TILE, scoring.STARTUP_TILE)


def test_dense_tables_differ_in_words_and_exclusions_only(tables):
    dense = tables.dense
    assert len(dense.needs.sparse.columns) == len(dense.startups.refuses.marks) == 0
    assert np.array_equal(dense.startups.dense, tables.startups.dense)
    words = [engine.PARTS.index(part) for part in ("words", "keywords")]
    parts = engine.rank(dense.needs, dense.startups, floor=-np.inf).by_need.parts
    assert not parts[:, words].any()


def test_the_warm_search_is_told_what_each_list_reached_and_finds_the_same(tables):
    own = Searches(tables, 5, threads=2)
    own.both_ways()
    cold = engine.rank(tables.needs, tables.startups, 5)
    last = cold.by_need.rank == 5
    assert own.guess.by_need[cold.by_need.need[last]].tolist() == (cold.by_need.score[last] - GUESS_MARGIN).tolist()
    warm = engine.rank(tables.needs, tables.startups, 5, guess=own.guess)
    assert [own.tolist() for pair in own.found for own in pair] == [
        side.tolist() for pairs in (warm.by_need, warm.by_startup) for side in (pairs.need, pairs.startup)
    ]


def test_of_several_rounds_the_best_counts_and_each_does_everything():
    order = []

    def work(name, times):
        return lambda: order.append(name) or times.pop(0)

    assert best_of(2, {"a": work("a", [3.0, 1.0]), "b": work("b", [2.0, 5.0])}) == {"a": 1.0, "b": 2.0}
    assert order == ["a", "b", "a", "b"]
