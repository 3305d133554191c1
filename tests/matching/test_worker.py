"""A real Celery worker on a real broker: what it does, and what killing it does not."""

import pytest

import startups.services
from matching import runs, tasks
from matching.models import Match, Run
from startups.models import Startup
from tests.listings import published_need, published_startup
from tests.matching.workers import eventually, kill, table, worker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.xdist_group("worker"),
]

STARTUPS = 8


@pytest.fixture
def listings() -> list[Startup]:
    published_need()
    return [published_startup(slug=f"startup-{number}", trl=9 - number) for number in range(STARTUPS)]


def run_here() -> None:
    run = runs.start_run()
    runs.embed_texts(run)
    for block in runs.unscored_blocks(run):
        runs.score_block(block)
    runs.close_run(run)


def test_an_edit_while_no_worker_is_up_arrives_when_one_starts(listings):
    run_here()
    before = table()
    startup = listings[0]
    Startup.objects.filter(pk=startup.pk).update(data_in_china="LEAVES")
    startups.services.record_change(Startup.objects.get(pk=startup.pk))
    assert table() == before
    with worker():
        eventually(lambda: not Startup.objects.due().exists())
    assert Match.objects.get(startup=startup).band == 2


def test_a_run_whose_worker_is_killed_ends_as_an_undisturbed_one(listings, settings):
    run_here()
    undisturbed = table()
    assert len(undisturbed) == STARTUPS
    Match.objects.all().delete()
    settings.MATCHING_BLOCK_SIZE = 1
    run = runs.start_run()
    tasks.ring_for(run)
    with worker(MATCHING_BLOCK_SIZE="1") as first:
        eventually(lambda: run.blocks.exclude(result=None).count() > 0)
        kill(first)
    assert table() == []
    assert 0 < run.blocks.exclude(result=None).count() < STARTUPS
    with worker(MATCHING_BLOCK_SIZE="1"):
        tasks.sweep.delay()
        eventually(lambda: Run.objects.get(pk=run.pk).is_over)
    assert Run.objects.get(pk=run.pk).state == Run.State.DONE
    assert table() == undisturbed


def test_every_message_three_times_gives_the_same_rows(listings):
    run_here()
    undisturbed = table()
    run = runs.start_run()
    for startup in listings:
        startups.services.record_change(startup)
    with worker():
        for _ in range(3):
            tasks.ring_for(run)
            for startup in listings:
                tasks.rescore_startup.delay(startup.pk)
        eventually(lambda: Run.objects.get(pk=run.pk).is_over and not Startup.objects.due().exists())
    assert table() == undisturbed
