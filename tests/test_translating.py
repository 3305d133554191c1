"""What curators translate or review: where it is written, what outlives a publication, and who comes second."""

from copy import deepcopy

import pytest
from rest_framework.exceptions import ValidationError

import cities.services
import startups.services
from listings.models import Draft
from listings.text_reviews import digest
from listings.translating import TranslatedMeanwhile
from startups.documents import ProfileDocument
from startups.models import Startup
from tests.listings import NEED, PROFILE, drafted, published_startup, verify

pytestmark = pytest.mark.django_db

CHINESE = {"headline": "听漏传感器", "problem": "暗漏。", "advantage": "由17.6%降至9.8%。"}


def machine_made(**changes) -> Startup:
    texts = deepcopy(PROFILE["texts"])
    texts["zh"] |= {"origin": "machine"}
    return published_startup(slug="machine-made", texts=texts, **changes)


def chinese(startup: Startup):
    return startup.texts.get(language="zh")


def seen(startup: Startup) -> str:
    return digest(ProfileDocument(Startup.objects.get(pk=startup.pk)).data["texts"].get("zh", {}))


@pytest.fixture
def in_review(startup, owner) -> Startup:
    document = deepcopy(PROFILE)
    del document["texts"]["zh"]
    drafted(startup, document, by=owner)
    startups.services.submit(startup, owner)
    startup.refresh_from_db()
    return startup


def test_a_translated_draft_stays_in_review_and_can_be_approved(in_review, curator):
    with pytest.raises(ValidationError):
        startups.services.approve(in_review, curator)
    version = in_review.draft_version
    startups.services.translate(in_review, "zh", CHINESE, curator, digest({}))
    listing = Startup.objects.get(pk=in_review.pk)
    assert (listing.draft.state, listing.draft_version) == (Draft.State.IN_REVIEW, version + 1)
    assert listing.draft.document["texts"]["zh"]["headline"] == "听漏传感器"
    startups.services.approve(listing, curator, listing.draft_version)
    text = chinese(listing)
    assert (text.headline, text.origin, text.is_trusted) == ("听漏传感器", "person", True)


def test_a_live_text_is_written_at_once_and_ranked_again(curator):
    startup = machine_made()
    revision = startup.revision
    startups.services.translate(startup, "zh", CHINESE, curator, seen(startup))
    startup.refresh_from_db()
    assert (chinese(startup).headline, chinese(startup).origin) == ("听漏传感器", "person")
    assert startup.revision == revision + 1
    line = startup.transitions.first()
    assert (line.verb, line.by, line.reason) == ("translate", curator, "Chinese")


def test_a_draft_that_says_the_same_takes_the_translation_along(owner, curator):
    startup = machine_made()
    document = deepcopy(dict(ProfileDocument(startup).data)) | {"trl": 7}
    drafted(startup, document, by=owner)
    startups.services.translate(startup, "zh", CHINESE, curator, seen(startup))
    draft = Startup.objects.get(pk=startup.pk).draft
    assert (draft.state, draft.document["trl"]) == (Draft.State.EDITING, 7)
    assert draft.document["texts"]["zh"]["headline"] == "听漏传感器"


def test_what_owners_write_there_themselves_stays_theirs(owner, curator):
    startup = machine_made()
    document = deepcopy(dict(ProfileDocument(startup).data))
    document["texts"]["zh"]["headline"] = "他们自己的"
    drafted(startup, document, by=owner)
    startups.services.translate(startup, "zh", CHINESE, curator, seen(startup))
    draft = Startup.objects.get(pk=startup.pk).draft
    assert draft.document["texts"]["zh"]["headline"] == "他们自己的"


def test_who_comes_second_writes_nothing_and_sees_the_other_text(curator, admin_user):
    startup = machine_made()
    first = seen(startup)
    startups.services.translate(startup, "zh", CHINESE, curator, first)
    with pytest.raises(TranslatedMeanwhile) as meanwhile:
        startups.services.translate(startup, "zh", CHINESE | {"headline": "别的"}, admin_user, first)
    assert meanwhile.value.text["headline"] == "听漏传感器"
    assert chinese(startup).headline == "听漏传感器"


