"""Curators are away, and who looks after the desk is told."""

from datetime import date, timedelta

import pytest
from django.core import mail

from accounts.models import User
from desk.models import Absence
from tests.people import person, with_second_factor

pytestmark = pytest.mark.django_db

TODAY = date.today()


@pytest.fixture
def second(db) -> User:
    return with_second_factor(
        person("second@platform.example", full_name="Second", is_curator=True, language="zh-hans")
    )


def go_away(client, cover: User | None, days: int = 3):
    said = {"first_day": TODAY, "last_day": TODAY + timedelta(days=days), "cover": cover.pk if cover else ""}
    return client.post("/desk/cover/", said)


@pytest.mark.parametrize("who", ["owner", "official", "outsider"])
def test_nobody_else_is_away(client, request, curator, who):
    absence = Absence.objects.create(curator=curator, first_day=TODAY, last_day=TODAY)
    client.force_login(request.getfixturevalue(who))
    assert client.get("/desk/cover/").status_code == 404
    assert client.post(f"/desk/cover/{absence.pk}/come-back/").status_code == 404
    assert Absence.objects.count() == 1


def test_whoever_covers_is_told_in_their_language_and_reminded(
    client, curator, second, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("desk.letters.ring", lambda task, *said: task(*said))
    client.force_login(curator)
    with django_capture_on_commit_callbacks(execute=True):
        go_away(client, second)
    assert [(letter.to, "/zh-hans/desk/" in letter.body) for letter in mail.outbox] == [
        (["second@platform.example"], True)
    ]
    assert "You are away until" in client.get("/desk/").content.decode()
    client.force_login(second)
    assert "You look after the desk for <bdi>Curator</bdi>" in client.get("/desk/").content.decode()


def test_a_desk_without_anybody_is_told_to_all(client, curator, second):
    client.force_login(curator)
    go_away(client, second)
    client.force_login(second)
    go_away(client, None)
    assert "<bdi>Curator</bdi> is away until" in client.get("/desk/").content.decode(), "the cover is away, too"


def test_days_out_of_order_and_covering_oneself_are_refused(client, curator):
    client.force_login(curator)
    assert "last_day" in go_away(client, None, days=-1).context["form"].errors
    assert "cover" in go_away(client, curator).context["form"].errors


def test_only_whoever_is_away_comes_back(client, curator, second):
    absence = Absence.objects.create(curator=curator, first_day=TODAY, last_day=TODAY, cover=second)
    client.force_login(second)
    assert client.post(f"/desk/cover/{absence.pk}/come-back/").status_code == 404
    client.force_login(curator)
    client.post(f"/desk/cover/{absence.pk}/come-back/")
    assert Absence.objects.count() == 0
