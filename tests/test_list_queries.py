"""Pages with a list whose own tests count no queries: they cost the same with one row and with three."""

from collections.abc import Callable
from typing import Any

import pytest

from cities.models import Department, Official
from startups.models import Member
from taxonomy import codes
from tests.listings import published_need, published_startup
from tests.people import person

pytestmark = pytest.mark.django_db

Grow = Callable[[Any, int], None]


@pytest.fixture
def rows(startup, need, owner, official) -> dict[str, Any]:
    return {"startup": startup, "need": need, "owner": owner, "official": official}


def a_line_of(kind: str) -> Grow:
    def grow(rows, number):
        by = person(f"writer{number}@x.example")
        rows[kind].transitions.create(verb="edit", was="published", became="published", by=by)

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


@pytest.mark.parametrize(
    ("who", "path", "one_more", "expected"),
    [
        ("owner", "/startups/testlisten/history/", a_line_of("startup"), 4),
        ("official", "/needs/{need}/history/", a_line_of("need"), 8),
        ("owner", "/startups/testlisten/verification/", a_verification_of_the_startup, 6),
        ("official", "/departments/{department}/verification/", a_verification_of_the_department, 4),
        (None, "/cities/", a_need, 2),
        (None, "/cities/handan/", a_need, 9),
        ("owner", "/startups/start/", a_profile_of_ones_own, 7),
        ("official", "/needs/start/", an_office_of_ones_own, 4),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_three_rows_cost_what_one_costs(
    client, request, rows, who, path, one_more, expected, django_assert_num_queries
):
    codes.current("trl")
    if who:
        client.force_login(request.getfixturevalue(who))
    address = path.format(need=rows["need"].pk, department=rows["need"].department_id)
    one_more(rows, 0)
    client.get(address)
    with django_assert_num_queries(expected):
        assert client.get(address).status_code == 200
    for number in (1, 2):
        one_more(rows, number)
    with django_assert_num_queries(expected):
        client.get(address)
