"""Many rows, some of them bad, twice; and workers that are killed or doubled on the way."""

import pytest
from django.db import OperationalError

from desk.importing import services
from desk.importing.measuring import FAULTS, measure
from desk.importing.models import ImportJob
from desk.tasks import run_import, sweep_imports
from startups.models import Startup
from tests.desk.importing.sheets import checked, outcomes, row, worked

pytestmark = pytest.mark.django_db


def test_the_good_rows_are_in_the_bad_ones_explained_and_a_second_run_changes_nothing(startup, curator):
    """The same at 10,000 and 300: `manage.py benchmark_import`, docs/importing.md."""
    pattern = Startup.objects.with_profile().with_media().get()

    measured = measure(pattern, rows=60, bad=len(FAULTS), by=curator)

    assert (measured.first, measured.explained) == ({"new": 51, "wrong": 9}, 9)
    assert (measured.second, measured.written_again) == ({"unchanged": 51, "wrong": 9}, 0)
    assert Startup.objects.exclude(pk=startup.pk).count() == 51


@pytest.fixture
def writing(curator, monkeypatch) -> ImportJob:
    """Three rows in batches of two, about to be written."""
    monkeypatch.setattr(services, "BATCH", 2)
    job = checked("startups", [row("startups", slug=f"s-{number}") for number in range(3)], curator)
    services.write(job)
    return job


def test_a_killed_batch_has_not_happened_and_is_done_again(writing, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr("desk.kinds.STARTUPS.services.publish_document", _killed_at("s-1"))
        with pytest.raises(KeyboardInterrupt):
            services.work(writing.pk)
    assert (Startup.objects.count(), writing.rows.filter(is_written=True).count()) == (0, 0)

    assert outcomes(worked(writing)) == [(2, "new"), (3, "new"), (4, "new")]
    assert Startup.objects.count() == 3


def _killed_at(slug):
    from startups.services import publish_document

    def verb(document, *more):
        if document["slug"] == slug:
            raise KeyboardInterrupt
        return publish_document(document, *more)

    return verb


def test_messages_that_come_twice_and_late_write_nothing_twice(writing, monkeypatch):
    monkeypatch.setattr("desk.tasks.ring", lambda _task, _pk: None)
    for _message in range(4):
        run_import(writing.pk)
    writing.refresh_from_db()
    assert (writing.state, Startup.objects.count()) == ("done", 3)
    assert set(Startup.objects.values_list("revision", flat=True)) == {1}


def test_the_sweep_rings_for_what_a_lost_message_left_behind(writing, monkeypatch):
    rung: list[int] = []
    monkeypatch.setattr("desk.tasks.ring", lambda _task, pk: rung.append(pk))
    sweep_imports()
    assert rung == [writing.pk]


def test_a_database_that_is_away_leaves_the_import_where_it_is(writing, monkeypatch):
    def away(*_arguments):
        raise OperationalError

    monkeypatch.setattr("desk.kinds.STARTUPS.services.publish_document", away)
    with pytest.raises(OperationalError):
        services.work(writing.pk)
    writing.refresh_from_db()
    assert writing.state == "writing"


def test_an_error_of_ours_ends_it_with_its_name(writing, monkeypatch):
    monkeypatch.setattr("desk.importing.services.take", lambda _job, _rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run_import(writing.pk)
    writing.refresh_from_db()
    assert (writing.state, writing.error) == ("failed", "ZeroDivisionError")
