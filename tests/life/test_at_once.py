"""Two people at one listing in the same moment: the lock lets one through and tells the other."""

from threading import Thread

import pytest
from django.db import connection

import startups.services
from listings.services import EditedMeanwhile, MovedOn
from startups.models import Startup
from tests.life.verbs import titled
from tests.listings import drafted, published_startup
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_of_two_curators_at_once_one_is_told(transactional_db):
    writer, curator = person("writer@x.example"), person("curator@x.example", is_curator=True)
    startup = published_startup()
    drafted(startup, by=writer)
    startups.services.submit(startup, writer)
    outcomes: list[str] = []

    def decide(verb) -> None:
        try:
            verb()
            outcomes.append("done")
        except MovedOn:
            outcomes.append("told")
        finally:
            connection.close()

    both = [
        Thread(target=decide, args=[lambda: startups.services.approve(startup, curator)]),
        Thread(target=decide, args=[lambda: startups.services.reject(startup, "No", curator)]),
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert sorted(outcomes) == ["done", "told"]
    assert startup.transitions.filter(verb__in=["approve", "reject"]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_is_told(transactional_db):
    writer, startup = person("writer@x.example"), published_startup()
    outcomes: list[str] = []

    def keep(headline: str) -> None:
        try:
            startups.services.keep_draft(startup, titled(startup, headline), writer, 0)
            outcomes.append("kept")
        except EditedMeanwhile:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=keep, args=[headline]) for headline in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["kept", "told"]
    assert Startup.objects.get().draft_version == 1
