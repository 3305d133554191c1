"""Corrections of verified owners publish themselves; everything else waits; each can be taken back."""

from copy import deepcopy

import pytest
from django.core.files.base import ContentFile
from django.test import Client

import startups.services
from desk.models import SafeEdit
from desk.safe_edits import _corrections
from language.spelling import is_misspelling
from listings.paths import with_value
from startups.documents import ProfileDocument
from startups.models import Startup, Upload
from tests.listings import drafted

pytestmark = pytest.mark.django_db

HEADLINE = "texts.en.headline"
WRONG = "Acoustic sensros that find pipe leaks within two metres"
RIGHT = "Acoustic sensors that find pipe leaks within two metres"


@pytest.fixture
def desk(client, curator) -> Client:
    client.force_login(curator)
    return client


@pytest.fixture
def verified(startup, owner) -> Startup:
    """A published profile of verified owners, with a typing error in its headline."""
    startup.verifications.create(method="company_number", subject="Testlisten", state="confirmed")
    startups.services.publish_document(with_value(live(startup), HEADLINE, WRONG), startup)
    startup.refresh_from_db()
    return startup


def live(startup: Startup) -> dict:
    return deepcopy(dict(ProfileDocument(Startup.objects.get(pk=startup.pk)).data))


def hand_in(startup: Startup, document: dict, by) -> Startup:
    drafted(startup, document, by=by)
    startups.services.submit(startup, by)
    return Startup.objects.get(pk=startup.pk)


def headline(startup: Startup) -> str:
    return Startup.objects.get(pk=startup.pk).text_for("en").headline


def state(startup: Startup) -> str:
    draft = getattr(Startup.objects.get(pk=startup.pk), "draft", None)
    return draft.state if draft else "none"


# Who may not ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner", "official", "outsider"])
def test_nobody_else_takes_back(client, request, verified, owner, who):
    hand_in(verified, with_value(live(verified), HEADLINE, RIGHT), owner)
    client.force_login(request.getfixturevalue(who))
    edit = SafeEdit.objects.get()
    assert [client.post(f"/desk/edits/{edit.pk}/{verb}/").status_code for verb in ("seen", "undo", "review")] == [
        404
    ] * 3
    assert headline(verified) == RIGHT


def test_owners_who_are_not_verified_wait(startup, owner):
    startups.services.publish_document(with_value(live(startup), HEADLINE, WRONG), startup)
    hand_in(startup, with_value(live(startup), HEADLINE, RIGHT), owner)
    assert (headline(startup), state(startup)) == (WRONG, "in_review")


# What is safe ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant", "is_one"),
    [
        ("sensros", "sensors", True),
        ("recieve", "receive", True),
        ("presure", "pressure", True),
        ("leakge", "leakage", False),
        ("Waterr", "Water", True),
        ("tested", "rested", False),
        ("form", "from", False),
        ("17.6", "17.5", False),
        ("two", "one", False),
        ("Handan", "Handn", False),
    ],
)
def test_a_misspelt_word_is_one_that_is_none(written, meant, is_one):
    assert is_misspelling(written, meant) is is_one


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("Finds  leaks , early", "Finds leaks, early", 0),
        ("漏损率 18%，夜间", "漏损率18%, 夜间", 0),
        ("We recieve sensros data", "We receive sensors data", 2),
        ("Cuts losses from 17.6 % to 9.8 %", "Cuts losses from 17.6 % to 8.9 %", None),
        ("Works without power", "Works with power", None),
        ("It is not tested", "It is now tested", None),
        ("漏损率高", "漏损率低", None),
        ("No, leaks stop", "No leaks stop", None),
        ("1 5 leaks", "15 leaks", None),
    ],
)
def test_what_counts_as_a_correction(before, after, count):
    assert _corrections(before, after) == count


