"""The end of a run, both ways: merged into the stored lists, and as a table that takes their place."""

import numpy as np
import pytest
from django.db import connection, transaction

import cities.services
import startups.services
from matching import engine
from matching.columns import PairColumns
from matching.lists import renumber, store
from matching.models import Match
from matching.replacing import Versions, share_that_differs, stage_lists
from tests.listings import published_need, published_startup
from tests.matching.stored_lists import EXCHANGED, MERGED, VERSIONS, close_with, pairs, shape, stored, take_the_way

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[MERGED, EXCHANGED])
def way(request, monkeypatch) -> None:
    take_the_way(request.param, monkeypatch)


def row_versions() -> dict[tuple[int, int], str]:
    """Pair -> the transaction that wrote its row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT need_id, startup_id, xmin, ctid FROM matching_match")
        return {(need, startup): (xmin, place) for need, startup, xmin, place in cursor.fetchall()}


def test_the_lists_are_those_of_the_run():
    assert close_with(pairs((1, 7, 1, 2, 9.5), (1, 8, 2, 0, 8.25), (2, 7, 0, 1, 10))) == 3
    assert stored() == [(1, 7, 1, 2, 9.5), (1, 8, 2, None, 8.25), (2, 7, None, 1, 10)]
    match = Match.objects.get(need=1, startup=8)
    assert (match.parts[:2], match.band) == ([8.25, 0], 2)
    assert (match.weights_version, match.snapshot_version) == (VERSIONS.weights, VERSIONS.snapshot)


def test_a_row_says_when_it_was_scored():
    close_with(pairs((1, 7, 1, 1, 9)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT bool_and(abs(extract(epoch FROM scored_at - now())) < 60) FROM matching_match")
        assert cursor.fetchone() == (True,)


def test_what_the_run_did_not_confirm_goes_and_what_it_changed_is_changed():
    close_with(pairs((1, 7, 1, 1, 9), (1, 8, 2, 1, 8), (2, 7, 1, 2, 7)))
    close_with(pairs((1, 7, 2, 1, 6), (1, 8, 1, 1, 8), (2, 9, 1, 1, 5)))
    assert stored() == [(1, 7, 2, 1, 6), (1, 8, 1, 1, 8), (2, 9, 1, 1, 5)]


def test_new_versions_are_written_even_where_the_scores_are_the_same():
    close_with(pairs((1, 7, 1, 1, 9)))
    close_with(pairs((1, 7, 1, 1, 9)), Versions("weights-2", "snapshot-2"))
    assert Match.objects.values_list("weights_version", "snapshot_version").get() == ("weights-2", "snapshot-2")


def test_a_run_without_pairs_empties_the_lists():
    close_with(pairs((1, 7, 1, 1, 9)))
    assert close_with(pairs((1, 7, 1, 1, 9)).take(np.zeros(0, np.int64))) == 0
    assert stored() == []


@pytest.mark.parametrize("way", [MERGED], indirect=True)
@pytest.mark.django_db(transaction=True)
def test_only_what_changed_is_written_again():
    """With real commits: within one transaction all rows would bear the same number."""
    close_with(pairs((1, 7, 1, 1, 9), (1, 8, 2, 1, 8), (2, 7, 1, 2, 7)))
    before = row_versions()
    close_with(pairs((1, 7, 1, 1, 9), (1, 8, 2, 1, 8), (2, 7, 1, 2, 7)))
    assert row_versions() == before
    close_with(pairs((1, 7, 1, 1, 9), (1, 8, 2, 1, 8), (2, 7, 1, 2, 7.5)))
    assert {pair for pair, version in row_versions().items() if version != before[pair]} == {(2, 7)}


# --- edits between the run's reading and its end ----------------------------------------------------------------------


@pytest.fixture
def needs(db) -> list[int]:
    department = {"kind": "WATER", "name": {"zh": "昆明市水务局"}}
    return [published_need().pk, published_need(city="530100", department=department).pk]


@pytest.fixture
def firms(db) -> list[int]:
    return [published_startup(slug=f"startup-{number}").pk for number in range(3)]


def lists(needs: list[int], firms: list[int]) -> PairColumns:
    """Every startup in both needs' lists, in the order of `firms`."""
    return pairs(*(
        (need, startup, place + 1, row + 1, 20 - 2 * place - row)
        for row, need in enumerate(needs) for place, startup in enumerate(firms)
    ))  # fmt: skip


def rescored(need: int, startup: int, score: float) -> None:
    """As the rescoring of an edited startup leaves its pair."""
    store(pairs((need, startup, 0, 0, score)), VERSIONS.snapshot, VERSIONS.weights)
    renumber(needs=[need], startups=[startup])


def test_an_edit_survives_and_the_lists_it_is_in_are_numbered_anew(needs, firms):
    first, second = needs
    best, middle, last = firms
    rescored(first, last, 30)
    close_with(lists(needs, firms), stale_startups=[last])
    # The run had the edited startup last in both lists: it is best in one, and out of the other.
    assert stored() == [
        (first, best, 2, 1, 20),
        (first, middle, 3, 1, 18),
        (first, last, 1, 1, 30),
        (second, best, 1, 2, 19),
        (second, middle, 2, 2, 17),
    ]


