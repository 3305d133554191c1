"""Once a year the owners are asked whether all of it still holds; readers are told where nobody has answered."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from startups.models import Startup
from startups.tasks import remind_to_confirm

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(monkeypatch) -> list[tuple[str, str, bool]]:
    sent = []
    monkeypatch.setattr(
        "startups.letters.ring",
        lambda task, letter, address, language, about: sent.append((Path(letter).stem, language, about["is_stale"])),
    )
    return sent


def last_confirmed(days_ago: int) -> None:
    Startup.objects.update(last_confirmed_on=date.today() - timedelta(days_ago))


@pytest.mark.parametrize("days", [0, 334, 335])
def test_nobody_is_asked_within_eleven_months(owner, letters, days):
    last_confirmed(days)
    remind_to_confirm()
    assert letters == []


def test_owners_are_asked_once_at_eleven_and_once_at_thirteen_months(owner, letters):
    owner.language = "zh-hans"
    owner.save()
    last_confirmed(336)
    for _ in range(2):
        remind_to_confirm()
    assert letters == [("confirm", "zh-hans", False)]
    # Two months later.
    Startup.objects.update(reminded_on=date.today() - timedelta(60))
    last_confirmed(396)
    for _ in range(2):
        remind_to_confirm()
    assert letters == [
        ("confirm", "zh-hans", False),
        ("confirm", "zh-hans", True),
    ]


def test_a_stale_profile_says_so_until_it_is_confirmed(client, owner, startup):
    last_confirmed(396)
    assert "Nobody at the company has confirmed" in client.get("/startups/testlisten/").content.decode()
    client.force_login(owner)
    client.post("/startups/testlisten/reconfirm/")
    assert "Nobody at the company has confirmed" not in client.get("/startups/testlisten/").content.decode()
    assert Startup.objects.get().last_confirmed_on == date.today()


def test_what_is_not_published_is_not_asked_about(owner, startup, letters):
    last_confirmed(400)
    Startup.objects.update(status="archived")
    remind_to_confirm()
    assert letters == []
