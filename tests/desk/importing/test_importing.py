"""Rows become listings by the services that everything goes through; a second run changes nothing."""

import pytest

import startups.services
from cities.models import Need
from desk.importing.models import ImportJob
from startups.models import Startup
from tests.desk.importing.sheets import checked, imported, outcomes, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def startup_rows():
    return [row("startups", slug=f"company-{number}", name__en=f"Company {number}") for number in range(3)]


def test_new_startups_are_published_and_a_second_run_changes_nothing(startup_rows, curator):
    first = imported("startups", startup_rows, curator)
    before = list(Startup.objects.order_by("slug").values_list("slug", "status", "revision", "updated_at"))

    second = imported("startups", startup_rows, curator)

    assert outcomes(first) == [(2, "new"), (3, "new"), (4, "new")]
    assert outcomes(second) == [(2, "unchanged"), (3, "unchanged"), (4, "unchanged")]
    assert [(slug, status) for slug, status, _revision, _at in before] == [
        (f"company-{number}", "published") for number in range(3)
    ]
    assert list(Startup.objects.order_by("slug").values_list("slug", "status", "revision", "updated_at")) == before


def test_needs_are_found_again_by_their_key(curator):
    rows = [row("needs", key="A-1"), row("needs", key="A-2", texts__zh__title="另一个问题")]

    assert outcomes(imported("needs", rows, curator)) == [(2, "new"), (3, "new")]
    rows[1]["texts.zh.title"] = "改过的问题"
    assert outcomes(imported("needs", rows, curator)) == [(2, "unchanged"), (3, "changed")]
    assert sorted(need.text_for("zh").title for need in Need.objects.all()) == ["改过的问题", "老城区供水管网漏损率高"]


def test_a_check_writes_no_listing(startup_rows, curator):
    job = checked("startups", startup_rows, curator)

    assert (job.state, outcomes(job)) == (ImportJob.State.CHECKED, [(2, "new"), (3, "new"), (4, "new")])
    assert Startup.objects.count() == 0


def test_each_bad_row_is_explained_at_its_column_and_the_good_ones_are_in(startup_rows, curator):
    startup_rows[1] |= {"trl": "12", "technologies": "WAT-LEAK; NO-SUCH"}

    job = imported("startups", startup_rows, curator)

    bad = job.rows.get(number=3)
    assert outcomes(job) == [(2, "new"), (3, "wrong"), (4, "new")]
    assert [(job.columns[place], sentence) for place, sentence in bad.problems] == [
        ("technologies", "Unknown technology: NO-SUCH. The list stands under Sectors."),
        ("trl", "Ensure this value is less than or equal to 9."),
    ]
    assert sorted(Startup.objects.values_list("slug", flat=True)) == ["company-0", "company-2"]


@pytest.fixture
def said(startup_rows, curator):
    """What an import of one published startup's row with changes comes to."""
    imported("startups", startup_rows[:1], curator)

    def outcome(*without, **changes):
        changed = {name: text for name, text in (startup_rows[0] | changes).items() if name not in without}
        job = imported("startups", [changed], curator)
        return job.rows.get().outcome, [sentence for _column, sentence in job.rows.get().problems]

    return outcome


def test_a_column_that_is_not_there_stays_and_an_empty_cell_empties(said):
    assert said("deployments.1.contact", "contact.email", home_city="Haifa", trl="") == ("changed", [])
    startup = Startup.objects.get()
    assert (startup.home_city, startup.trl, startup.contact_email) == ("Haifa", None, "private@testlisten.example")
    assert startup.deployments.get().contact == "PRIVATE-deployment-contact"


def test_the_order_of_deployments_in_a_sheet_does_not_matter(said):
    second = {"deployments.2.place.en": "Haifa", "deployments.2.country": "IL", "deployments.2.since": "2025"}
    assert said(**second) == ("changed", [])
    assert said(**second) == ("unchanged", [])


def test_an_empty_cell_and_its_default_are_the_same(said):
    assert said(visibility="public") == ("unchanged", [])


def test_lists_that_are_longer_than_the_sheet_are_left_alone(said):
    startup = Startup.objects.get()
    for place in "ABC":
        startup.deployments.create(place_en=place, country="IL", since=2020)
    assert said("deployments.1.contact", **{"deployments.2.place.en": "Z", "deployments.2.country": "IL"}) == (
        "wrong",
        ["There are more of these here than the sheet has columns for (3). Change them on its own page."],
    )
    without = [name for name in row("startups") if name.startswith("deployments.")]
    assert said(*without, home_city="Haifa") == ("changed", [])
    assert startup.deployments.count() == 4


def test_what_its_owners_withdrew_is_not_published_by_a_list(said, curator):
    startups.services.withdraw(Startup.objects.get(), curator)
    assert said(home_city="Haifa") == (
        "wrong", ["It is “Archived” here. An import changes what is published; publish it first."],
    )  # fmt: skip
    assert said() == ("unchanged", [])


def test_an_address_of_our_own_pages_is_nobodys(curator):
    job = checked("startups", [row("startups", slug="start")], curator)
    assert job.rows.get().problems[0][1] == "A page of the site has this address. Choose another one."


@pytest.mark.parametrize(
    ("changes", "column", "sentence"),
    [
        ({"key": ""}, "key", "Give every need a key of its own: by it the next import finds it again."),
        ({"key": "#987654"}, "key", "There is no need of this number here."),
        ({"key": "x" * 61}, "key", "At most 60 signs."),
        ({"city": "530100"}, "city", "The need belongs to another one here. An import does not move it."),
        ({"reply_by": "45"}, "reply_by", "Write a day of the calendar, such as 2026-12-31."),
    ],
)
def test_what_is_wrong_with_a_need_is_said_at_its_column(curator, changes, column, sentence):
    imported("needs", [row("needs")], curator)
    job = checked("needs", [row("needs") | changes], curator)
    assert [(job.columns[place], said) for place, said in job.rows.get().problems] == [(column, sentence)]


def test_names_in_any_language_stand_for_codes(curator):
    named = {
        "city": "邯郸市",
        "stage": "Calling for a pilot",
        "topics": "降低供水管网漏损",
        "department.operator": "否",
        "budget_band": "to_1m",
    }
    job = imported("needs", [row("needs") | named], curator)
    assert (job.rows.get().problems, outcomes(job)) == ([], [(2, "new")])
    need = Need.objects.get()
    assert (need.department.city_id, need.stage, need.budget_band) == ("130400", "PILOT", "TO_1M")
