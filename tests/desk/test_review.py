"""Curators' pages: what waits, one item at a time, and what the second of two is told."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

import cities.services
import startups.services
from accounts.models import User
from desk.changes import changes
from desk.wording import compared
from listings.models import Status
from listings.reports import report
from listings.tasks import tell, tell_what_was_lost
from startups.documents import ProfileDocument
from startups.models import Startup
from tests.listings import NEED, PROFILE, drafted, published_startup, verify
from tests.people import person, with_second_factor

pytestmark = pytest.mark.django_db

LIST = "/desk/"
PAGE = "/desk/review/startups/testlisten/"


def with_headline(startup: Startup, text: str) -> dict:
    document = deepcopy(dict(ProfileDocument(startup).data))
    document["texts"]["en"]["headline"] = text
    return document


@pytest.fixture
def handed_in(startup, owner) -> Startup:
    drafted(startup, with_headline(startup, "Acoustic sensors that find pipe leaks within one metre"), by=owner)
    startups.services.submit(startup, owner)
    startup.refresh_from_db()
    return startup


@pytest.fixture
def desk(client, curator) -> Client:
    client.force_login(curator)
    return client


def verb(client, startup, name: str, **said):
    return client.post(f"/desk/startups/{startup.pk}/{name}/", {"version": startup.draft_version, **said}, follow=True)


def told(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_a_draft_is_read_in_the_order_of_its_document_and_as_readers_will_see_it(startup):
    """The database gives the keys of a draft in another order, the shortest first."""
    draft = {
        "pilot": {"weeks": 10, "cost_low": 180000},
        "texts": {
            "zh": {"headline": "轴承"},
            "en": {"problem": "It stops.", "advantage": "11 to 2.", "headline": "Bearings"},
        },
        "contact": {"email": "a@b.example", "name": "A"},
        "deployments": [{"since": -2, "place": {"zh": "某市", "en": "a city"}, "country": "IL"}],
    }  # fmt: skip
    found = changes(ProfileDocument(startup), {}, draft)
    assert [(change.path, "".join(piece.text for piece in change.after)) for change in found] == [
        ("texts.en.headline", "Bearings"),
        ("texts.en.problem", "It stops."),
        ("texts.en.advantage", "11 to 2."),
        ("texts.zh.headline", "轴承"),
        ("deployments.0.place.en", "a city"),
        ("deployments.0.place.zh", "某市"),
        ("deployments.0.country", "Israel"),
        ("deployments.0.since", str(date.today().year - 2)),
        ("pilot.cost_low", "180,000"),
        ("pilot.weeks", "10"),
        ("contact.name", "A"),
        ("contact.email", "a@b.example"),
    ]


@pytest.mark.parametrize("who", ["owner", "official", "outsider"])
def test_nobody_else_reads_or_decides(client, request, handed_in, need, who):
    client.force_login(request.getfixturevalue(who))
    for page in (LIST, PAGE, f"/desk/startups/{handed_in.pk}/trail/", f"/desk/departments/{need.department_id}/"):
        assert client.get(page).status_code == 404
    for name in ("approve", "request-changes", "reject", "block", "unblock", "reports/dismiss"):
        assert client.post(f"/desk/startups/{handed_in.pk}/{name}/", {"version": 1}).status_code == 404
    assert handed_in.transitions.count() == 2


def test_an_item_shows_what_changed_and_nothing_else(desk, handed_in):
    [change] = desk.get(PAGE).context["changes"]
    assert (change.path, change.label) == ("texts.en.headline", "texts · English · headline")
    assert [piece.text for piece in change.before if piece.is_changed] == ["two", "metres"]
    assert [piece.text for piece in change.after if piece.is_changed] == ["one", "metre"]
    said = desk.get(PAGE).content.decode()
    assert '<del><span class="visually-hidden">removed: </span>two</del>' in said
    assert '<ins><span class="visually-hidden">added: </span>one</ins>' in said


def test_words_are_compared_and_chinese_sign_by_sign():
    before, after = compared("漏损率18%。", "漏损率降至8%。")
    assert [piece.text for piece in before if piece.is_changed] == ["18"]
    assert [piece.text for piece in after if piece.is_changed] == ["降至8"]
    assert "".join(piece.text for piece in after) == "漏损率降至8%。"


def test_a_number_written_in_another_way_is_no_change(startup):
    live = ProfileDocument(startup).data
    draft = deepcopy(dict(live))
    draft["deployments"] = [dict(draft["deployments"][0]) | {"before": 17.60}]
    assert changes(ProfileDocument(startup), live, draft) == []


def test_changes_of_rows_codes_and_lists_are_named(startup):
    live = ProfileDocument(startup).data
    draft = deepcopy(dict(live)) | {"presence": "NONE", "technologies": ["IOT-SENS"], "certificates": []}
    draft["deployments"] = [dict(draft["deployments"][0]) | {"after": "5"}]
    found = changes(ProfileDocument(startup), live, draft)
    assert [(change.path, change.label) for change in found] == [
        ("technologies", "technologies"),
        ("deployments.0.after", "deployments · 1 · after"),
        ("certificates.0.kind", "certificates · 1 · kind"),
        ("certificates.0.answer", "certificates · 1 · answer"),
        ("certificates.0.number", "certificates · 1 · number"),
        ("presence", "presence in China"),
    ]


def test_a_new_profile_shows_all_that_it_states(desk, owner):
    new = startups.services.begin("Neu", owner)
    drafted(new, PROFILE, by=owner)
    startups.services.submit(new, owner)
    shown = desk.get("/desk/review/startups/neu/").context["changes"]
    assert {"texts.zh.headline", "trl", "contact.email", "deployments.0.contact"} <= {change.path for change in shown}
    assert all(change.before == [] for change in shown)


def test_approving_opens_the_next_item(desk, handed_in, need, official):
    verify(need.department)
    drafted(need, NEED, by=official)
    cities.services.submit(need, official)
    page = verb(desk, handed_in, "approve")
    assert page.redirect_chain == [(f"/desk/review/needs/{need.pk}/", 302)]
    assert told(page) == ["Done: Testlisten. Here is the next one."]
    assert Startup.objects.get().text_for("en").headline.endswith("within one metre")
    page = desk.post(f"/desk/needs/{need.pk}/approve/", {"version": page.context["listing"].draft_version}, follow=True)
    assert page.redirect_chain == [(LIST, 302)]


def test_asking_for_changes_puts_a_comment_at_the_field(desk, handed_in):
    verb(desk, handed_in, "request-changes", **{"comment:texts.en.headline": "Which pipes?", "comment:": ""})
    draft = Startup.objects.get().draft
    assert (draft.state, draft.comments) == ("changes_requested", {"texts.en.headline": "Which pipes?"})


def test_asking_for_nothing_says_so_and_rejecting_needs_a_reason(desk, handed_in):
    page = verb(desk, handed_in, "request-changes", **{"comment:": " "})
    assert page.context["form"].non_field_errors() == ["Say at least at one field what should change."]
    page = verb(desk, handed_in, "reject", **{"comment:": "typed already"})
    assert "typed already" in page.content.decode()
    assert Startup.objects.get().draft.state == "in_review"
    verb(desk, handed_in, "reject", reason="Not a product.")
    assert handed_in.transitions.first().why == "Not a product."


def test_what_changed_meanwhile_is_not_approved_but_shown(desk, handed_in, owner):
    read = handed_in.draft_version
    drafted(handed_in, with_headline(handed_in, "Slipped in"), by=owner)
    startups.services.submit(handed_in, owner)
    page = desk.post(f"/desk/startups/{handed_in.pk}/approve/", {"version": read})
    assert told(page) == ["The draft was changed while you read it. Here it is as it stands now."]
    assert "Slipped" in page.content.decode()
    assert Startup.objects.get().text_for("en").headline == PROFILE["texts"]["en"]["headline"]


def test_the_second_curator_is_told(desk, handed_in):
    second = Client()
    second.force_login(with_second_factor(person("second@platform.example", full_name="Second", is_curator=True)))
    desk.get(PAGE)
    assert "Curator has this open too." in second.get(PAGE).content.decode()
    verb(second, handed_in, "approve")
    page = verb(desk, handed_in, "reject", reason="No")
    assert told(page)[0].startswith("Somebody was faster: approved and published by Second, ")
    assert Startup.objects.get().status == Status.PUBLISHED


def test_a_draft_under_which_the_live_rows_changed_is_marked(desk, handed_in):
    assert desk.get(PAGE).context["is_stale"] is False
    startups.services.record_change(handed_in)
    assert desk.get(PAGE).context["is_stale"] is True


def test_what_became_incomplete_is_said_and_not_published(desk, handed_in):
    draft = handed_in.draft
    draft.document["technologies"] = ["GONE"]
    draft.save()
    page = verb(desk, handed_in, "approve")
    assert told(page) == ["technologies: Unknown technology: GONE. The list stands under Sectors."]


def test_an_item_that_waits_no_longer_leads_to_its_trail(desk, startup):
    page = desk.get(PAGE, follow=True)
    assert (page.redirect_chain, told(page)) == (
        [(f"/desk/startups/{startup.pk}/trail/", 302)],
        ["This waits no longer."],
    )


# Reports and blocks ---------------------------------------------------------------------------------------------------


def test_a_reader_without_an_account_is_sent_to_the_door(client, startup):
    answer = client.post("/startups/testlisten/report/", {"reason": "wrong"})
    assert (answer.status_code, startup.reports.count()) == (302, 0)


def test_what_one_may_not_see_one_cannot_report(client, need, outsider):
    cities.services.withdraw(need)
    client.force_login(outsider)
    assert client.post(f"/needs/{need.pk}/report/", {"reason": "wrong"}).status_code == 404


def test_a_report_reaches_the_curators_and_twice_is_once(client, startup, outsider, curator):
    client.force_login(outsider)
    for words in ("The number is invented.", "All numbers are."):
        client.post("/startups/testlisten/report/", {"reason": "wrong", "words": words})
    assert startup.reports.values_list("reason", "words", "reported_by").get() == (
        "wrong",
        "All numbers are.",
        outsider.pk,
    )
    assert "All numbers are." not in client.get("/startups/testlisten/").content.decode()
    client.force_login(curator)
    assert "All numbers are." in client.get(f"/desk/startups/{startup.pk}/trail/").content.decode()


def test_reports_have_a_limit_a_day(client, outsider, db):
    client.force_login(outsider)
    for number in range(21):
        published_startup(slug=f"n{number}")
        page = client.post(f"/startups/n{number}/report/", {"reason": "wrong"})
    assert page.context["form"].errors == {"reason": ["Too many in one day. Please go on tomorrow."]}


def test_blocking_takes_it_off_at_once_and_answers_the_reports(desk, startup, outsider, curator):
    report(startup, "not_for_readers", "", outsider)
    desk.post(f"/desk/startups/{startup.pk}/block/", {"reason": "Holds a passport."})
    assert Client().get("/startups/testlisten/").status_code == 404
    assert startup.reports.values_list("outcome", "closed_by").get() == ("blocked", curator.pk)
    desk.post(f"/desk/startups/{startup.pk}/unblock/", {"reason": "Taken out."})
    assert Client().get("/startups/testlisten/").status_code == 200


def test_a_block_without_a_reason_is_none(desk, startup):
    assert "reason" in desk.post(f"/desk/startups/{startup.pk}/block/", {"reason": ""}).context["form"].errors
    assert Startup.objects.get().is_listed


def test_dismissed_reports_wait_no_longer_and_the_second_is_told(desk, startup, outsider):
    report(startup, "wrong", "", outsider)
    assert told(desk.post(f"/desk/startups/{startup.pk}/reports/dismiss/", follow=True)) == []
    page = desk.post(f"/desk/startups/{startup.pk}/reports/dismiss/", follow=True)
    assert told(page) == ["Somebody was faster: no report waits here any more."]
    assert startup.reports.get().outcome == "dismissed"


# Trail ----------------------------------------------------------------------------------------------------------------


def test_owners_read_the_history_without_curators_names(client, handed_in, owner, outsider):
    curator = person("secret-name@platform.example", full_name="CANARY-CURATOR", is_curator=True)
    startups.services.request_changes(handed_in, {"texts.en.headline": "Which pipes?"}, curator)
    client.force_login(owner)
    said = client.get("/startups/testlisten/history/").content.decode()
    assert [word for word in ("Which pipes?", "changes requested", "Owner") if word not in said] == []
    assert "CANARY-CURATOR" not in said
    client.force_login(outsider)
    assert client.get("/startups/testlisten/history/").status_code == 404


# Mails ----------------------------------------------------------------------------------------------------------------


def test_owners_are_told_in_their_language_and_nothing_private_is_said(handed_in, owner, curator):
    owner.language = "he"
    owner.save()
    for fields in ({"email": None, "sign_in_name": "no-mail"}, {"email": "partner@x.example"}):
        handed_in.members.create(user=User.objects.create_user(**fields))
    startups.services.request_changes(handed_in, {"texts.en.headline": "PRIVATE-comment"}, curator)
    line = handed_in.transitions.first()
    tell("startups.startuptransition", line.pk)
    tell("startups.startuptransition", line.pk)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["owner@startup.example", "partner@x.example"]
    assert [letter.subject for letter in mail.outbox if letter.to != ["owner@startup.example"]] == [
        "Your profile: please change something"
    ]
    assert [letter for letter in mail.outbox if "PRIVATE" in letter.subject + letter.body] == []
    [hebrew] = [letter for letter in mail.outbox if letter.to == ["owner@startup.example"]]
    assert "/he/startups/testlisten/workspace/" in hebrew.body, "where the comments stand at their fields"


def test_nobody_is_told_of_what_they_did_themselves(handed_in, owner):
    startups.services.withdraw(handed_in, owner)
    tell_what_was_lost()
    assert mail.outbox == []


def test_a_lost_message_is_found_by_the_sweep(handed_in, owner, curator):
    with time_machine.travel(timezone.now() - timedelta(minutes=10)):
        startups.services.approve(handed_in, curator)
    tell_what_was_lost()
    tell_what_was_lost()
    [letter] = mail.outbox
    assert (letter.subject, "/startups/testlisten/history/" in letter.body) == ("Your profile: published", True)
