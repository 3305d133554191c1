"""Exposure is shared among near-equals: no points change, no fitter candidate loses its place to one that fits less."""

from datetime import timedelta
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from matching.columns import ranks
from matching.corpus import current_corpus
from matching.exposure.cost import trial
from matching.exposure.distribution import gini
from matching.exposure.nudging import (
    DEPTH,
    FIRST_PAGE,
    HEAD,
    HEAD_MARGIN,
    PAGE_MARGIN,
    REACH,
    Lists,
    nudged_ranks,
    nudges,
)
from matching.exposure.storing import favoured_startups, keep, stored_nudges
from matching.exposure.telling import Turn, turns
from matching.gather import read_startups
from matching.lists import renumber
from matching.measuring.judged import JudgedData, JudgedNeed
from matching.models import Match, Nudge
from startups.models import Startup
from tests.listings import published_startup
from tests.matching.deciding import matched

NEEDS, STARTUPS = 200, 60
FAVOURED = np.arange(STARTUPS) >= 40


@pytest.fixture(scope="module")
def world():
    """Nearly equal candidates, but for five well-known ones always a little ahead, and new ones a little behind."""
    rng = np.random.default_rng(3)
    score = np.round(10 + rng.normal(0, 0.15, (NEEDS, STARTUPS)), 4)
    score[:, :5] += 0.12
    score[:, FAVOURED] -= 0.12
    need, startup = (axis.ravel() for axis in np.indices(score.shape))
    rank = ranks(need, score.ravel().astype(np.float32), np.zeros(len(need), np.int64), startup, 80)
    return need, startup, score.ravel(), rank


@pytest.fixture(scope="module")
def nudge(world):
    need, startup, score, rank = world
    return nudges(Lists.of(need, startup, score, rank, DEPTH), FAVOURED)


def heads(startup, rank, places=3):
    return np.bincount(startup[(rank > 0) & (rank <= places)], minlength=STARTUPS)


def test_no_nudge_is_more_than_half_a_margin(nudge):
    assert 0 < np.abs(nudge).max() <= 1


def test_who_stands_at_the_head_everywhere_makes_room(world, nudge):
    need, startup, score, rank = world
    changed = nudged_ranks(need, score, rank, nudge[startup])
    assert heads(startup, changed)[:5].max() < heads(startup, rank)[:5].max()
    assert gini(heads(startup, changed, 10)) < gini(heads(startup, rank, 10))


def test_new_and_small_ones_are_on_more_first_pages(world, nudge):
    need, startup, score, rank = world
    changed = nudged_ranks(need, score, rank, nudge[startup])
    assert heads(startup, changed, 10)[FAVOURED].sum() > heads(startup, rank, 10)[FAVOURED].sum()
    assert heads(startup, changed, 10)[FAVOURED].min() > heads(startup, rank, 10)[FAVOURED].min()


@pytest.mark.parametrize(("places", "margin"), [(HEAD, HEAD_MARGIN), (FIRST_PAGE, max(HEAD_MARGIN, PAGE_MARGIN))])
def test_nobody_is_passed_by_one_who_is_not_nearly_equal(world, places, margin):
    need, startup, score, rank = world
    wide = 10 + 4 * (score - 10)
    changed = nudged_ranks(need, wide, rank, np.random.default_rng(2).uniform(-1, 1, STARTUPS)[startup])
    inside = changed <= places
    for number in range(NEEDS):
        own = need == number
        assert wide[own & ~inside & (changed <= REACH)].max() - wide[own & inside].min() <= margin


def test_inside_a_zone_the_order_is_by_score(world, nudge):
    need, startup, score, rank = world
    changed = nudged_ranks(need, score, rank, nudge[startup])
    for number in range(NEEDS):
        own = np.flatnonzero(need == number)
        listed = score[own][np.argsort(changed[own])]
        for first, last in ((0, HEAD), (HEAD, FIRST_PAGE), (FIRST_PAGE, REACH), (REACH, STARTUPS)):
            assert (np.diff(listed[first:last]) < 1e-6).all()
        assert sorted(changed[own].tolist()) == sorted(rank[own].tolist())
    assert (changed[rank > REACH] == rank[rank > REACH]).all()


def test_a_list_shorter_than_its_head_stays(world):
    short = np.array([7, 7]), np.array([9.0, 8.9]), np.array([1, 2], np.int16), np.array([-1.0, 1.0])
    assert nudged_ranks(*short).tolist() == [1, 2]


def test_the_same_lists_give_the_same_nudges(world, nudge):
    need, startup, score, rank = world
    shuffled = np.random.default_rng(1).permutation(len(need))
    again = nudges(Lists.of(*(column[shuffled] for column in (need, startup, score, rank)), DEPTH), FAVOURED)
    assert again.tolist() == nudge.tolist()


