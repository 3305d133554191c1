"""Saying where one works, the department's page, and letting colleagues in."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import accept_invitation, digest_of
from cities.inputs import begun_with
from cities.models import Department, DepartmentInvitation, JoinRequest, Need, Official
from cities.services import begin
from tests.listings import NEED, drafted, verify
from tests.people import person

pytestmark = pytest.mark.django_db

PARAGRAPH = "停车难，夜间车位缺口约8000个。"
OFFICE = {"city": "130400", "kind": "TRANS", "name_zh": "邯郸市交通运输局"}


@pytest.fixture
def newcomer(db) -> User:
    return person("newcomer@city.example", full_name="Newcomer")


@pytest.fixture
def writer(client, official, department) -> Client:
    """An official of a verified department, signed in."""
    verify(department)
    client.force_login(official)
    return client


def actors(department: Department) -> list[str]:
    return sorted(department.officials.values_list("user__full_name", flat=True))


@pytest.fixture
def asked(department, newcomer) -> JoinRequest:
    return JoinRequest.objects.create(department=department, user=newcomer)


@pytest.mark.parametrize("verb", ["let-in", "turn-down"])
@pytest.mark.parametrize("who", ["outsider", "newcomer", "owner"])
def test_only_the_department_answers_who_asks_to_join(client, request, asked, who, verb):
    client.force_login(request.getfixturevalue(who))
    hidden = client.post(f"/departments/join-requests/{asked.pk}/{verb}/")
    absent = client.post(f"/departments/join-requests/{asked.pk + 1}/{verb}/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert JoinRequest.objects.count() == 1


def test_an_unverified_department_lets_nobody_in(writer, asked, department):
    department.verifications.all().delete()
    assert writer.post(f"/departments/join-requests/{asked.pk}/let-in/").status_code == 404


def test_a_paragraph_waits_for_its_writer(client, official):
    assert client.post("/needs/start/", {"problem": PARAGRAPH}).url == "/needs/start/"
    assert PARAGRAPH in client.get("/needs/start/").content.decode()
    client.force_login(official)
    page = client.get("/needs/start/")
    assert page.context["paragraph"] == PARAGRAPH


def test_beginning_needs_a_department_of_ones_own(client, outsider, department):
    client.force_login(outsider)
    assert client.post("/needs/begin/", {"department": department.pk, "problem": PARAGRAPH}).status_code == 404
    assert client.post("/needs/begin/", {"department": "x"}).status_code == 404


def test_begun_twice_it_is_one_draft(writer, department):
    typed = {"department": department.pk, "problem": PARAGRAPH}
    first, second = writer.post("/needs/begin/", typed), writer.post("/needs/begin/", typed)
    assert first.url == second.url
    assert Need.objects.filter(published_at=None).count() == 1


def test_an_expired_session_keeps_the_paragraph(client, official, department):
    client.post("/needs/start/", {"problem": PARAGRAPH})
    answer = client.post("/needs/begin/", {"department": department.pk, "problem": PARAGRAPH})
    assert answer.url == "/accounts/login/?next=/needs/start/"
    client.force_login(official)
    assert client.get("/needs/start/").context["paragraph"] == PARAGRAPH


def test_whoever_says_first_where_they_work_is_its_first_official(client, newcomer):
    client.force_login(newcomer)
    page = client.post("/departments/register/", OFFICE, follow=True)
    entered = "Your department is entered. Write meanwhile; a curator verifies it."
    assert list(map(str, page.context["messages"])) == [entered]
    client.post("/departments/register/", OFFICE)
    made = Department.objects.get(name_zh=OFFICE["name_zh"])
    assert (actors(made), made.is_verified, made.is_operator) == (["Newcomer"], False, False)


def test_an_office_that_is_here_already_is_asked_to_let_them_in(client, newcomer, official, department):
    client.force_login(newcomer)
    for _ in range(2):
        client.post("/departments/register/", {"city": "130400", "kind": "WATER", "name_zh": department.name_zh})
    assert actors(department) == ["Official"]
    assert list(JoinRequest.objects.values_list("user", "department")) == [(newcomer.pk, department.pk)]


@pytest.mark.parametrize("change", [{"city": "999999"}, {"kind": "NONE"}, {"name_zh": "\u200b"}, {"name_zh": ""}])
def test_an_office_that_cannot_be_is_refused_at_its_field(client, newcomer, change):
    client.force_login(newcomer)
    page = client.post("/departments/register/", OFFICE | change)
    assert list(page.context["form"].errors) == list(change)


def test_letting_in_and_turning_down(writer, asked, department):
    writer.post(f"/departments/join-requests/{asked.pk}/let-in/")
    assert (actors(department), JoinRequest.objects.count()) == (["Newcomer", "Official"], 0)
    late = JoinRequest.objects.create(department=department, user=person("late@city.example"))
    writer.post(f"/departments/join-requests/{late.pk}/turn-down/")
    assert (actors(department), JoinRequest.objects.count()) == (["Newcomer", "Official"], 0)


def test_a_colleague_joins_by_the_code_that_is_shown_once(writer, client, newcomer, department):
    page = writer.post(f"/departments/{department.pk}/invite/", {"for_whom": "李科长"})
    code = page.context["code"]
    assert code in page.content.decode()
    (office,) = writer.get("/departments/").context["offices"]
    assert [row.invitation.for_whom for row in office.invitations] == ["李科长"]
    accept_invitation(digest_of(code), newcomer)
    assert actors(department) == ["Newcomer", "Official"]
    assert writer.get("/departments/").context["offices"][0].invitations == []


@pytest.mark.parametrize("who", ["outsider", "newcomer", "official"])
def test_only_a_verified_department_invites(client, request, department, who):
    client.force_login(request.getfixturevalue(who))
    assert client.post(f"/departments/{department.pk}/invite/", {"for_whom": "x"}).status_code == 404
    assert DepartmentInvitation.objects.count() == 0


def test_the_last_official_stays(writer, official, newcomer, department):
    writer.post(f"/departments/{department.pk}/leave/")
    assert actors(department) == ["Official"]
    Official.objects.create(department=department, user=newcomer)
    writer.post(f"/departments/{department.pk}/leave/")
    assert actors(department) == ["Newcomer"]


def test_nobody_ends_a_colleagues_place(client, outsider, department, official):
    client.force_login(outsider)
    assert client.post(f"/departments/{department.pk}/leave/").status_code == 404


def test_the_page_shows_ones_own_department_only(client, outsider, official, department):
    begin(department, official, begun_with(PARAGRAPH))
    client.force_login(outsider)
    page = client.get("/departments/")
    assert [office.department.name_zh for office in page.context["offices"]] == ["昆明市水务局"]
    assert PARAGRAPH[:10] not in page.content.decode()


def test_whoever_has_no_department_is_asked_for_it(client, newcomer):
    client.force_login(newcomer)
    assert client.get("/departments/").url == "/needs/start/"


def test_needs_in_every_state_and_those_put_away_apart(writer, official, need, department):
    draft = begin(department, official, begun_with(PARAGRAPH))
    (office,) = writer.get("/departments/").context["offices"]
    assert [row.need for row in office.needs] == [draft, need]
    writer.post(f"/needs/{need.pk}/close/", {"reason": "FULFILLED"})
    writer.post(f"/needs/{draft.pk}/put-away/")
    (office,) = writer.get("/departments/").context["offices"]
    assert ([row.need for row in office.needs], len(office.put_away)) == ([], 2)


def test_an_unverified_department_is_told_what_happens_next(writer, department):
    assert "What happens next" not in writer.get("/departments/").content.decode()
    department.verifications.all().delete()
    assert "within two working days" in writer.get("/departments/").content.decode()


def test_queries_do_not_grow_with_needs_people_and_departments(writer, official, department, django_assert_num_queries):
    writer.get("/departments/")
    with django_assert_num_queries(10):
        writer.get("/departments/")
    for number in range(2):
        begin(department, official, begun_with(f"{PARAGRAPH}{number}"))
        Official.objects.create(department=department, user=person(f"colleague{number}@city.example"))
        JoinRequest.objects.create(department=department, user=person(f"asking{number}@city.example"))
        other = Department.objects.create(city_id="130400", kind_id="TRANS", name_zh=f"交通运输局{number}")
        Official.objects.create(department=other, user=official)
    with django_assert_num_queries(10):
        writer.get("/departments/")


def test_each_need_leads_to_its_sheet_and_its_history(client, official, need):
    client.force_login(official)
    page = client.get("/departments/").content.decode()
    assert [name for name in ("edit", "sheet", "history") if f'href="/needs/{need.pk}/{name}/"' not in page] == []


def test_a_need_is_listed_in_the_readers_language(client, official, need):
    drafted(need, by=official)
    client.force_login(official)
    title = NEED["texts"]["en"]["title"].replace("'", "&#x27;")
    assert title in client.get("/departments/").content.decode()
    assert NEED["texts"]["zh"]["title"] in client.get("/zh-hans/departments/").content.decode()
