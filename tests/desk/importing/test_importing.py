"""Rows become listings by the services that everything goes through; a second run changes nothing."""

import pytest

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
