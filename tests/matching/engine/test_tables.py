"""Tables taken apart, joined, stored and mapped again rank as they did; dead rows are in no list."""

from dataclasses import replace

import numpy as np
import pytest

from matching.engine import NeedTable, StartupTable, join_tables, load_table, rank, save_table
from tests.matching.engine.test_ranking import Drawn


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return Drawn(30, 200, seed=5, excluded_topics=frozenset({"HEALTH"}))


def listed(ranking):
    return [
        tuple(array.tolist() for array in (pairs.need, pairs.startup, pairs.score, pairs.parts, pairs.rank))
        for pairs in (ranking.by_need, ranking.by_startup)
    ]


@pytest.fixture(scope="module")
def whole(drawn):
    return listed(rank(drawn.needs, drawn.startups, floor=-np.inf))


def halves(table):
    return [table.take(np.arange(len(table) // 2)), table.take(np.arange(len(table) // 2, len(table)))]


def test_what_is_taken_apart_and_joined_ranks_as_before(drawn, whole):
    needs, startups = (join_tables(halves(table)) for table in (drawn.needs, drawn.startups))
    assert listed(rank(needs, startups, floor=-np.inf)) == whole


def test_an_empty_table_joins_with_any(drawn, whole):
    nothing = drawn.startups.take(np.zeros(0, int))
    assert listed(rank(drawn.needs, join_tables([nothing, drawn.startups]), floor=-np.inf)) == whole


def test_tables_of_different_versions_do_not_join(drawn):
    with pytest.raises(ValueError, match="different versions"):
        join_tables([drawn.needs, replace(drawn.needs, version="another")])


def test_a_stored_table_ranks_as_before(drawn, whole, tmp_path):
    tables = []
    for kind, table in ((NeedTable, drawn.needs), (StartupTable, drawn.startups)):
        folder = tmp_path / kind.__name__
        folder.mkdir()
        save_table(table, folder)
        tables.append(load_table(kind, folder))
    assert listed(rank(*tables, floor=-np.inf)) == whole


def test_marking_a_mapped_row_changes_no_file(drawn, tmp_path):
    save_table(drawn.startups, tmp_path)
    load_table(StartupTable, tmp_path).alive[:] = False
    assert load_table(StartupTable, tmp_path).alive.all()


def test_an_unfinished_folder_is_refused(drawn, tmp_path):
    save_table(drawn.startups, tmp_path)
    (tmp_path / "dense.npy").unlink()
    with pytest.raises(FileNotFoundError):
        load_table(StartupTable, tmp_path)


def test_dead_rows_are_in_no_list_and_change_no_other(drawn):
    living_needs, living_startups = np.arange(3, 30), np.arange(17, 200)
    alone = rank(drawn.needs.take(living_needs), drawn.startups.take(living_startups), floor=-np.inf)
    needs = replace(drawn.needs, alive=np.arange(30) >= 3)
    startups = replace(drawn.startups, alive=np.arange(200) >= 17)
    beside = rank(needs, startups, floor=-np.inf)
    assert (beside.by_need.need - 3).tolist() == alone.by_need.need.tolist()
    assert (beside.by_need.startup - 17).tolist() == alone.by_need.startup.tolist()
    assert (beside.by_startup.need - 3).tolist() == alone.by_startup.need.tolist()
    assert beside.by_startup.score.tolist() == alone.by_startup.score.tolist()
