"""A real Celery worker at a real import: what killing it leaves behind, and how it ends all the same."""

import pytest

from desk.importing.models import ImportJob
from desk.importing.services import BATCH, write
from desk.tasks import run_import, sweep_imports
from startups.models import Startup
from tests.desk.importing.sheets import checked, row
from tests.matching.workers import eventually, kill, worker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.xdist_group("worker"),
]

ROWS = 2 * BATCH + 10


def test_an_import_whose_worker_is_killed_ends_as_an_undisturbed_one(curator):
    job = checked("startups", [row("startups", slug=f"s-{number}") for number in range(ROWS)], curator)
    write(job)
    run_import.delay(job.pk)
    with worker() as first:
        eventually(lambda: job.rows.filter(is_written=True).exists())
        kill(first)
    written = job.rows.filter(is_written=True).count()
    assert 0 < written < ROWS and written % BATCH == 0
    assert Startup.objects.count() == written

    with worker():
        sweep_imports.delay()
        eventually(lambda: ImportJob.objects.get().state == ImportJob.State.DONE)

    assert job.rows.filter(is_written=True, outcome="new").count() == Startup.objects.count() == ROWS
    assert set(Startup.objects.values_list("revision", flat=True)) == {1}
