"""Pages with a list whose own tests count no queries: they cost the same with one row and with three."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from cities import clarification
from cities.models import Department, Official
from desk.importing.models import ImportJob
from desk.models import Absence
from listings.reports import report
from startups.models import Member
from taxonomy import codes
from taxonomy.glossary import keep_terms
from taxonomy.models import GlossaryTerm
from tests.listings import published_need, published_startup
from tests.people import person

pytestmark = pytest.mark.django_db

Grow = Callable[[Any, int], None]


@pytest.fixture
def rows(startup, need, owner, official) -> dict[str, Any]:
    question = clarification.ask(need, "Which pipe materials?", owner)
    return {"startup": startup, "need": need, "owner": owner, "official": official, "question": question}


def writer(number: int, **fields: Any) -> Any:
    return person(f"writer{number}@x.example", **fields)


def a_line_of(kind: str) -> Grow:
    def grow(rows, number):
        rows[kind].transitions.create(verb="edit", was="published", became="published", by=writer(number))

    return grow


def a_verification_of_the_startup(rows, number):
    method = ["company_number", "site_mail", "customer"][number]
    rows["startup"].verifications.create(method=method, subject=f"{number}", asked_by=rows["owner"])


def a_verification_of_the_department(rows, number):
    method = ["call", "letter", "work_mail"][number]
    rows["need"].department.verifications.create(method=method, subject=f"{number}", asked_by=rows["official"])


def a_need(rows, number):
    published_need(topics=["E-AIR"])


def a_profile_of_ones_own(rows, number):
    Member.objects.create(startup=published_startup(slug=f"own{number}"), user=rows["owner"], role="owner")


def an_office_of_ones_own(rows, number):
    office = Department.objects.create(city_id=["110000", "310000", "440100"][number], kind_id="WATER", name_zh="局")
    Official.objects.create(department=office, user=rows["official"])


def a_line_and_a_report_of(kind: str) -> Grow:
    def grow(rows, number):
        a_line_of(kind)(rows, number)
        report(rows[kind], "wrong", "", person(f"reader{number}@x.example"))

    return grow


def a_report_of_the_question(rows, number):
    report(rows["question"], "wrong", "", writer(number))


def a_curator_away(rows, number):
    today = date.today()
    Absence.objects.create(
        curator=writer(number, is_curator=True), first_day=today, last_day=today, cover=rows["owner"]
    )


def an_import(rows, number):
    ImportJob.objects.create(kind="startups", name=f"{number}.csv", read_as="CSV", language="en", by=writer(number))


def a_term_of_the_glossary(rows, number):
    keep_terms({("zh", "暗漏晒谷场葡萄"[number * 2 :][:2]): ["word"]}, writer(number))


def a_wording_of_the_term(rows, number):
    keep_terms({("zh", "暗漏"): [f"leak {number}"]}, writer(number))
    rows["term"] = GlossaryTerm.objects.get()


@pytest.mark.parametrize(
    ("who", "path", "one_more", "expected"),
    [
        ("owner", "/startups/testlisten/history/", a_line_of("startup"), 4),
        ("official", "/needs/{need}/history/", a_line_of("need"), 8),
        ("owner", "/startups/testlisten/verification/", a_verification_of_the_startup, 6),
        ("official", "/departments/{department}/verification/", a_verification_of_the_department, 4),
        (None, "/cities/", a_need, 2),
        (None, "/cities/handan/", a_need, 10),
        ("owner", "/startups/start/", a_profile_of_ones_own, 7),
        ("official", "/needs/start/", an_office_of_ones_own, 4),
        ("curator", "/desk/cover/", a_curator_away, 4),
        ("curator", "/desk/import/", an_import, 5),
        ("curator", "/desk/glossary/entries/", a_term_of_the_glossary, 5),
        ("curator", "/desk/glossary/entries/{term}/", a_wording_of_the_term, 4),
        ("curator", "/desk/startups/{startup}/trail/", a_line_and_a_report_of("startup"), 24),
        ("curator", "/desk/needs/{need}/trail/", a_line_and_a_report_of("need"), 28),
        ("curator", "/desk/questions/{question}/", a_report_of_the_question, 22),
        ("curator", "/desk/departments/{department}/", a_verification_of_the_department, 5),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_three_rows_cost_what_one_costs(
    client, request, rows, who, path, one_more, expected, django_assert_num_queries
):
    codes.current("trl")
    if who:
        client.force_login(request.getfixturevalue(who))
    one_more(rows, 0)
    address = path.format(department=rows["need"].department_id, **{name: row.pk for name, row in rows.items()})
    client.get(address)
    with django_assert_num_queries(expected):
        assert client.get(address).status_code == 200
    for number in (1, 2):
        one_more(rows, number)
    with django_assert_num_queries(expected):
        client.get(address)