def test_sent_twice_it_is_written_once(curator):
    startup = machine_made()
    first = seen(startup)
    for _ in range(2):
        startups.services.translate(startup, "zh", CHINESE, curator, first)
    assert startup.transitions.filter(verb="translate").count() == 1


def test_a_wrong_text_is_refused_and_nothing_is_written(curator):
    startup = machine_made()
    with pytest.raises(ValidationError) as refusal:
        startups.services.translate(startup, "zh", CHINESE | {"headline": "长" * 161}, curator, seen(startup))
    assert list(refusal.value.detail) == ["headline"]
    assert chinese(startup).origin == "machine"


def test_a_review_makes_a_machines_text_trusted_and_outlives_a_publication(owner, curator):
    startup = machine_made()
    assert not chinese(startup).is_trusted
    startups.services.mark_reviewed(startup, "zh", curator, seen(startup))
    reviewed = chinese(startup)
    assert (reviewed.reviewed_by, reviewed.is_trusted) == (curator, True)
    document = deepcopy(dict(ProfileDocument(startup).data)) | {"trl": 7}
    drafted(startup, document, by=owner)
    startups.services.publish(startup, curator)
    assert (chinese(startup).reviewed_by, chinese(startup).reviewed_at) == (curator, reviewed.reviewed_at)
    assert chinese(startup).pk != reviewed.pk


@pytest.mark.parametrize("change", [{"headline": "另外的"}, {"origin": "person"}])
def test_a_review_ends_with_the_text_it_was_of(owner, curator, change):
    startup = machine_made()
    startups.services.mark_reviewed(startup, "zh", curator, seen(startup))
    document = deepcopy(dict(ProfileDocument(startup).data))
    document["texts"]["zh"] |= change
    drafted(startup, document, by=owner)
    startups.services.publish(startup, curator)
    assert chinese(startup).reviewed_at is None


def test_a_draft_is_reviewed_before_it_is_live(startup, owner, curator):
    document = deepcopy(PROFILE)
    document["texts"]["zh"]["origin"] = "machine"
    drafted(startup, document, by=owner)
    startups.services.submit(startup, owner)
    shown = digest(Startup.objects.get().draft.document["texts"]["zh"])
    startups.services.mark_reviewed(startup, "zh", curator, shown)
    assert chinese(startup).reviewed_at is None
    startups.services.approve(startup, curator)
    assert (chinese(startup).origin, chinese(startup).reviewed_by) == ("machine", curator)


def test_a_review_of_a_draft_does_not_hold_for_what_owners_write_later(startup, owner, curator):
    document = deepcopy(PROFILE)
    document["texts"]["zh"]["origin"] = "machine"
    drafted(startup, document, by=owner)
    startups.services.submit(startup, owner)
    shown = digest(Startup.objects.get().draft.document["texts"]["zh"])
    startups.services.mark_reviewed(startup, "zh", curator, shown)
    document["texts"]["zh"]["headline"] = "换了"
    drafted(startup, document, by=owner)
    startups.services.submit(Startup.objects.get(), owner)
    startups.services.approve(Startup.objects.get(), curator)
    assert (chinese(startup).headline, chinese(startup).reviewed_at) == ("换了", None)


def test_a_needs_draft_is_translated_in_the_same_way(need, official, curator):
    verify(need.department)
    document = deepcopy(NEED)
    del document["texts"]["en"]
    drafted(need, document, by=official)
    cities.services.submit(need, official)
    text = {"title": "Leakage", "problem": "The mains leak."}
    cities.services.translate(need, "en", text, curator, digest({}))
    need.refresh_from_db()
    cities.services.approve(need, curator, need.draft_version)
    assert need.texts.get(language="en").title == "Leakage"
