"""Two entries become one, or two again, while a full run is under way: its end writes nothing for the one that went."""

import pytest

from desk.merging.services import merge, unmerge
from matching import replacing, runs
from matching.models import Match, Ruling, Run
from matching.rulings import rule
from matching.services import rescore_startup
from startups.models import Startup
from tests.desk.merged import OTHER
from tests.listings import published_need, published_startup
from tests.matching.stored_lists import EXCHANGED, MERGED, take_the_way
from tests.matching.test_runs import run_to_the_end, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(startup, need, settings):
    """Two entries, a third startup and two needs, scored by a run; each startup is a block of its own."""
    settings.MATCHING_BLOCK_SIZE, settings.DEMO_MODE = 1, False
    gone = published_startup(**OTHER)
    published_startup(slug="third", trl=6)
    published_need(city="530100", department={"kind": "WATER", "name": {"zh": "昆明市水务局"}}, topics=["W-SAFE"])
    run_to_the_end()
    return startup, gone


def begun() -> tuple[Run, list[int]]:
    run = runs.start_run()
    runs.embed_texts(run)
    return run, runs.unscored_blocks(run)


def score_what_is_due() -> None:
    for pk in Startup.objects.due().order_by("pk").values_list("pk", flat=True):
        rescore_startup(pk)


def listed() -> set[int]:
    return set(Match.objects.values_list("startup", flat=True))


@pytest.mark.parametrize("way", [MERGED, EXCHANGED])
@pytest.mark.parametrize("scored", [0, 1, 2, 3])
def test_a_merger_between_two_blocks(pair, curator, monkeypatch, way, scored):
    take_the_way(way, monkeypatch)
    kept, gone = pair
    before, (run, blocks) = table(), begun()
    for block in blocks[:scored]:
        assert runs.score_block(block)
    merger = merge(kept, gone, curator)
    for block in blocks[scored:]:
        assert runs.score_block(block)
    closed = runs.close_run(run)
    assert (closed.state, closed.error, gone.pk in listed()) == (Run.State.DONE, "", False)
    score_what_is_due()
    once = table()
    run_to_the_end()
    assert table() == once
    unmerge(merger, curator)
    score_what_is_due()
    assert table() == before


@pytest.mark.parametrize("way", [MERGED, EXCHANGED])
def test_an_undoing_between_two_blocks(pair, curator, monkeypatch, way):
    take_the_way(way, monkeypatch)
    kept, gone = pair
    before, merger = table(), merge(kept, gone, curator)
    score_what_is_due()
    run, blocks = begun()
    runs.score_block(blocks[0])
    unmerge(merger, curator)
    for block in blocks[1:]:
        runs.score_block(block)
    assert runs.close_run(run).state == Run.State.DONE
    score_what_is_due()
    assert table() == before


def test_a_merger_while_the_run_closes(pair, curator, monkeypatch):
    """The rows were compared already: what is written for the one that went is taken out by its own rescoring."""
    kept, gone = pair
    run, blocks = begun()
    for block in blocks:
        runs.score_block(block)

    def merge_then_replace(*args):
        merge(kept, gone, curator)
        return replacing.replace_lists(*args)

    with monkeypatch.context() as patched:
        patched.setattr(runs, "replace_lists", merge_then_replace)
        assert runs.close_run(run).state == Run.State.DONE
    assert {row.slug for row in Startup.objects.due()} == {kept.slug, gone.slug}
    for one in (kept, gone):
        rescore_startup(one.pk)
    assert gone.pk not in listed()
    once = table()
    run_to_the_end()
    assert table() == once


@pytest.mark.parametrize("way", [MERGED, EXCHANGED])
def test_a_pair_that_a_curator_placed_comes_along(pair, need, curator, monkeypatch, way):
    take_the_way(way, monkeypatch)
    kept, gone = pair
    rule(need, gone, "pin", "SAME_PROBLEM_SOLVED", by=curator)
    run, blocks = begun()
    for block in blocks:
        runs.score_block(block)
    merge(kept, gone, curator)
    assert runs.close_run(run).state == Run.State.DONE
    assert (Ruling.objects.get().startup, gone.pk in listed(), kept.pk in listed()) == (kept, False, True)
