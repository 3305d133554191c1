"""Off the lists and back: withdrawn, blocked, archived, renewed, reconfirmed."""

from datetime import date

import pytest
from rest_framework.exceptions import ValidationError

import cities.services
import startups.services
from cities.models import Need
from listings.models import Status
from listings.services import MovedOn
from startups.models import Startup
from tests.life.verbs import DOCUMENTS, LATER, status, trail, verbs
from tests.listings import drafted

pytestmark = pytest.mark.django_db


def test_what_was_withdrawn_comes_back_by_review(live, writer, curator):
    verbs(live).withdraw(live, writer)
    verbs(live).submit(live, writer)
    verbs(live).approve(live, curator)
    assert [line[:3] for line in trail(live)] == [
        ("import", "", "published"),
        ("withdraw", "published", {Startup: "archived", Need: "closed"}[type(live)]),
        ("submit", "editing", "in_review"),
        ("approve", "in_review", "published"),
    ]


def test_a_blocked_listing_is_gone_until_the_block_is_lifted(live, writer, curator):
    drafted(live, by=writer)
    verbs(live).submit(live, writer)
    verbs(live).block(live, "A scan of somebody's passport.", curator)
    assert list(type(live).objects.listed()) == []
    for verb in (
        lambda: verbs(live).submit(live, writer),
        lambda: verbs(live).approve(live, curator),
        lambda: verbs(live).publish(live, curator),
        lambda: verbs(live).withdraw(live, writer),
        lambda: verbs(live).archive(live, writer),
        lambda: verbs(live).publish_document(DOCUMENTS[type(live)], over=live),
    ):
        with pytest.raises(MovedOn):
            verb()
    verbs(live).unblock(live, "It was taken out.", curator)
    assert trail(live)[-2:] == [
        ("block", "published", "blocked", "A scan of somebody's passport."),
        ("unblock", "blocked", "published", "It was taken out."),
    ]
    assert list(type(live).objects.listed()) == [live]


def test_what_is_live_is_withdrawn_first_and_archived_then(live, writer):
    with pytest.raises(MovedOn):
        verbs(live).archive(live, writer)
    drafted(live)
    verbs(live).publish(live)
    assert trail(live)[-1][0] == "publish"


def test_a_draft_given_up_is_archived(fresh, writer, curator):
    verbs(fresh).submit(fresh, writer)
    verbs(fresh).archive(fresh, writer)
    assert (status(fresh), trail(fresh)[-1][:3]) == (Status.ARCHIVED, ("archive", "in_review", "archived"))
    with pytest.raises(MovedOn):
        verbs(fresh).approve(fresh, curator)


def test_a_need_is_renewed_also_from_closed(need, writer):
    cities.services.close(need, "LAPSED")
    cities.services.renew(need, LATER, writer)
    need = Need.objects.get()
    assert (need.status, need.expires_on, need.closing_reason) == (Status.PUBLISHED, LATER, "")
    assert trail(need)[-2:] == [("close", "published", "closed", "LAPSED"), ("renew", "closed", "published", "")]


def test_a_need_is_not_renewed_into_the_past(need, writer):
    with pytest.raises(ValidationError) as refusal:
        cities.services.renew(need, date.today(), writer)
    assert refusal.value.detail == {"expires_on": ["Name a day in the future."]}


def test_a_startup_is_reconfirmed(startup, writer):
    Startup.objects.update(last_confirmed_on=date(2020, 1, 1))
    assert startups.services.reconfirm(startup, writer).last_confirmed_on == date.today()
    assert trail(startup)[-1][0] == "reconfirm"
