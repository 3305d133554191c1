import pytest
from django.contrib.auth.models import Permission

from accounts.models import User
from tests.people import person, with_second_factor

pytestmark = pytest.mark.django_db

USERS = "/admin/accounts/user/"


def test_a_visitor_is_sent_to_the_sites_own_door(client):
    assert client.get("/admin/startups/startup/").headers["Location"] == (
        "/accounts/login/?next=/admin/startups/startup/"
    )
    assert client.get("/admin/login/?next=/admin/cities/").headers["Location"] == "/accounts/login/?next=/admin/cities/"


def test_the_admin_takes_no_password_itself(client, curator):
    client.post("/admin/login/", {"username": curator.email, "password": "a long enough password"})
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["owner", "official", "outsider"])
def test_for_everybody_else_there_is_no_admin(client, request, name):
    client.force_login(request.getfixturevalue(name))
    for path in ("/admin/", "/admin/startups/startup/", USERS):
        assert client.get(path, follow=True).status_code == 404


def test_a_curator_who_is_not_staff_stays_outside(client, curator):
    User.objects.update(is_staff=False)
    client.force_login(curator)
    assert client.get("/admin/", follow=True).status_code == 404


def test_a_curator_manages_listings_matches_and_vocabulary_but_no_people(client, curator):
    client.force_login(curator)
    apps = [app["app_label"] for app in client.get("/admin/").context["app_list"]]
    assert sorted(apps) == ["cities", "matching", "startups", "taxonomy"]
    for path in (USERS, f"{USERS}add/", f"{USERS}{curator.pk}/change/", "/admin/auth/group/"):
        assert client.get(path).status_code == 403


@pytest.mark.parametrize(
    ("permission", "is_given"),
    [
        ("startups.change_startup", True),
        ("cities.delete_need", True),
        ("taxonomy.view_topic", True),
        ("matching.view_match", True),
        ("accounts.view_user", False),
        ("accounts.change_user", False),
        ("auth.change_group", False),
        ("sessions.view_session", False),
    ],
)
def test_rights_of_a_curator(curator, owner, permission, is_given):
    assert curator.has_perm(permission) is is_given
    assert owner.has_perm(permission) is False
    curator.is_active = False
    assert curator.has_perm(permission) is False


def test_staff_who_manage_people_cannot_give_rights(client, owner):
    clerk = with_second_factor(person("clerk@platform.example", is_staff=True))
    clerk.user_permissions.add(*Permission.objects.filter(content_type__app_label="accounts"))
    client.force_login(clerk)
    page = client.get(f"{USERS}{clerk.pk}/change/")
    assert not {"is_superuser", "is_staff", "is_curator", "groups", "user_permissions"} & set(
        page.context["adminform"].form.fields
    )


def test_an_administrator_adds_a_person(admin_client):
    password = "a long enough password"
    sent = {
        "email": "New@Person.example",
        "full_name": "New Person",
        "usable_password": "true",
        "password1": password,
        "password2": password,
    }
    admin_client.post(f"{USERS}add/", sent)
    assert User.objects.get(email="new@person.example").check_password(password)


def test_the_list_costs_the_same_for_one_and_for_three(admin_client, django_assert_num_queries):
    with django_assert_num_queries(6):
        admin_client.get(USERS)
    for number in range(2):
        person(f"person-{number}@somewhere.example")
    with django_assert_num_queries(6):
        assert len(admin_client.get(USERS).context["cl"].result_list) == 3


def test_people_are_found_by_name_and_address(admin_client, owner):
    for words in ("owner", "STARTUP.example"):
        assert list(admin_client.get(USERS, {"q": words}).context["cl"].result_list) == [owner]


def test_a_person_deleted_by_an_administrator_goes_from_everywhere(admin_client, startup):
    person("gone@person.example")
    type(startup).objects.update(contact_email="gone@person.example")
    gone = User.objects.get(email="gone@person.example").pk
    sent = {"action": "delete_selected", "_selected_action": [gone], "post": "yes"}
    admin_client.post(USERS, sent)
    startup.refresh_from_db()
    assert (User.objects.filter(pk=gone).exists(), startup.contact_email) == (False, "")
