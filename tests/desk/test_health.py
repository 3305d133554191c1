"""Who says that the installation is well, and what is said when it is not."""

import socket
from datetime import UTC, datetime

import pytest
from celery import current_app
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from desk.health import ALL, READINESS, examine
from desk.tasks import beat_heart
from matching.models import Run
from startups.models import Startup
from tests.admin_forms import as_shown

pytestmark = pytest.mark.django_db

DAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def database_away(monkeypatch):
    def execute(*_, **__):
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(CursorWrapper, "execute", execute)


@pytest.fixture
def redis_away(settings):
    """A port where nobody listens, for the cache and for the queue."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    default = settings.CACHES["default"]
    settings.CACHES |= {"default": default | {"LOCATION": f"redis://127.0.0.1:{port}/1"}}
    before = current_app.conf.broker_url
    _use_broker(f"redis://127.0.0.1:{port}/0")
    yield
    _use_broker(before)


def _use_broker(url: str) -> None:
    current_app.conf.broker_url = url
    # Celery keeps its connections for the life of a process and has no public way to let go of them.
    current_app._pool = current_app.amqp._producer_pool = None


def findings() -> dict[str, tuple[bool, str]]:
    return {finding.name: (finding.is_good, finding.sentence) for finding in examine(ALL)}


@pytest.fixture
def well():
    """An installation with a beating heart and a finished run."""
    beat_heart()
    return Run.objects.create(state=Run.State.DONE, matches=12)


def test_liveness_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content) == (200, b"ok")


def test_readiness_names_the_checks_and_not_the_versions(client):
    response = client.get("/readyz", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.json()) == (200, {"database": True, "migrations": True})


def test_health_is_never_kept_by_a_cache(client):
    assert {"no-store", "no-cache"} <= set(client.get("/readyz").headers["Cache-Control"].split(", "))


def test_a_database_that_is_away_is_not_ready(client, database_away):
    response = client.get("/readyz")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert response.json() == {"database": False, "migrations": False}
    assert client.get("/healthz").status_code == 200


def test_a_migration_that_waits_is_not_ready(client):
    MigrationRecorder.Migration.objects.filter(app="sessions").delete()
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"database": True, "migrations": False})
    assert findings()["migrations"] == (False, "1 not applied: run manage.py migrate")


def test_the_api_asks_to_come_back_in_its_own_format(database_away):
    response = Client(raise_request_exception=False).get("/api/v1/needs/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert response.json() == {"detail": "Our database does not answer right now. Please try again in a minute."}


def test_a_well_installation_has_nothing_bad(well, capsys):
    call_command("doctor")
    printed = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in printed] == [f"ok  {name}" for name in ALL]
    assert f"ok  matching: run {well.pk} kept 12 matches; snapshot shipped" in printed
    assert "ok  settings: demo mode: not for production" in printed


def test_the_doctor_fails_when_anything_is_bad(well, capsys):
    well.delete()
    with pytest.raises(CommandError, match="mending") as failed:
        call_command("doctor")
    assert failed.value.returncode == 1
    bad = [line for line in capsys.readouterr().out.splitlines() if line.startswith("BAD")]
    assert bad == ["BAD matching: no full rematch has finished yet: run manage.py rematch"]


def test_a_heart_that_never_beat_is_bad():
    assert findings()["worker and beat"] == (False, "no heartbeat yet: start a Celery worker and celery beat")


@pytest.mark.parametrize(("seconds", "is_good"), [(59, True), (60, False)])
def test_a_heart_may_pause_for_a_minute(time_machine, seconds, is_good):
    time_machine.move_to(DAY, tick=False)
    beat_heart()
    time_machine.shift(seconds)
    assert findings()["worker and beat"][0] is is_good


def test_what_is_away_says_so_in_one_line(well, database_away, redis_away):
    found = findings()
    for name in ("database", "migrations", "matching"):
        assert found[name] == (False, "does not answer: connection refused")
    for name in ("broker", "cache", "worker and beat"):
        is_good, sentence = found[name]
        assert not is_good
        assert sentence.startswith("does not answer: ") and "refused" in sentence and "\n" not in sentence
    assert found["disk"][0] and found["settings"][0]


def test_readiness_does_not_ask_for_redis(client, redis_away):
    assert client.get("/readyz").status_code == 200
    assert set(READINESS) == {"database", "migrations"}


@pytest.mark.parametrize("path", ["/", "/startups/", "/needs/", "/cities/", "/sectors/", "/api/v1/startups/"])
def test_pages_are_read_without_redis(client, redis_away, path):
    assert client.get(path).status_code == 200


def test_an_edit_is_saved_without_redis(
    client, curator, startup, redis_away, caplog, django_capture_on_commit_callbacks
):
    client.force_login(curator)
    page = f"/admin/startups/startup/{startup.pk}/change/"
    sent = as_shown(client.get(page)) | {"home_city": "Haifa"}

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(page, sent)

    assert response.status_code == 302
    assert list(Startup.objects.due().values_list("pk", "home_city")) == [(startup.pk, "Haifa")]
    assert [record.getMessage() for record in caplog.records if "Broker away" in record.getMessage()] != []