def test_a_few_lists_are_left_alone():
    one = np.zeros(3, np.int64), np.arange(3), np.array([9.0, 8.9, 8.8]), np.array([1, 2, 3])
    assert nudges(Lists.of(*one, DEPTH), np.zeros(3, bool)).tolist() == [0, 0, 0]
    assert nudges(Lists.of(*(column[:0] for column in one), DEPTH), np.zeros(3, bool)).tolist() == [0, 0, 0]


def test_gini_is_0_for_equals_and_near_1_for_one_who_has_all():
    assert (gini(np.array([2, 2, 2])), gini(np.array([0, 0])), gini(np.array([0, 0, 0, 8]))) == (0, 0, 0.75)


def test_the_cost_is_what_the_order_of_near_equals_is_worth():
    tried = trial({"n": [("a", 9.0), ("b", 8.9), ("c", 8.8), ("d", 8.7), ("e", 1.0)]})
    everybody = tried.cost(judged(dict.fromkeys("abcd", 3)))
    assert (everybody.plain, everybody.nudged, everybody.any_worst) == (1, 1, 1)
    one = tried.cost(judged({"a": 3}))
    # It left the head in one draw: by score it then is the fourth.
    assert (one.plain, one.nudged, one.any_worst) == (1, 1, pytest.approx(1 / np.log2(5)))


def judged(grades):
    return JudgedData((), [JudgedNeed("n", "en", "")], {"n": grades})


# --- stored -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def listed(db, need):
    found = [published_startup(slug=f"number-{number}") for number in range(4)]
    for place, startup in enumerate(found, 1):
        matched(need, startup, place, score=10 - place / 10)
    return found


def order(need) -> list[str]:
    return list(Match.objects.for_need(need).values_list("startup__slug", flat=True))


def test_a_stored_nudge_moves_near_equals_and_no_score(need, listed):
    before = list(Match.objects.order_by("startup").values_list("score", "parts", "startup_rank"))
    keep({listed[3].pk: 1.0})
    renumber(needs=[need.pk])
    assert order(need) == ["number-0", "number-1", "number-3", "number-2"]
    assert list(Match.objects.order_by("startup").values_list("score", "parts", "startup_rank")) == before


def test_a_card_says_how_it_changed_places(client, settings, need, listed):
    settings.DEMO_MODE = True
    keep({listed[3].pk: 1.0, listed[0].pk: -1.0})
    renumber(needs=[need.pk])
    assert order(need) == ["number-1", "number-2", "number-3", "number-0"]
    found = turns(list(Match.objects.for_need(need)))
    assert found == {listed[3].pk: Turn.BEFORE, listed[0].pk: Turn.AFTER}
    page = client.get(f"/needs/{need.pk}/candidates/").content.decode()
    assert (page.count("new here or small"), page.count("for very many needs")) == (1, 1)


def test_a_list_in_the_order_of_its_scores_asks_for_no_nudge(need, listed, django_assert_num_queries):
    rows = list(Match.objects.for_need(need))
    with django_assert_num_queries(0):
        assert turns(rows) == {}


def test_last_nights_nudges_make_room_for_tonights(listed):
    keep({listed[0].pk: 0.1, listed[1].pk: -0.1})
    keep({listed[2].pk: 0.05})
    assert stored_nudges([startup.pk for startup in listed]) == {listed[2].pk: 0.05}
    listed[2].delete()
    assert Nudge.objects.count() == 0


def test_new_is_young_here_and_small_is_what_it_says_of_itself(listed):
    now = timezone.now()
    Startup.objects.update(published_at=now - timedelta(days=91))
    assert favoured_startups(now) == []
    Startup.objects.filter(pk=listed[0].pk).update(published_at=now - timedelta(days=89))
    Startup.objects.filter(pk=listed[1].pk).update(team_size="S1_10")
    assert favoured_startups(now) == [listed[0].pk, listed[1].pk]


FAME = {"funding_stage": "SERIES_C", "total_raised_usd": 500_000_000, "founded_year": 1999, "team_size": "S200"}


def test_no_factor_reads_fame(listed):
    def read():
        rows = Startup.objects.filter(pk=listed[0].pk).with_profile()
        reading = read_startups(rows, current_corpus())
        return reading.facts, reading.texts[0].words

    before = read()
    Startup.objects.filter(pk=listed[0].pk).update(**FAME)
    assert read() == before


def test_the_audit_prints_every_sector_with_and_without(need, listed):
    keep({listed[3].pk: 1.0})
    renumber(needs=[need.pk])
    out = StringIO()
    call_command("audit_exposure", stdout=out)
    rows = [line.split()[:2] for line in out.getvalue().splitlines()[2:]]
    assert rows[0] == ["all", "4"] and len(rows) > 1


def test_without_lists_there_is_nothing_to_audit(db):
    with pytest.raises(CommandError, match="no lists yet"):
        call_command("audit_exposure")