def test_a_typing_error_is_corrected_at_once_and_listed(desk, verified, owner):
    hand_in(verified, with_value(live(verified), HEADLINE, RIGHT), owner)
    assert (headline(verified), state(verified)) == (RIGHT, "none")
    assert [(line.verb, line.by) for line in verified.transitions.all()[:2]] == [
        ("self_publish", owner),
        ("submit", owner),
    ]
    page = desk.get("/desk/")
    assert page.context["today"].items == []
    assert "Published by themselves" in page.content.decode()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (HEADLINE, "Acoustic sensors that find pipe leaks within one metre"),
        ("trl", 8),
        ("name.en", "Testlistens"),
        ("contact.email", "other@testlisten.example"),
        ("texts.he", {"headline": "חיישנים"}),
    ],
)
def test_everything_else_waits(verified, owner, path, value):
    hand_in(verified, with_value(with_value(live(verified), HEADLINE, RIGHT), path, value), owner)
    assert (headline(verified), state(verified)) == (WRONG, "in_review")


def test_a_text_is_not_rewritten_by_many_corrections(verified, owner):
    for blanks in range(2, 6):
        product = f"Loggers,{' ' * blanks}a correlator and a map of suspected leaks."
        hand_in(verified, with_value(live(verified), "texts.en.product", product), owner)
    assert (SafeEdit.objects.count(), state(verified)) == (3, "in_review")


def test_a_draft_over_which_the_live_rows_changed_waits(verified, owner):
    drafted(verified, with_value(live(verified), HEADLINE, RIGHT), by=owner)
    startups.services.record_change(verified)
    startups.services.submit(verified, owner)
    assert state(verified) == "in_review"


# The way back ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def edit(verified, owner) -> SafeEdit:
    hand_in(verified, with_value(live(verified), HEADLINE, RIGHT), owner)
    return SafeEdit.objects.get()


def test_undo_brings_back_what_was_there_and_ends_the_trust(desk, verified, owner, edit):
    before = live(verified) | {"texts": with_value(live(verified), HEADLINE, WRONG)["texts"]}
    assert edit.changes == {HEADLINE: [WRONG, RIGHT]}, "and nothing of the contact"
    desk.post(f"/desk/edits/{edit.pk}/undo/")
    assert live(verified) == before
    assert verified.transitions.first().verb == "take_back_edit"
    hand_in(verified, with_value(live(verified), HEADLINE, RIGHT), owner)
    assert (headline(verified), state(verified)) == (WRONG, "in_review")


def test_put_into_review_it_waits_as_a_draft(desk, verified, edit):
    desk.post(f"/desk/edits/{edit.pk}/review/")
    assert (headline(verified), state(verified)) == (WRONG, "in_review")
    assert [item.what for item in desk.get("/desk/").context["today"].items] == ["changed profile"]


def test_what_was_seen_is_listed_no_more_and_taken_back_no_more(desk, verified, edit):
    desk.post(f"/desk/edits/{edit.pk}/seen/")
    assert desk.get("/desk/").context["edits"] == []
    page = desk.post(f"/desk/edits/{edit.pk}/undo/", follow=True)
    assert str(next(iter(page.context["messages"]))).startswith("Somebody was faster")
    assert headline(verified) == RIGHT


def test_what_was_changed_since_is_not_taken_back(desk, verified, edit):
    startups.services.publish_document(with_value(live(verified), "trl", 8), verified)
    desk.post(f"/desk/edits/{edit.pk}/undo/")
    assert (headline(verified), Startup.objects.get().trl) == (RIGHT, 8)


def logo(startup: Startup) -> Upload:
    return startup.uploads.create(kind="logo", file=ContentFile(b"x", "x.png"), content_type="image/png", size=1)


def test_another_logo_is_published_and_the_old_one_comes_back(desk, verified, owner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    first = logo(verified)
    startups.services.publish_document(live(verified) | {"media": [{"file": str(first.key)}]}, verified)
    second = logo(verified)
    hand_in(verified, live(verified) | {"media": [{"file": str(second.key)}]}, owner)
    assert list(verified.uploads.live().values_list("key", flat=True)) == [second.key]
    desk.post(f"/desk/edits/{SafeEdit.objects.get().pk}/undo/")
    assert list(verified.uploads.live().values_list("key", flat=True)) == [first.key]
