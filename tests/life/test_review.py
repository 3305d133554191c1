"""From a draft to the lists: handed in, asked about, approved or rejected, each written down."""

import pytest
from rest_framework.exceptions import ValidationError

import startups.services
from listings.models import Status
from listings.services import EditedMeanwhile, MovedOn
from startups.models import Startup
from tests.life.verbs import status, title, titled, trail, verbs
from tests.listings import PROFILE, drafted

pytestmark = pytest.mark.django_db


def test_a_new_listing_goes_from_draft_to_published(fresh, writer, curator):
    verbs(fresh).submit(fresh, writer)
    assert (status(fresh), fresh.draft.__class__.objects.get().state) == (Status.IN_REVIEW, "in_review")
    verbs(fresh).request_changes(fresh, {"texts.en": "Say it with a number."}, curator)
    assert status(fresh) == Status.CHANGES_REQUESTED
    drafted(fresh, titled(fresh, "From 18 % to 8 %"), by=writer)
    verbs(fresh).submit(fresh, writer)
    verbs(fresh).approve(fresh, curator)
    assert (status(fresh), title(fresh)) == (Status.PUBLISHED, "From 18 % to 8 %")
    assert trail(fresh) == [
        ("begin", "", "draft", ""),
        ("submit", "editing", "in_review", ""),
        ("request_changes", "in_review", "changes_requested", ""),
        ("submit", "changes_requested", "in_review", ""),
        ("approve", "in_review", "published", ""),
    ]
    assert [line.by for line in fresh.transitions.order_by("id")] == [writer, writer, curator, writer, curator]


def test_the_live_listing_stays_as_it_is_until_approval(live, writer, curator):
    before = title(live)
    drafted(live, titled(live, "Something new"), by=writer)
    verbs(live).submit(live, writer)
    verbs(live).request_changes(live, {"": "Which year?"}, curator)
    assert (status(live), title(live)) == (Status.PUBLISHED, before)
    verbs(live).submit(live, writer)
    assert (status(live), title(live)) == (Status.PUBLISHED, before)
    verbs(live).approve(live, curator)
    assert title(live) == "Something new"


def test_comments_wait_at_their_fields_and_are_kept_in_the_trail(live, writer, curator):
    drafted(live, by=writer)
    verbs(live).submit(live, writer)
    verbs(live).request_changes(live, {"texts.zh": "请写明年份。"}, curator)
    draft = drafted(live, titled(live, "Changed"), by=writer)
    assert (draft.state, draft.comments) == ("changes_requested", {"texts.zh": "请写明年份。"})
    assert verbs(live).submit(live, writer).comments == {}
    assert live.transitions.get(verb="request_changes").comments == {"texts.zh": "请写明年份。"}


def test_editing_takes_a_draft_back_from_review(fresh, writer, curator):
    verbs(fresh).submit(fresh, writer)
    draft = drafted(fresh, titled(fresh, "Better"), by=writer)
    assert (draft.state, status(fresh)) == ("editing", Status.DRAFT)
    assert trail(fresh)[-1] == ("take_back", "in_review", "editing", "")
    with pytest.raises(MovedOn):
        verbs(fresh).approve(fresh, curator)


def test_what_was_not_read_is_not_approved(live, writer, curator):
    drafted(live, titled(live, "As the curator read it"), by=writer)
    read = verbs(live).submit(live, writer).version
    drafted(live, titled(live, "Slipped in"), by=writer)
    verbs(live).submit(live, writer)
    for verb in (
        lambda: verbs(live).approve(live, curator, version=read),
        lambda: verbs(live).request_changes(live, {"": "No."}, curator, version=read),
        lambda: verbs(live).reject(live, "No.", curator, version=read),
    ):
        with pytest.raises(EditedMeanwhile) as told:
            verb()
    assert told.value.draft.document["texts"]["en"] == titled(live, "Slipped in")["texts"]["en"]


def test_the_second_click_is_told_what_the_first_has_done(fresh, writer, curator):
    verbs(fresh).submit(fresh, writer)
    with pytest.raises(MovedOn) as told:
        verbs(fresh).submit(fresh, writer)
    assert (told.value.last.verb, told.value.last.by) == ("submit", writer)
    verbs(fresh).approve(fresh, curator)
    with pytest.raises(MovedOn) as told:
        verbs(fresh).reject(fresh, "Too late", curator)
    assert told.value.sentence.startswith("Somebody was faster: approved and published by Curator, ")
    assert [line[0] for line in trail(fresh)] == ["begin", "submit", "approve"]


def test_what_is_rejected_stays_with_its_owners(fresh, writer, curator):
    verbs(fresh).submit(fresh, writer)
    verbs(fresh).reject(fresh, "A holding, not a product.", curator)
    assert (status(fresh), fresh.draft.__class__.objects.get().state) == (Status.ARCHIVED, "editing")
    assert trail(fresh)[-1] == ("reject", "in_review", "archived", "A holding, not a product.")
    verbs(fresh).submit(fresh, writer)
    assert status(fresh) == Status.IN_REVIEW


def test_a_rejected_change_leaves_the_live_listing(live, writer, curator):
    drafted(live, titled(live, "Worse"), by=writer)
    verbs(live).submit(live, writer)
    verbs(live).reject(live, "The old one was true.", curator)
    assert (status(live), trail(live)[-1][2]) == (Status.PUBLISHED, "published")


def test_a_listing_withdrawn_during_its_review_is_not_approved(live, writer, curator):
    drafted(live, by=writer)
    verbs(live).submit(live, writer)
    verbs(live).withdraw(live, writer)
    with pytest.raises(MovedOn):
        verbs(live).approve(live, curator)
    assert status(live) in (Status.ARCHIVED, Status.CLOSED)


def test_a_refused_verb_writes_nothing_down(live, writer):
    before = trail(live)
    with pytest.raises(ValidationError):
        verbs(live).publish_document({"slug": "x"}, over=live)
    with pytest.raises(MovedOn):
        verbs(live).unblock(live, "", writer)
    assert trail(live) == before


@pytest.mark.parametrize("who", ["owner", "official", "outsider"])
def test_nobody_but_curators_finds_anything_to_review(request, live, writer, curator, who):
    drafted(live, by=writer)
    verbs(live).submit(live, writer)
    assert list(type(live).objects.reviewable_by(request.getfixturevalue(who))) == []
    assert list(type(live).objects.reviewable_by(curator)) == [live]


def test_curators_find_the_longest_waiting_first(startup, writer, curator):
    waiting = [startups.services.begin(name, writer) for name in ("One", "Two")]
    for listing in (waiting[1], waiting[0]):
        drafted(listing, PROFILE, by=writer)
        startups.services.submit(listing, writer)
    drafted(startup, by=writer)
    assert list(Startup.objects.reviewable_by(curator)) == [waiting[1], waiting[0]]
