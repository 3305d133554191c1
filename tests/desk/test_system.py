"""The system page: who may, runs and their verbs, and each figure against rows made by hand."""

import pytest

from desk.system.coverage import coverage
from desk.system.exposure import exposure, gini, tenths
from desk.system.running import changes, runs
from desk.system.supply import supply
from matching.models import Decision, Match, Run, RunBlock
from tests.listings import published_need, published_startup

pytestmark = pytest.mark.django_db

PAGE, RUN = "/desk/system/", "/desk/system/run/"


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def pair(need, startup, rank: int = 1, band: int = 3) -> Match:
    ranks = {"need_rank": rank, "startup_rank": rank}
    return Match.objects.create(
        need=need, startup=startup, score=10 - rank, band=band, parts=[1.0], weights_version="1", **ranks
    )


@pytest.fixture
def three(need):
    return [published_startup(slug=f"startup-{number}") for number in range(3)]


@pytest.mark.parametrize("who", ["owner", "official", "outsider"])
def test_nobody_else_looks_starts_or_stops(client, request, startup, need, who):
    client.force_login(request.getfixturevalue(who))
    run = Run.objects.create()
    assert [client.get(page).status_code for page in (PAGE, RUN)] == [404, 404]
    assert [client.post(f"{RUN}{verb}/").status_code for verb in ("start", f"{run.pk}/stop")] == [404, 404]
    assert Run.objects.get().state == "embedding"


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_listing_and_for_three(desk, need, count, django_assert_num_queries):
    for number in range(count):
        startup = published_startup(slug=f"startup-{number}")
        pair(need, startup, rank=number + 1)
        other = published_need(department={"kind": "WATER", "name": {"zh": f"测试局{number}"}})
        Run.objects.create(state="done", changes={"counts": [[0, 3, 1]], "pairs": [[other.pk, startup.pk, 0, 3]]})
    desk.get(PAGE)  # what a process reads once
    with django_assert_num_queries(27):
        desk.get(PAGE)


def test_a_run_is_started_once_however_often_it_is_asked_for(desk, curator, startup, need):
    for _ in range(2):
        assert desk.post(f"{RUN}start/", {"kind": "full"}).headers["Location"] == PAGE
    run = Run.objects.get()
    assert (run.kind, run.state, run.started_by) == ("full", "embedding", curator)


def test_progress_is_told_in_texts_then_in_blocks():
    run = Run.objects.create(texts_total=8, texts_done=2)
    assert (runs().progress.done, runs().progress.total, runs().progress.percent) == (2, 8, 25)
    Run.objects.update(state="scoring")
    RunBlock.objects.create(run=run, number=0, result=b"x")
    RunBlock.objects.create(run=run, number=1)
    assert (runs().progress.done, runs().progress.total, runs().progress.percent) == (1, 2, 50)
    Run.objects.update(state="done")
    assert runs().progress is None


def test_the_part_about_runs_renews_itself_and_leads_to_the_page_without_htmx(desk):
    Run.objects.create(texts_total=8, texts_done=2)
    part = desk.get(RUN, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 2s"' in part and "2 / 8" in part
    assert desk.get(RUN).headers["Location"] == PAGE


def test_a_stopped_run_is_over_and_says_who_stopped_it(desk, curator):
    run = Run.objects.create()
    page = desk.post(f"{RUN}{run.pk}/stop/", follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "The run is stopped. The lists are as they were before it."
    ]
    run.refresh_from_db()
    assert (run.state, run.stopped_by) == ("stopped", curator)
    page = desk.post(f"{RUN}{run.pk}/stop/", follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "This run is over, or just ending: nothing was stopped."
    ]


def test_what_the_last_run_changed_is_counted_by_its_direction(three, need):
    assert changes() is None
    counts = [[0, 1, 5], [0, 3, 2], [1, 0, 4], [1, 2, 6], [3, 1, 7]]
    Run.objects.create(
        state="done", changes={"counts": counts, "pairs": [[need.pk, three[0].pk, 0, 3], [987, 1, 1, 0]]}
    )
    found = changes()
    assert (found.new, found.lost, found.up, found.down) == (7, 4, 6, 7)
    assert [(one.startup, one.was, one.became) for one in found.pairs] == [(three[0], "", "Strong")]


def test_supply_and_demand_are_counted_by_what_serves_them(three, need):
    balances = {balance.row.pk: (balance.needs, balance.startups) for balance in supply().topics}
    assert balances["W-LEAK"] == (1, 3)
    by_sector = {balance.row.pk: (balance.needs, balance.startups) for balance in supply().sectors}
    assert by_sector["WAT"] == (1, 3)
    assert supply().topics[-1].needs == 0


def test_the_funnel_counts_listings_once(three, need, official):
    other = published_need(department={"kind": "WATER", "name": {"zh": "测试局"}})
    pair(need, three[0], 1), pair(need, three[1], 2)
    pair(other, three[0], 3, band=1)
    Decision.objects.create(need=need, startup=three[0], side="city", verb="shortlist", by=official)
    found = coverage()
    assert [step.figure for step in found.needs.steps] == ["2", "2", "1", "1"]
    assert [step.figure for step in found.startups.steps] == ["3", "2", "2", "0"]
    assert (found.forsaken, found.forsaken_count) == ([other], 1)
    assert (found.unwanted, found.unwanted_count) == ([three[2]], 1)


def test_a_withdrawn_partner_is_no_candidate(three, need):
    pair(need, three[0])
    three[0].status = "archived"
    three[0].save()
    assert (coverage().needs.good, exposure().places) == (0, 0)


def test_exposure_counts_first_places_and_lists(three, need):
    pair(need, three[0], 1), pair(need, three[1], 6), pair(need, three[2], 51)
    found = exposure()
    assert (found.places, found.never) == (1, 2)
    assert [(shown.startup, shown.first, shown.lists) for shown in found.most_shown] == [
        (three[0], 1, 1),
        (three[1], 0, 1),
    ]
    assert found.share_of_most_shown == 100


@pytest.mark.parametrize(
    ("places", "expected"), [([], 0), ([0, 0], 0), ([2, 2, 2], 0), ([0, 0, 0, 8], 0.75), ([1, 2, 3], 2 / 9)]
)
def test_gini_is_that_of_the_textbook(places, expected):
    assert gini(places) == pytest.approx(expected)


def test_tenths_add_up_to_everything():
    assert tenths(list(range(20)))[-1] == pytest.approx(100 * 37 / 190)
    assert sum(tenths([1, 1, 5])) == pytest.approx(100)
    assert tenths([0, 0]) == []
