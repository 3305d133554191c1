"""Who acts for a startup: invitations, ownership, claims."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from startups import membership
from startups.models import Claim, Invitation, Member
from startups.site_mail import speaks_for
from tests.people import person

pytestmark = pytest.mark.django_db

MEMBERS = "/startups/testlisten/members/"


@pytest.fixture
def member(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def editor(startup):
    user = person("editor@startup.example", full_name="Editor", language="zh-hans")
    return Member.objects.create(startup=startup, user=user)


@pytest.fixture
def newcomer(db):
    return person("new@startup.example", full_name="Newcomer")


def roles(startup) -> dict[str, str]:
    return dict(startup.members.values_list("user__email", "role"))


def link_of(invitation: Invitation) -> str:
    return f"/startups/join/{membership.token_of(invitation)}/"


@pytest.mark.parametrize("person_", ["outsider", "editor"])
@pytest.mark.parametrize("verb", ["invite/", "{pk}/remove/", "{pk}/make-owner/"])
def test_only_owners_decide_who_acts(client, request, startup, owner, person_, verb):
    user = request.getfixturevalue(person_)
    client.force_login(getattr(user, "user", user))
    pk = startup.members.get(user=owner).pk
    answer = client.post(MEMBERS + verb.format(pk=pk), {"email": "x@x.example", "role": "owner"})
    assert answer.status_code == 404
    assert startup.members.get(user=owner).role == Member.Role.OWNER
    assert not Invitation.objects.exists()


def test_an_invitation_is_sent_accepted_and_used_up(
    member, startup, newcomer, django_capture_on_commit_callbacks, settings
):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    with django_capture_on_commit_callbacks(execute=True):
        member.post(f"{MEMBERS}invite/", {"email": "New@startup.example", "role": "editor"})
    invitation = Invitation.objects.get()
    other = Client()
    other.force_login(newcomer)
    link = link_of(invitation)
    assert other.get(link).status_code == 200
    assert not startup.members.filter(user=newcomer).exists()
    assert other.post(link).url == "/startups/testlisten/workspace/"
    assert roles(startup)["new@startup.example"] == "editor"
    assert other.post(link).status_code == 410


def test_the_letter_speaks_the_readers_language(settings, startup, owner, newcomer):
    from listings.tasks import send_letter

    about = {"startup": "Testlisten", "by": "Owner", "role": "editor", "path": "/startups/join/x/"}
    send_letter("startups/letters/invitation.txt", newcomer.email, "en", about)
    [letter] = mail.outbox
    assert letter.subject == "Owner invites you to act for Testlisten"
    assert f"{settings.SITE_URL}/startups/join/x/" in letter.body


def test_a_forwarded_link_lets_nobody_in(startup, owner, outsider):
    invitation = membership.invite(startup, "new@startup.example", "owner", owner)
    other = Client()
    other.force_login(outsider)
    assert other.post(link_of(invitation)).status_code == 403
    assert "outsider@elsewhere.example" not in roles(startup)


def test_a_link_is_good_for_seven_days(startup, owner, newcomer):
    link = link_of(membership.invite(startup, newcomer.email, "editor", owner))
    other = Client()
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1), tick=False):
        other.force_login(newcomer)
        assert other.post(link).status_code == 410
    assert newcomer.email not in roles(startup)


@pytest.mark.parametrize("token", ["x", "x:y:z", "a" * 300])
def test_an_invented_link_opens_nothing(member, token):
    assert member.get(f"/startups/join/{token}/").status_code == 410


def test_a_link_is_worth_nothing_once_taken_back_or_sent_anew(member, startup, owner, newcomer):
    first = membership.token_of(membership.invite(startup, newcomer.email, "editor", owner))
    again = membership.invite(startup, newcomer.email, "owner", owner)
    assert membership.invitation_of(first) is None
    assert membership.invitation_of(membership.token_of(again)) == again
    member.post(f"/startups/testlisten/invitations/{again.pk}/revoke/")
    assert membership.invitation_of(membership.token_of(again)) is None


def test_a_member_is_not_invited_again(member, editor):
    answer = member.post(f"{MEMBERS}invite/", {"email": editor.user.email, "role": "owner"})
    assert (answer.status_code, "member already" in answer.content.decode()) == (422, True)


def test_ownership_is_handed_over(member, startup, owner, editor):
    member.post(f"{MEMBERS}{editor.pk}/make-owner/")
    assert roles(startup) == {"owner@startup.example": "editor", "editor@startup.example": "owner"}


def test_the_last_owner_cannot_leave(member, startup, owner, editor):
    page = member.post(f"{MEMBERS}leave/", follow=True).content.decode()
    assert "The last owner cannot leave" in page
    assert roles(startup)["owner@startup.example"] == "owner"


def test_whoever_left_sees_the_workspace_no_more(client, startup, owner, editor):
    client.force_login(editor.user)
    assert client.post(f"{MEMBERS}leave/").url == "/startups/start/"
    assert client.get("/startups/testlisten/workspace/").status_code == 404


def test_an_owner_removes_an_editor_clicked_twice(member, startup, editor):
    assert [member.post(f"{MEMBERS}{editor.pk}/remove/").status_code for _ in range(2)] == [302, 404]
    assert roles(startup) == {"owner@startup.example": "owner"}


@pytest.mark.parametrize(
    ("email", "website", "speaks"),
    [
        ("a@testlisten.example", "https://testlisten.example/en", True),
        ("a@testlisten.example", "https://www.testlisten.example", True),
        ("a@other.example", "https://testlisten.example", False),
        ("a@listen.example", "https://testlisten.example", False),
        ("a@gmail.com", "https://gmail.com", False),
        ("a@someone.github.io", "https://someone.github.io", False),
        ("a@testlisten.example", "", False),
        ("a@testlisten.example", "http://[", False),
    ],
)
def test_whose_mail_address_speaks_for_a_site(db, email, website, speaks):
    assert speaks_for(person(email), website) is speaks


def test_an_address_that_nobody_confirmed_speaks_for_nothing(db):
    user = person("a@testlisten.example")
    user.emailaddress_set.update(verified=False)
    assert not speaks_for(user, "https://testlisten.example")


def test_mail_at_the_companys_site_is_enough_to_claim(client, startup):
    client.force_login(person("boss@testlisten.example"))
    assert client.post("/startups/testlisten/claim/", {"words": ""}).url == "/startups/testlisten/workspace/"
    assert roles(startup) == {"boss@testlisten.example": "owner"}


def test_where_there_is_an_owner_a_claim_makes_an_editor_and_tells_the_members(
    client, startup, owner, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr("startups.letters.ring", lambda task, letter, address, *rest: told.append((letter, address)))
    client.force_login(person("colleague@testlisten.example"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/startups/testlisten/claim/", {"words": ""})
    assert roles(startup)["colleague@testlisten.example"] == "editor"
    assert told == [("startups/letters/claimed.txt", "owner@startup.example")]


def test_another_address_waits_for_a_curator(client, startup, outsider):
    client.force_login(outsider)
    for _ in range(2):
        client.post("/startups/testlisten/claim/", {"words": "I founded it."})
    assert Claim.objects.get().outcome == ""
    assert "waits for a curator" in client.get("/startups/testlisten/claim/").content.decode()


def test_what_is_not_published_cannot_be_claimed(client, startup, outsider):
    from startups.services import withdraw

    withdraw(startup)
    client.force_login(outsider)
    assert client.post("/startups/testlisten/claim/", {"words": "Mine."}).status_code == 404


def test_queries_do_not_grow_with_members(member, startup, owner, django_assert_num_queries):
    membership.invite(startup, "one@x.example", "editor", owner)
    member.get(MEMBERS)
    with django_assert_num_queries(14):
        member.get(MEMBERS)
    for number in range(2):
        Member.objects.create(startup=startup, user=person(f"m{number}@x.example"))
        membership.invite(startup, f"i{number}@x.example", "editor", owner)
    with django_assert_num_queries(14):
        member.get(MEMBERS)
