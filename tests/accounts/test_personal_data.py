"""One's own data: all of it and nothing of others in the export; none of it anywhere after deletion."""

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import connection, models

import cities.services
import startups.services
from accounts.models import Invitation, Role, User
from accounts.personal_data import consequences_of
from accounts.services import delete_account, forget_unconfirmed, invite, issue_token, join_by_invitation
from cities.models import Official
from startups.models import Member, Startup
from tests.listings import NEED, PROFILE, published_startup
from tests.people import PASSWORD, person

pytestmark = pytest.mark.django_db

SIGN_IN, DELETE, EXPORT = "/accounts/login/", "/accounts/delete/", "/accounts/export/"
MARKER, ADDRESS = "MARKER-full-name", "marker@person.example"


def columns_naming_people() -> Iterator[tuple[type[models.Model], models.Field]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.OneToOneField) and field.related_model is User:
                yield model, field


def cells_holding(text: str) -> list[str]:
    """Every column of the database in which the text stands, as table.column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND data_type IN ('text', 'character varying', 'jsonb', 'ARRAY', 'inet', 'tsvector')"
        )
        columns = cursor.fetchall()
        found = []
        for table, column in columns:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ILIKE %s', [f"%{text}%"])
            found += [f"{table}.{column}"] * bool(cursor.fetchone()[0])
    return sorted(found)


def exported(client) -> dict[str, dict]:
    archive = zipfile.ZipFile(BytesIO(client.post(EXPORT).content))
    return {
        name.removesuffix(".json"): json.loads(archive.read(name))
        for name in archive.namelist()
        if name.endswith(".json")
    }


@pytest.fixture
def busy(client, settings, tmp_path, startup, department, need, curator) -> User:
    """Somebody of whom every table holds something."""
    settings.MEDIA_ROOT = tmp_path
    user = person(ADDRESS, full_name=MARKER, role=Role.FOUNDER)
    client.post(SIGN_IN, {"login": ADDRESS, "password": PASSWORD}, headers={"User-Agent": "MARKER-browser"})
    Member.objects.create(startup=startup, user=user, role=Member.Role.OWNER)
    Official.objects.create(department=department, user=user)
    issue_token(user, "MARKER-token")
    contact = {"name": MARKER, "email": ADDRESS, "phone": "000"}
    Startup.objects.update(contact_name=MARKER, contact_email=ADDRESS, contact_phone="000")
    type(need).objects.update(contact_name=MARKER, contact_email=ADDRESS)
    startups.services.keep_draft(startup, PROFILE | {"contact": contact}, user, startup.draft_version)
    cities.services.keep_draft(need, NEED | {"contact": contact}, user, need.draft_version)
    for listing in (startup, need):
        listing.transitions.create(by=user, verb="edit", was="published", became="published")
    startup.texts.update(reviewed_by=user)
    need.texts.update(reviewed_by=user)
    startup.verifications.create(method="site", subject="x", contact=ADDRESS, asked_by=user, decided_by=user)
    letter = department.verifications.create(method="letter", subject="x", contact=ADDRESS, asked_by=user)
    letter.decided_by, letter.note = user, MARKER
    letter.letter.save("letter.jpg", ContentFile(b"pixels"))
    LogEntry.objects.create(user=user, action_flag=CHANGE, object_repr="something")
    LogEntry.objects.log_actions(curator.pk, User.objects.filter(pk=user.pk), CHANGE, MARKER)
    invitation, _code = invite(Role.OFFICIAL, MARKER, curator)
    Invitation.objects.filter(pk=invitation.pk).update(used_by=user, issued_by=user)
    return user


@pytest.mark.parametrize("path", [EXPORT, DELETE, "/accounts/tokens/", "/accounts/"])
def test_visitors_have_no_data_to_take_or_delete(client, path):
    assert client.post(path).url.startswith("/accounts/login/")


def test_deleting_asks_for_the_password_first(client, owner):
    client.force_login(owner)
    for method in (client.get, client.post):
        assert method(DELETE).url.startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": "wrong"})
    client.post(DELETE)
    assert User.objects.filter(pk=owner.pk).exists()


def test_a_demo_persona_cannot_be_deleted(client, settings):
    settings.DEMO_MODE = True
    client.force_login(person("demo@city.example", persona="official"))
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post(DELETE).status_code == 404


def test_the_person_deletes_themselves(client, owner):
    client.post(SIGN_IN, {"login": owner.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert "stays without anybody" in client.get(DELETE).content.decode()
    assert client.post(DELETE).url == "/"
    assert not User.objects.filter(pk=owner.pk).exists()
    assert "_auth_user_id" not in client.session


def test_every_table_that_names_people_is_tried(busy):
    named = {
        model._meta.label
        for model, field in columns_naming_people()
        if model._default_manager.filter(**{field.name: busy}).exists()
    }
    assert named >= {
        "account.EmailAddress", "accounts.ApiToken", "accounts.Consent", "accounts.Invitation", "admin.LogEntry",
        "cities.DepartmentVerification", "cities.NeedDraft", "cities.NeedText", "cities.NeedTransition",
        "cities.Official", "startups.Member", "startups.ProfileDraft", "startups.StartupText",
        "startups.StartupTransition", "startups.StartupVerification", "usersessions.UserSession",
    }  # fmt: skip


def test_nothing_names_the_person_any_more(busy, startup):
    assert {"accounts_user.email", "startups_startup.contact_email"} <= set(cells_holding(ADDRESS))
    Member.objects.create(startup=startup, user=person("other@startup.example"), role=Member.Role.OWNER)
    pk = busy.pk
    delete_account(busy)
    assert [
        f"{model._meta.label}.{field.name}"
        for model, field in columns_naming_people()
        if model._default_manager.filter(**{field.attname: pk}).exists()
    ] == []
    assert (cells_holding("MARKER"), cells_holding(ADDRESS)) == ([], [])


def test_their_files_go_with_the_rows(busy, department, tmp_path, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(busy)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert department.verifications.get(method="letter").letter.name == ""


def test_their_sessions_end(client, busy):
    assert Session.objects.count() == 1
    delete_account(busy)
    assert Session.objects.count() == 0
    assert client.get("/accounts/").status_code == 302


def test_what_others_share_stays(busy, startup, need):
    Member.objects.create(startup=startup, user=person("other@startup.example"), role=Member.Role.OWNER)
    delete_account(busy)
    startup.refresh_from_db()
    need.refresh_from_db()
    assert (startup.status, startup.contact_email, startup.texts.count()) == ("published", "", 2)
    assert (need.status, need.contact_email, need.draft.author) == ("published", "", None)
    assert need.transitions.filter(verb="import", by=None).count() == 1


def test_others_keep_theirs(busy, official, startup, need):
    Startup.objects.update(contact_name="Somebody else", contact_email="else@startup.example")
    delete_account(busy)
    startup.refresh_from_db()
    assert startup.contact_email == "else@startup.example"
    assert Official.objects.get().user == official
    assert EmailAddress.objects.filter(user=official).count() == 1


def test_a_startup_left_alone_can_be_claimed_again(owner, startup):
    assert list(consequences_of(owner)) == [
        "Testlisten stays without anybody who acts for it. Hand it over first, or withdraw it."
    ]
    delete_account(owner)
    startup.refresh_from_db()
    assert (startup.status, startup.members.count()) == ("published", 0)


def test_what_was_never_published_and_was_theirs_alone_goes():
    user = person("founder@startup.example")
    startups.services.begin("Never shown", user)
    assert list(consequences_of(user)) == [
        "The unpublished profile of Never shown is deleted: nobody else acts for it."
    ]
    delete_account(user)
    assert not Startup.objects.exists()


def test_the_longest_standing_editor_becomes_the_owner(owner, startup):
    editors = [person(f"editor-{number}@startup.example", full_name=f"Editor {number}") for number in (1, 2)]
    for editor in editors:
        Member.objects.create(startup=startup, user=editor)
    assert list(consequences_of(owner)) == ["Editor 1 becomes the owner of Testlisten."]
    delete_account(owner)
    assert list(startup.members.order_by("pk").values_list("user", "role")) == [
        (editors[0].pk, "owner"),
        (editors[1].pk, "editor"),
    ]


def test_somebody_without_an_address_is_known_by_name(curator, need):
    invitation, _code = invite(Role.OFFICIAL, "x", curator)
    user = join_by_invitation(invitation.digest, "王伟", PASSWORD, allows_transfer=False)
    Official.objects.create(department=need.department, user=user)
    type(need).objects.update(contact_name="王伟", contact_phone="000")
    delete_account(user)
    need.refresh_from_db()
    assert (need.contact_name, need.contact_phone) == ("", "")


def test_the_export_holds_what_is_theirs(client, busy, startup, need):
    data = exported(client)
    assert sorted(data) == ["account", "cities", "desk", "matching", "startups"]
    account = data["account"]
    assert (account["account"]["email"], account["account"]["full_name"]) == (ADDRESS, MARKER)
    assert [row["document"] for row in account["consents"]] == ["privacy", "terms"]
    assert [row["name"] for row in account["api_tokens"]] == ["MARKER-token"]
    assert [row["user_agent"] for row in account["sessions"]] == ["MARKER-browser"]
    assert [row["startup__name"] for row in data["startups"]["memberships"]] == [startup.name]
    assert data["startups"]["drafts"][0]["document"]["contact"]["email"] == ADDRESS
    assert [row["department__name_zh"] for row in data["cities"]["departments"]] == ["邯郸市水务局"]
    assert data["cities"]["drafts"][0]["need"] == need.pk


def test_the_export_holds_their_files(client, busy):
    archive = zipfile.ZipFile(BytesIO(client.post(EXPORT).content))
    [letter] = [name for name in archive.namelist() if name.startswith("cities/letter-")]
    assert archive.read(letter) == b"pixels"


def test_the_export_holds_nothing_of_others_and_no_secret(client, busy, official, curator):
    other = published_startup(slug="other", name={"en": "OTHER-startup", "zh": "", "he": ""})
    Member.objects.create(startup=other, user=official)
    issue_token(official, "OTHER-token")
    text = json.dumps(exported(client), ensure_ascii=False)
    digests = [token.digest for token in busy.auth_token_set.all()]
    for foreign in ("OTHER", official.email, curator.email, busy.password, *digests):
        assert foreign not in text


def test_an_address_never_confirmed_is_forgotten_after_a_month(owner, settings):
    from datetime import timedelta

    from django.utils import timezone

    long_ago = timezone.now() - timedelta(days=31)
    begun = person("begun@city.example", joined_at=long_ago)
    EmailAddress.objects.filter(user=begun).update(verified=False)
    fresh = person("fresh@city.example")
    EmailAddress.objects.filter(user=fresh).update(verified=False)
    User.objects.filter(pk=owner.pk).update(joined_at=long_ago)
    assert forget_unconfirmed() == 1
    assert sorted(User.objects.values_list("email", flat=True)) == ["fresh@city.example", owner.email]