def test_lists_without_an_edited_subject_take_the_ranks_of_the_run(needs, firms):
    run = lists(needs, firms)
    close_with(run, stale_startups=[firms[2] + 1])
    assert [row[2:4] for row in stored()] == [*zip(run.need_rank.tolist(), run.startup_rank.tolist(), strict=True)]


def test_an_edited_needs_list_stands_and_its_startups_are_numbered_anew(needs, firms):
    first, second = needs
    rescored(first, firms[0], 1)
    close_with(lists(needs, firms), stale_needs=[first])
    assert stored() == [
        (first, firms[0], 1, 2, 1),
        (second, firms[0], 1, 1, 19),
        (second, firms[1], 2, 1, 17),
        (second, firms[2], 3, 1, 15),
    ]


def test_a_pair_that_had_no_place_in_a_fuller_list_gets_one(needs, firms):
    rescored(needs[0], firms[2], 3)
    Match.objects.update(need_rank=None)
    close_with(lists(needs[:1], firms[:1]), stale_startups=[firms[2]])
    assert stored() == [(needs[0], firms[0], 1, 1, 20), (needs[0], firms[2], 2, 1, 3)]


def test_a_list_that_an_edit_made_too_long_is_cut(needs, firms, monkeypatch):
    monkeypatch.setattr("matching.lists.KEPT", 1)
    rescored(needs[0], firms[2], 30)
    in_needs_list_only = pairs((needs[0], firms[0], 1, 0, 20))
    assert close_with(in_needs_list_only, stale_startups=[firms[2]]) == 1
    assert stored() == [(needs[0], firms[2], 1, 1, 30)]


def test_what_was_withdrawn_during_the_run_stays_out(needs, firms):
    close_with(lists(needs, firms))
    startups.services.withdraw(startups.models.Startup.objects.get(pk=firms[0]))
    close_with(lists(needs, firms), stale_startups=[firms[0]])
    assert [row[:3] for row in stored()] == [(need, firms[place], place) for need in needs for place in (1, 2)]


def test_a_need_closed_during_the_run_leaves_the_startups_lists(needs, firms):
    close_with(lists(needs, firms))
    cities.services.close(cities.models.Need.objects.get(pk=needs[0]), "FULFILLED")
    close_with(lists(needs, firms), stale_needs=[needs[0]])
    assert [row[:4] for row in stored()] == [(needs[1], firm, place + 1, 1) for place, firm in enumerate(firms)]


def test_what_was_deleted_during_the_run_stays_out(needs, firms):
    startups.models.Startup.objects.filter(pk=firms[0]).delete()
    close_with(lists(needs, firms), stale_startups=[firms[0]])
    assert {row[1] for row in stored()} == set(firms[1:])


# --- the way that is chosen, and what the exchange leaves -------------------------------------------------------------


def test_the_sample_tells_how_much_differs():
    run = pairs((1, 7, 1, 2, 9), (1, 8, 2, 0, 8), (2, 7, 0, 1, 10), (2, 8, 1, 1, 11))
    assert share_that_differs(run, VERSIONS) == 1
    close_with(run)
    assert share_that_differs(run, VERSIONS) == 0
    Match.objects.filter(need=1, startup=8).update(score=7)
    assert share_that_differs(run, VERSIONS) == 0.25
    assert share_that_differs(run, Versions("weights-2", VERSIONS.snapshot)) == 1


def test_the_table_is_the_one_that_migrations_know(needs, firms):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE matching_match SET (fillfactor = 90)")
    before = shape()
    close_with(lists(needs, firms), stale_startups=firms[:1])
    assert shape() == before
    assert {row[1] for row in before} >= {"match_once", "match_of_need", "match_of_startup", "matching_match_pkey"}


def test_a_number_never_means_another_pair():
    old = Match.objects.create(need_id=1, startup_id=7, score=9, band=1, parts=[9.0] * len(engine.PARTS))
    close_with(pairs((2, 7, 1, 1, 9)))
    later = Match.objects.create(need_id=3, startup_id=7, score=9, band=1, parts=[9.0] * len(engine.PARTS))
    assert old.pk < Match.objects.get(need=2).pk < later.pk


def test_what_a_run_left_without_ending_is_no_hindrance():
    stage_lists(pairs((1, 7, 1, 1, 9)), VERSIONS)
    close_with(pairs((2, 7, 1, 1, 9)))
    assert stored() == [(2, 7, 1, 1, 9)]


def test_an_error_at_the_end_leaves_the_lists_as_they_were(monkeypatch):
    close_with(pairs((1, 7, 1, 1, 9)))
    before = shape()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        close_with(pairs((2, 7, 1, 1, 9)))
        _ = 1 / 0
    assert stored() == [(1, 7, 1, 1, 9)]
    assert shape() == before
