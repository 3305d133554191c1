"""Codes for people without e-mail: from a curator, once, and only for what they were made for."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from accounts.models import Invitation, Role, User
from accounts.services import CodeRefusedError, invite, join_by_invitation
from accounts.signals import invitation_accepted
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db

ENTER, JOIN, LIST = "/accounts/code/", "/accounts/join/", "/accounts/invitations/"
CHOSEN = {"full_name": "王伟", "password": PASSWORD, "agrees": "on"}


@pytest.fixture
def invited(curator) -> tuple[Invitation, str]:
    return invite(Role.OFFICIAL, "王伟, 邯郸市水务局, called back", curator)


def join(client, code: str, **changes):
    client.post(ENTER, {"code": code})
    return client.post(JOIN, CHOSEN | changes)


@pytest.mark.parametrize("name", ["owner", "official", "outsider"])
def test_only_curators_invite(client, request, name, invited):
    client.force_login(request.getfixturevalue(name))
    revoke = f"{LIST}{invited[0].pk}/revoke/"
    sent = {"role": "official", "for_whom": "me"}
    assert [client.get(LIST).status_code, client.post(LIST, sent).status_code] == [404, 404]
    assert client.post(revoke).status_code == 404
    assert Invitation.objects.get().is_open


def test_visitors_do_not_see_the_list(client):
    assert client.get(LIST).url == "/accounts/login/?next=/accounts/invitations/"


def test_the_code_is_shown_once_and_never_stored(client, curator):
    client.force_login(curator)
    code = client.post(LIST, {"role": "official", "for_whom": "Wang Wei"}).context["code"]
    assert code not in client.get(LIST).content.decode()
    assert code not in str(dict(client.session))
    row = Invitation.objects.values().get()
    assert not [value for value in row.values() if code in str(value)]
    assert (row["issued_by_id"], row["role"], row["for_whom"]) == (curator.pk, "official", "Wang Wei")


def test_an_official_without_e_mail_joins_and_signs_in(client, client_of, invited):
    invitation, code = invited
    assert join(client, code).url == "/accounts/welcome/"
    user = User.objects.get(full_name="王伟")
    assert (user.email, user.sign_in_name, user.role) == (None, invitation.sign_in_name, "official")
    assert sorted(user.consents.values_list("document", flat=True)) == ["privacy", "terms"]
    again = client_of()
    again.post("/accounts/login/", {"login": user.sign_in_name.upper(), "password": PASSWORD})
    assert again.session["_auth_user_id"] == str(user.pk)
    assert mail.outbox == []


def test_the_code_may_be_typed_as_one_likes(client, invited):
    code = invited[1].lower().replace("-", " ")
    assert client.post(ENTER, {"code": f" {code} "}).url == JOIN


def test_a_code_opens_one_account(client, client_of, invited):
    join(client, invited[1])
    other = client_of()
    assert "does not open anything" in other.post(ENTER, {"code": invited[1]}).content.decode()
    assert join(other, invited[1]).url == ENTER
    with pytest.raises(CodeRefusedError):
        join_by_invitation(invited[0].digest, "Somebody", PASSWORD, allows_transfer=False)
    assert User.objects.filter(role="official").count() == 1


def test_a_revoked_code_opens_nothing(client, client_of, curator, invited):
    client.force_login(curator)
    client.post(f"{LIST}{invited[0].pk}/revoke/")
    assert client_of().post(ENTER, {"code": invited[1]}).status_code == 200


def test_an_expired_code_opens_nothing(client, invited):
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert client.post(ENTER, {"code": invited[1]}).status_code == 200


def test_it_expires_while_the_form_is_open(client, invited):
    client.post(ENTER, {"code": invited[1]})
    Invitation.objects.update(revoked_at=timezone.now())
    assert client.post(JOIN, CHOSEN).url == ENTER
    assert not User.objects.filter(role="official").exists()


@pytest.mark.parametrize("changes", [{"password": "12345678"}, {"full_name": ""}, {"agrees": ""}])
def test_a_bad_password_or_no_consent_makes_no_account(client, invited, changes):
    assert list(join(client, invited[1], **changes).context["form"].errors) == list(changes)
    assert Invitation.objects.get().is_open


def test_without_a_code_there_is_nothing_to_join(client):
    assert client.get(JOIN).url == ENTER
    assert client.post(JOIN, CHOSEN).url == ENTER


def test_the_page_one_came_from_is_not_lost(client, invited):
    page = client.post(ENTER, {"code": invited[1]}, query_params={"next": "/needs/"}).url
    assert client.post(page, CHOSEN).url == "/needs/"


def test_apps_above_hear_of_it_and_can_refuse(client, invited):
    heard = []

    def refuse(invitation, user, **_):
        heard.append((invitation.pk, user.full_name))
        raise RuntimeError

    invitation_accepted.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            join(client, invited[1])
    finally:
        invitation_accepted.disconnect(refuse)
    assert heard == [(invited[0].pk, "王伟")]
    assert Invitation.objects.get().is_open
    assert not User.objects.filter(full_name="王伟").exists()


def test_whoever_has_an_account_uses_the_code_for_it(client, invited):
    user = person("wang@city.example")
    client.force_login(user)
    client.post(ENTER, {"code": invited[1]})
    assert client.post(JOIN, CHOSEN).status_code == 200
    client.post("/accounts/join/accept/")
    user.refresh_from_db()
    assert (Invitation.objects.get().used_by, user.role) == (user, "official")
    assert not User.objects.filter(full_name="王伟").exists()


def test_a_lost_password_is_renewed_by_a_code(client, client_of, curator, invited):
    join(client, invited[1])
    user = User.objects.get(full_name="王伟")
    desk, new = client_of(), "quite another long one"
    desk.force_login(curator)
    sent = {"role": "official", "for_whom": "Wang again", "account": user.sign_in_name}
    code = desk.post(LIST, sent).context["code"]
    other = client_of()
    other.post(ENTER, {"code": code})
    assert list(other.get(JOIN).context["form"].fields) == ["password"]
    other.post(JOIN, {"password": new})
    user.refresh_from_db()
    assert user.check_password(new)
    assert client.get("/accounts/").status_code == 302


@pytest.mark.parametrize("fields", [{"email": "has@mail.example"}, {"is_curator": True}, {"is_staff": True}])
def test_no_code_opens_an_account_that_can_help_itself_or_has_rights(curator, fields):
    account = User.objects.create_user(password=PASSWORD, **({"email": None, "sign_in_name": "city-x"} | fields))
    with pytest.raises(PermissionError):
        invite(Role.OFFICIAL, "somebody", curator, account=account)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, curator, count, django_assert_num_queries):
    for _ in range(count):
        invite(Role.OFFICIAL, "somebody", curator)
    client.force_login(curator)
    with django_assert_num_queries(3):
        assert len(client.get(LIST).context["invitations"]) == count
