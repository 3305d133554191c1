"""Today: one list of everything that waits, who may read it, its order, and what it costs."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

import cities.services
import startups.services
from cities.clarification import ask
from cities.models import Need
from desk.asking import language_of_owners
from desk.models import Postponement
from desk.refusing import REASONS, said_in
from desk.services import put_off_to_tomorrow
from desk.today.day import today_for
from listings.models import Status
from listings.reports import report
from listings.tasks import send_letter
from matching.models import Match
from startups import membership
from startups.models import Claim, Member, Startup
from startups.verification import ask_company
from tests.listings import NEED, drafted, published_need, published_startup, verify
from tests.people import person, with_second_factor

pytestmark = pytest.mark.django_db

TODAY = "/desk/"
LONG_AGO = date.today() - timedelta(days=400)


@pytest.fixture
def desk(client, curator) -> Client:
    client.force_login(curator)
    return client


def items(desk: Client) -> list[tuple[str, str]]:
    return [(item.what, item.subject) for item in desk.get(TODAY).context["today"].items]


def hand_in(listing, by) -> None:
    verbs = startups.services if isinstance(listing, Startup) else cities.services
    drafted(listing, by=by)
    verbs.submit(listing, by)


def matched(need, startup, band: int = 3) -> Match:
    return Match.objects.create(
        need=need,
        startup=startup,
        need_rank=1,
        startup_rank=1,
        score=9,
        band=band,
        parts=[1.0] * 9,
        weights_version="1",
    )


@pytest.fixture
def claim(startup, outsider) -> Claim:
    return membership.claim(startup, outsider, "I founded it.")


@pytest.fixture
def stale(startup) -> Startup:
    Startup.objects.update(last_confirmed_on=LONG_AGO)
    startup.refresh_from_db()
    return startup


# Who may not ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner", "official", "outsider"])
def test_nobody_else_reads_the_list_or_decides(client, request, claim, stale, who):
    client.force_login(request.getfixturevalue(who))
    pages = [TODAY, f"/desk/claims/{claim.pk}/", f"/desk/stale/startups/{stale.pk}/"]
    assert [client.get(page).status_code for page in pages] == [404] * 3
    verbs = ["/desk/put-off/", "/desk/take-up/", *(f"{pages[1]}{verb}/" for verb in ("grant", "refuse"))]
    verbs += [f"{pages[2]}{verb}/" for verb in ("ask-again", "take-off")]
    assert [client.post(verb, {"key": "claim.1"}).status_code for verb in verbs] == [404] * 6
    claim.refresh_from_db()
    assert (claim.outcome, Startup.objects.get().status, Postponement.objects.count()) == ("", Status.PUBLISHED, 0)


# The list -------------------------------------------------------------------------------------------------------------


def test_what_waits_stands_in_one_list(desk, startup, need, owner, official, claim, stale):
    verify(need.department)
    now = timezone.now()
    for hours, do in enumerate(
        (
            lambda: report(need, "wrong", "", owner),
            lambda: hand_in(need, official),
            lambda: ask_company(startup, "51-5", owner),
            lambda: hand_in(startup, owner),
        )
    ):
        with time_machine.travel(now - timedelta(hours=hours)):
            do()
    place = f"Handan · Handan Water Affairs Bureau · {need.pk}"
    assert items(desk) == [
        ("not confirmed for long: profile", "Testlisten"),
        ("changed profile", "Testlisten"),
        ("verification: startup", "Testlisten"),
        ("changed need", place),
        ("claim of a profile", "Testlisten"),
        ("report: need", place),
    ]
    assert "Today: 6 items, 14 minutes" in " ".join(desk.get(TODAY).content.decode().split())


def test_urgent_then_overdue_then_what_unblocks_most(desk, startup, need, owner, official, outsider):
    other = published_startup(slug="other")
    matched(need, startup)
    matched(need, other, band=1)
    hand_in(other, owner)
    hand_in(startup, owner)
    report(need, "not_for_readers", "", outsider)
    verify(need.department)
    with time_machine.travel(timezone.now() - timedelta(days=6)):
        hand_in(need, official)
    found = desk.get(TODAY).context["today"].items
    assert [(item.what, item.unblocks, item.is_urgent, item.is_overdue) for item in found] == [
        ("report: need", 1, True, False),
        ("changed need", 1, False, True),
        ("changed profile", 1, False, False),
        ("changed profile", 0, False, False),
    ]
    assert found[2].why == "1 match in the two top bands rests on it"


def test_many_reports_of_one_listing_are_one_item(desk, startup, outsider, official):
    for reader in (outsider, official):
        report(startup, "wrong", "", reader)
    assert items(desk) == [("report: profile", "Testlisten")]


def test_tidying_comes_a_few_at_a_time(desk):
    for number in range(7):
        published_startup(slug=f"n{number}")
    Startup.objects.update(last_confirmed_on=LONG_AGO)
    today = desk.get(TODAY).context["today"]
    assert (len(today.items), today.more) == (5, 2)
    put_off_to_tomorrow(today.items[0].key, None)
    today = desk.get(TODAY).context["today"]
    assert (len(today.items), today.more, len(today.put_off)) == (5, 1, 1)


def test_the_list_costs_the_same_for_one_and_for_three(desk, owner, outsider, django_assert_num_queries):
    def one_more(number: int) -> None:
        startup = published_startup(slug=f"n{number}")
        need = published_need(city=["110000", "310000", "440100"][number])
        verify(need.department)
        matched(need, startup)
        for listing in (startup, need):
            hand_in(listing, owner)
            report(listing, "wrong", "", owner)
        ask_company(startup, "51-5", owner)
        membership.claim(startup, outsider, "Mine.")
        Startup.objects.filter(pk=startup.pk).update(last_confirmed_on=LONG_AGO)
        Need.objects.filter(pk=need.pk).update(last_confirmed_on=LONG_AGO, expires_on=None)

    one_more(0)
    with django_assert_num_queries(31):
        assert len(desk.get(TODAY).context["today"].items) == 8
    for number in (1, 2):
        one_more(number)
    with django_assert_num_queries(31):
        assert len(desk.get(TODAY).context["today"].items) == 23  # of six stale listings five at a time


# Put off --------------------------------------------------------------------------------------------------------------


def test_what_is_put_off_opens_the_next_and_comes_back_tomorrow(desk, claim, startup, owner):
    hand_in(startup, owner)
    page = desk.post("/desk/put-off/", {"key": f"claim.{claim.pk}"}, follow=True)
    assert page.redirect_chain == [("/desk/review/startups/testlisten/", 302)]
    assert items(desk) == [("changed profile", "Testlisten")]
    with time_machine.travel(date.today() + timedelta(days=1)):
        assert len(items(desk)) == 2
    desk.post("/desk/take-up/", {"key": f"claim.{claim.pk}"})
    assert len(items(desk)) == 2


# Claims ---------------------------------------------------------------------------------------------------------------


def roles(startup) -> dict[str, str]:
    return dict(startup.members.values_list("user__email", "role"))


def test_a_granted_claim_makes_the_first_member_the_owner(desk, claim, startup):
    assert "I founded it." in desk.get(f"/desk/claims/{claim.pk}/").content.decode()
    page = desk.post(f"/desk/claims/{claim.pk}/grant/", follow=True)
    assert page.redirect_chain == [(TODAY, 302)]
    assert roles(startup) == {"outsider@elsewhere.example": Member.Role.OWNER}


def test_a_refused_claim_says_why_in_the_claimants_language(
    desk, claim, outsider, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("startups.letters.ring", lambda task, *said: task(*said))
    type(outsider).objects.update(language="zh-hans")
    page = desk.post(f"/desk/claims/{claim.pk}/refuse/")
    assert (page.status_code, page.context["form"].errors) == (200, {"reason": ["Say why."]})
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/desk/claims/{claim.pk}/refuse/", {"template": "unproven", "reason": "Call us."})
    claim.refresh_from_db()
    reason = said_in("zh-hans", REASONS["claim"]["unproven"])
    assert (claim.outcome, claim.why) == (Claim.Outcome.REFUSED, f"{reason}\nCall us.")
    assert [(letter.to, claim.why in letter.body) for letter in mail.outbox] == [([outsider.email], True)]


def test_the_second_curator_learns_what_the_first_has_decided(desk, claim, startup):
    membership.decide_claim(claim, Claim.Outcome.REFUSED, person("second@platform.example", is_curator=True))
    page = desk.post(f"/desk/claims/{claim.pk}/grant/", follow=True)
    assert [str(message) for message in page.context["messages"]] == ["Somebody was faster: Refused."]
    assert roles(startup) == {}


def test_two_curators_who_have_one_claim_open_are_told(desk, claim):
    second = Client()
    second.force_login(with_second_factor(person("second@platform.example", full_name="Second", is_curator=True)))
    desk.get(f"/desk/claims/{claim.pk}/")
    assert "Curator has this open too." in second.get(f"/desk/claims/{claim.pk}/").content.decode()


# Reports --------------------------------------------------------------------------------------------------------------


def test_a_block_says_why_and_opens_the_next_item(desk, startup, outsider, claim, owner):
    report(startup, "not_real", "", outsider)
    reports = f"/desk/startups/{startup.pk}/"
    assert desk.post(f"{reports}block/").context["form"].errors == {"reason": ["Say why."]}
    page = desk.post(f"{reports}block/", {"template": "not_real"}, follow=True)
    assert page.redirect_chain == [(f"/desk/claims/{claim.pk}/", 302)]
    startup.refresh_from_db()
    assert (startup.status, startup.transitions.first().why) == (
        Status.BLOCKED, said_in(language_of_owners(startup), REASONS["block"]["not_real"]),
    )  # fmt: skip


def test_what_nobody_reported_stays_in_sight_when_it_is_blocked(desk, startup):
    page = desk.post(f"/desk/startups/{startup.pk}/block/", {"reason": "A passport."})
    assert page.url == f"/desk/startups/{startup.pk}/trail/"


def test_a_question_is_taken_off_with_a_reason_for_its_asker(desk, need, owner, outsider):
    question = ask(need, "Buy our pipes!", owner)
    report(question, "not_a_listing", "", outsider)
    page = desk.post(f"/desk/questions/{question.pk}/block/", {"template": "advertising"}, follow=True)
    assert page.redirect_chain == [(TODAY, 302)]
    question.refresh_from_db()
    assert question.why_blocked == said_in(owner.language or "en", REASONS["question"]["advertising"])


def test_two_curators_at_one_report_are_told(desk, startup, outsider):
    report(startup, "wrong", "", outsider)
    second = Client()
    second.force_login(with_second_factor(person("second@platform.example", full_name="Second", is_curator=True)))
    page = f"/desk/startups/{startup.pk}/trail/"
    desk.get(page)
    assert "Curator has this open too." in second.get(page).content.decode()


# Stale ----------------------------------------------------------------------------------------------------------------


def test_owners_are_asked_once_more_and_have_a_month(
    desk, curator, stale, owner, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("startups.letters.ring", lambda task, *said: task(*said))
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/desk/stale/startups/{stale.pk}/ask-again/")
    assert [letter.to for letter in mail.outbox] == [["owner@startup.example"]]
    assert items(desk) == []
    with time_machine.travel(date.today() + timedelta(days=30)):
        assert [item.subject for item in today_for(curator).items] == ["Testlisten"]


def test_a_department_is_asked_without_a_title_in_the_mail(
    desk, need, official, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("cities.letters.ring", lambda task, *said: send_letter(*said))
    type(need).objects.update(reply_by=LONG_AGO, last_confirmed_on=LONG_AGO)
    assert items(desk) == [("past its days: need", f"Handan · Handan Water Affairs Bureau · {need.pk}")]
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"/desk/stale/needs/{need.pk}/ask-again/")
    [letter] = mail.outbox
    assert (letter.to, "/zh-hans/departments/" in letter.body) == (["official@city.example"], True)
    assert [text for text in NEED["texts"].values() if text["title"] in letter.subject + letter.body] == []


def test_what_nobody_confirms_is_taken_off(desk, stale, need):
    type(need).objects.update(expires_on=None, last_confirmed_on=LONG_AGO)
    desk.post(f"/desk/stale/startups/{stale.pk}/take-off/")
    desk.post(f"/desk/stale/needs/{need.pk}/take-off/")
    stale.refresh_from_db()
    need.refresh_from_db()
    assert (stale.status, need.status, need.closing_reason) == (Status.ARCHIVED, Status.CLOSED, "LAPSED")


def test_a_need_that_was_renewed_after_its_day_of_reply_is_not_stale(desk, need):
    type(need).objects.update(reply_by=LONG_AGO)
    assert items(desk) == []
