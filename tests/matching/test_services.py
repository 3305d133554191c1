"""What one edit does to the stored lists."""

import pytest

import cities.services
import startups.services
from matching import engine
from matching.models import KEPT, Match
from matching.services import rescore_need, rescore_startup
from startups.models import Startup
from tests.listings import drafted, published_need, published_startup

pytestmark = pytest.mark.django_db


def pairs() -> list[tuple[str, int | None, int | None, int]]:
    rows = Match.objects.order_by("startup__slug", "need")
    return list(rows.values_list("startup__slug", "need_rank", "startup_rank", "band"))


def make_due(startup: Startup) -> Startup:
    startups.services.record_change(startup)
    return startup


def test_an_unpublished_startup_is_in_no_list(need):
    startup = Startup.objects.create(slug="new", name="New")
    drafted(startup)
    rescore_startup(startup.pk)
    assert pairs() == []


def test_a_published_startup_enters_the_needs_list_and_its_own(need, startup):
    rescore_startup(startup.pk)
    assert pairs() == [("testlisten", 1, 1, engine.Band.STRONG)]
    startup.refresh_from_db()
    assert startup.scored_revision == startup.revision == 1


def test_a_need_fills_the_same_lists_as_the_startups_do(need, startup):
    rescore_need(need.pk)
    by_need = list(Match.objects.values("score", "band", "parts", "need_rank", "startup_rank"))
    Match.objects.all().delete()
    rescore_startup(startup.pk)
    assert list(Match.objects.values("score", "band", "parts", "need_rank", "startup_rank")) == by_need


def test_parts_add_up_to_the_score(need, startup):
    rescore_startup(startup.pk)
    match = Match.objects.get()
    assert len(match.parts) == len(engine.PARTS)
    assert sum(match.parts) == pytest.approx(match.score, abs=1e-3)


def test_the_same_message_twice_changes_nothing(need, startup):
    rescore_startup(startup.pk)
    before = list(Match.objects.values())
    rescore_startup(startup.pk)
    rescore_startup(make_due(startup).pk)
    assert list(Match.objects.values()) == before


def test_a_withdrawn_startup_leaves_the_list_and_the_ranks_close_up(need, startup):
    other = published_startup(slug="second", trl=5)
    rescore_need(need.pk)
    assert [(slug, rank) for slug, rank, _, _ in pairs()] == [("second", 2), ("testlisten", 1)]
    startups.services.withdraw(startup)
    rescore_startup(startup.pk)
    assert [(slug, rank) for slug, rank, _, _ in pairs()] == [("second", 1)]
    assert Startup.objects.get(pk=other.pk).scored_revision == 0


def test_a_closed_need_leaves_every_list(need, startup):
    rescore_need(need.pk)
    cities.services.close(need, "FULFILLED")
    rescore_need(need.pk)
    assert pairs() == []


def test_a_startup_for_something_else_is_not_listed(need):
    texts = {
        language: {
            "headline": text,
            "problem": text,
            "advantage": text,
        }
        for language, text in {"en": "Picture books in verse for toddlers", "zh": "幼儿韵文图画书"}.items()
    }
    startup = published_startup(slug="picture-books", texts=texts, technologies=["GOV-EDU"], deployments=[], trl=None)
    rescore_startup(startup.pk)
    assert pairs() == []


def test_a_stated_no_on_a_must_have_caps_the_band(need):
    startup = published_startup(slug="leaves", data_in_china="LEAVES")
    rescore_startup(startup.pk)
    assert pairs() == [("leaves", 1, 1, engine.Band.WORTH_A_LOOK)]


def test_an_excluded_topic_removes_the_pair(need):
    startup = published_startup(slug="excludes", excluded_topics=["W-LEAK"])
    rescore_startup(startup.pk)
    assert pairs() == []


def test_what_was_read_before_an_edit_does_not_overwrite_what_came_after(need, startup, monkeypatch):
    """The need is edited after the rescoring of the startup has read it and before it writes."""
    rescore_startup(startup.pk)
    before = list(Match.objects.values())
    original = engine.rank

    def edit_while_ranking(*args, **kwargs):
        cities.services.record_change(need)
        return original(*args, **kwargs)

    monkeypatch.setattr(engine, "rank", edit_while_ranking)
    rescore_startup(make_due(startup).pk)
    assert list(Match.objects.values()) == before
    startup.refresh_from_db()
    need.refresh_from_db()
    assert startup.scored_revision == startup.revision
    assert need.scored_revision < need.revision


def test_an_edit_during_its_own_rescoring_leaves_it_due(need, startup, monkeypatch):
    original = engine.rank

    def edit_while_ranking(*args, **kwargs):
        startups.services.record_change(startup)
        return original(*args, **kwargs)

    monkeypatch.setattr(engine, "rank", edit_while_ranking)
    rescore_startup(startup.pk)
    assert pairs() == []
    assert list(Startup.objects.due()) == [startup]


def test_a_list_keeps_its_best_and_drops_the_rest(need, startup, monkeypatch):
    monkeypatch.setattr("matching.lists.KEPT", 1)
    published_startup(slug="weaker", trl=5, deployments=[])
    rescore_need(need.pk)
    # The weaker one is out of the need's list, and stays for its own list of needs.
    assert pairs() == [("testlisten", 1, 1, 3), ("weaker", None, 1, 2)]
    assert KEPT == 80


def test_ties_go_to_the_earlier_publication_then_to_the_lower_id(need):
    twins = [published_startup(slug=f"twin-{number}") for number in range(3)]
    twins[2].published_at = twins[2].published_at.replace(year=2001)
    twins[2].save(update_fields=["published_at"])
    rescore_need(need.pk)
    ranked = Match.objects.for_need(need).values_list("startup__slug", flat=True)
    assert list(ranked) == ["twin-2", "twin-0", "twin-1"]


def test_another_citys_need_gets_no_row_by_a_rescoring_of_this_one(need, startup):
    other = published_need(city="530100", department={"kind": "WATER", "name": {"zh": "昆明市水务局"}})
    rescore_need(need.pk)
    assert Match.objects.filter(need=other).count() == 0


def test_a_list_that_loses_a_pair_closes_up_and_is_not_refilled(need, startup, monkeypatch):
    """What is stored for the other side only waits for the next run: more is kept than shown."""
    monkeypatch.setattr("matching.lists.KEPT", 1)
    published_startup(slug="weaker", trl=5, deployments=[])
    rescore_need(need.pk)
    startups.services.withdraw(startup)
    rescore_startup(startup.pk)
    assert pairs() == [("weaker", None, 1, 2)]
