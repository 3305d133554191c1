"""The life of a listing, once for both kinds: every verb, from where it may start, what it leaves and writes down."""

from copy import deepcopy
from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection
from rest_framework.exceptions import ValidationError

import cities.services
import startups.services
from accounts.models import User
from cities.models import City, Department, Need, NeedDraft
from listings.models import Listing, Status
from listings.services import EditedMeanwhile, MovedOn
from startups.models import ProfileDraft, Startup
from tests.listings import NEED, PROFILE, drafted, published_startup, verify
from tests.people import person

pytestmark = pytest.mark.django_db

SERVICES = {Startup: startups.services, Need: cities.services}
DOCUMENTS = {Startup: PROFILE, Need: NEED}
LATER = date.today() + timedelta(days=90)


def verbs(listing: Listing):
    return SERVICES[type(listing)]


def titled(listing: Listing, title: str) -> dict:
    """The document the listing was published from, with another headline or title."""
    document = deepcopy(DOCUMENTS[type(listing)])
    document["texts"]["en"]["headline" if isinstance(listing, Startup) else "title"] = title
    return document


def title(listing: Listing) -> str:
    return str(type(listing).objects.get(pk=listing.pk).text_for("en"))


def trail(listing: Listing) -> list[tuple]:
    return list(listing.transitions.order_by("id").values_list("verb", "was", "became", "why"))


def status(listing: Listing) -> str:
    return type(listing).objects.get(pk=listing.pk).status


@pytest.fixture
def writer() -> User:
    return person("writer@x.example")


@pytest.fixture(params=["startup", "need"])
def live(request, db) -> Listing:
    listing = request.getfixturevalue(request.param)
    if request.param == "need":
        verify(listing.department)
    return listing


@pytest.fixture(params=["startup", "need"])
def fresh(request, writer) -> Listing:
    """Never published, its draft complete."""
    if request.param == "startup":
        listing = startups.services.begin("Testlisten", writer)
    else:
        handan = Department.objects.create(
            city=City.objects.get(pk="130400"), kind_id="WATER", name_zh="邯郸市水务局", name_en="Handan Water"
        )
        listing = cities.services.begin(verify(handan), writer)
    drafted(listing, by=writer)
    return listing


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


@pytest.mark.parametrize("kept", [{}, {"texts": {"en": {}}}, {"website": "http://", "trl": "nine", "kpis": []}])
def test_a_draft_is_kept_as_it_is_typed(live, writer, kept):
    known = DOCUMENTS[type(live)] | {"website": "", "trl": 1} if isinstance(live, Startup) else DOCUMENTS[type(live)]
    typed = {key: value for key, value in kept.items() if key in known}
    draft = drafted(live, typed or {"texts": {}}, by=writer)
    assert draft.document.items() >= (typed or {"texts": {}}).items()


@pytest.mark.parametrize(
    ("typed", "path", "sentence"),
    [
        ({"texts": {"en": {"problem": "x" * 6_001}}}, "texts.en.problem", "At most "),
        ({"texts": {"en": {"problem": "a\x00b"}}}, "texts.en.problem", "Null characters are not allowed."),
        ({"texts": {"en": {"problem": "\ud800"}}}, "texts.en.problem", "Surrogate characters are not allowed: U+D800."),
        ({"texts": {"fr": {}}}, "texts.fr", "Unknown key. It may be one of: en, zh, he."),
        ({"texts": []}, "texts", "This must be an object with named fields."),
        ({"contact": {"name": ["x"]}}, "contact.name", "This must be a single value."),
        ({"contact": {"name": float("inf")}}, "contact.name", "This number is too large."),
        ({"zebra": 1}, "zebra", "Unknown key. It may be one of: "),
        ("text", "document", "This must be an object with named fields."),
    ],
)
def test_what_is_no_draft_is_refused_and_named(live, writer, typed, path, sentence):
    with pytest.raises(ValidationError) as refusal:
        verbs(live).keep_draft(live, typed, writer, 0)
    assert [str(text)[: len(sentence)] for text in refusal.value.detail[path]] == [sentence]
    assert (ProfileDraft.objects.count(), NeedDraft.objects.count()) == (0, 0)


def test_a_list_without_end_is_refused(startup, writer):
    with pytest.raises(ValidationError) as refusal:
        startups.services.keep_draft(startup, {"awards": ["prize"] * 61}, writer, 0)
    assert refusal.value.detail == {"awards": ["At most 60 entries."]}


def test_an_incomplete_draft_is_not_handed_in(fresh, writer):
    drafted(fresh, {"texts": {}}, by=writer)
    with pytest.raises(ValidationError) as refusal:
        verbs(fresh).submit(fresh, writer)
    assert "texts" in refusal.value.detail
    assert (status(fresh), len(trail(fresh))) == (Status.DRAFT, 1)


def test_the_second_editor_is_told_and_loses_nothing(live, writer):
    first = drafted(live, titled(live, "The first editor's"), by=writer)
    with pytest.raises(EditedMeanwhile) as told:
        verbs(live).keep_draft(live, titled(live, "The second editor's"), writer, first.version - 1)
    assert told.value.draft.document["texts"]["en"] == titled(live, "The first editor's")["texts"]["en"]


def test_a_page_of_an_earlier_draft_is_noticed_after_publication(live, writer):
    old = drafted(live, by=writer).version
    drafted(live, by=writer)
    verbs(live).publish(live)
    drafted(live, titled(live, "The next draft"), by=writer)
    with pytest.raises(EditedMeanwhile):
        verbs(live).keep_draft(live, titled(live, "Out of an old tab"), writer, old)


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


def test_a_refused_verb_writes_nothing_down(live, writer):
    before = trail(live)
    with pytest.raises(ValidationError):
        verbs(live).publish_document({"slug": "x"}, over=live)
    with pytest.raises(MovedOn):
        verbs(live).unblock(live, "", writer)
    assert trail(live) == before


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


def test_a_draft_carries_no_need_to_another_department(need, writer):
    kunming = {"city": "530100", "department": {"kind": "WATER", "name": {"zh": "昆明市水务局"}}}
    drafted(need, NEED | kunming, by=writer)
    published = cities.services.publish(need)
    assert (published.department_id, Department.objects.count()) == (need.department_id, 1)


def test_a_draft_moves_no_profile_to_another_address(startup, writer):
    drafted(startup, PROFILE | {"slug": "elsewhere"}, by=writer)
    assert startups.services.publish(startup).slug == "testlisten"


def test_a_startup_is_begun_once_however_often_one_clicks(writer):
    first, again = (startups.services.begin("听测 Leaks & Co", writer) for _click in range(2))
    assert (first, first.slug, first.members.get().user) == (again, "leaks-co", writer)
    other = startups.services.begin("听测 Leaks & Co", person("other@x.example"))
    assert (other.slug, startups.services.begin("听测", writer).slug) == ("leaks-co-2", "startup")


def test_a_need_is_begun_once_however_often_one_clicks(department, official):
    typed = {"texts": {"zh": {"problem": "漏损"}}}
    first, again = (cities.services.begin(department, official, typed) for _click in range(2))
    assert first == again
    assert cities.services.begin(department, official, {}) != first


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
