import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cities.models import Need
from matching import engine
from matching.cards import Card, cards_for_need, cards_for_startup, cards_for_text
from matching.models import Band, Match
from startups.models import Startup
from tests.listings import published_need, published_startup

HAN = re.compile("[\u4e00-\u9fff]")
LEAKS = "老城区供水管网暗漏多，漏损率18%，夜间最小流量高，希望两年内降到12%。"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def stored(need: Need, startup: Startup, rank: int = 1, **fields) -> Match:
    parts = [3.0, 2.0, 1.0, 3.0, 0.5, 0.7, -0.2, 0.1, 0.05]
    given = {"score": sum(parts), "band": Band.STRONG, "parts": parts, "need_rank": rank, "startup_rank": rank} | fields
    return Match.objects.create(need=need, startup=startup, weights_version="1", snapshot_version="1", **given)


def card_of(need: Need, startup: Startup, **fields) -> Card:
    (card,) = cards_for_need(Need.objects.with_page().get(pk=need.pk), [stored(need, startup, **fields)])
    return card


# --- one card ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_card_keeps_what_was_stored_and_tells_it(need, startup):
    match = stored(need, startup, rank=4)
    (card,) = cards_for_need(need, [match])
    assert (card.need, card.startup, card.rank, card.scored_at) == (need, startup, 4, match.scored_at)
    assert (card.band, card.band_label) == (3, "Strong")
    assert card.points == 51 == sum(part.points for part in card.parts)
    assert {part.code for part in card.parts} == set(engine.PARTS)


@pytest.mark.django_db
def test_bars_lie_one_after_the_other_and_losses_over_their_end(need, startup):
    card = card_of(need, startup)
    gains, losses = [part for part in card.parts if part.points >= 0], [part for part in card.parts if part.points < 0]
    ends = [part.start + part.width for part in gains]
    assert [part.start for part in gains] == pytest.approx([0, *ends[:-1]])
    assert ends[-1] == pytest.approx(100)
    assert [(part.code, part.points) for part in losses] == [("maturity", -1)]
    assert losses[0].start + losses[0].width == pytest.approx(100)


@pytest.mark.django_db
def test_bars_share_the_scale_of_the_list(need, startup):
    weaker = published_startup(slug="weaker")
    half = [part / 2 for part in stored(need, startup).parts]
    cards = cards_for_need(need, [*Match.objects.all(), stored(need, weaker, rank=2, score=sum(half), parts=half)])
    assert max(part.start + part.width for part in cards[1].parts) == pytest.approx(52, abs=3)


@pytest.mark.django_db
def test_a_blocked_pair_is_told_first_and_holds_its_band(need):
    leaving = published_startup(data_in_china="LEAVES")
    card = card_of(need, leaving, band=Band.WORTH_A_LOOK)
    assert card.missing == (
        "Good fit, blocked by a must-have: Data stays in China. The profile says: Data leaves China."
    )
    assert "a must-have that the profile says no to holds it here" in card.band_meaning


@pytest.mark.django_db
def test_cautions_are_told_in_the_readers_language(need):
    drones = published_startup(technologies=["AVI-INSP"])
    assert any("unmanned aircraft" in caution for caution in card_of(need, drones).cautions)
    with translation.override("zh-hans"):
        cautions = cards_for_need(need, Match.objects.all())[0].cautions
    assert cautions
    assert all(HAN.search(caution) for caution in cautions)


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["need", "startup"])
def test_one_invented_side_makes_a_demo_card(need, startup, side):
    type({"need": need, "startup": startup}[side]).objects.update(is_demo=True)
    assert card_of(need, startup).is_demo


@pytest.mark.django_db
def test_a_hidden_city_is_not_told(startup):
    need = published_need(city_hidden=True)
    card = card_of(need, startup)
    told = repr([card.reasons, card.runs, card.gaps, card.buying, card.need_quote])
    assert "Handan" not in told
    assert "邯郸" not in told


@pytest.mark.django_db
def test_private_fields_are_not_told(need, startup):
    (for_startup,) = cards_for_startup(startup, [stored(need, startup)])
    assert "PRIVATE" not in repr(for_startup)
    assert "private@" not in repr(for_startup)


# --- lists ------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_startup_gets_the_same_facts_of_its_needs(need, startup):
    other = published_need(department={"kind": "WATER", "name": {"zh": "另一水务局"}}, stage="TENDER")
    matches = [stored(other, startup, rank=1), stored(need, startup, rank=2)]
    cards = cards_for_startup(startup, matches)
    assert [(card.need, card.rank) for card in cards] == [(other, 1), (need, 2)]
    assert cards[1].reasons == cards_for_need(need, [matches[1]])[0].reasons


@pytest.mark.django_db
def test_no_two_candidates_share_a_reason(need, startup):
    twin = published_startup(slug="twin", trl=8, pilot={"cost_low": 90_000})
    first, second = cards_for_need(need, [stored(need, startup), stored(need, twin, rank=2)])
    assert first.reasons
    assert second.reasons
    assert not set(first.reasons) & set(second.reasons)


@pytest.mark.django_db
def test_an_empty_list_asks_nothing(need, startup, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert cards_for_need(need, Match.objects.none()) == []
    with django_assert_num_queries(1):
        assert cards_for_startup(startup, []) == []


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_list(need):
    matches = [stored(need, published_startup(slug=f"number-{rank}"), rank=rank) for rank in (1, 2, 3)]
    need = Need.objects.with_page().get(pk=need.pk)
    cards_for_need(need, matches)
    counts = []
    for some in (matches[:1], matches):
        with CaptureQueriesContext(connection) as asked:
            assert len(cards_for_need(need, some)) == len(some)
        counts.append(len(asked))
    assert counts == [13, 13]


# --- a pasted text ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_pasted_problem_finds_public_profiles(startup):
    (card,) = cards_for_text(LEAKS)
    assert (card.startup, card.need, card.rank, card.scored_at) == (startup, None, 1, None)
    assert card.need_quote is not None
    assert card.points > 0
    assert card.reasons


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", "asdf qwer zxcv", "今天天气不错，大家一起吃饭吧", "1234567890", "测试测试测试", "the the"]
)
def test_nonsense_finds_nothing(startup, text):
    assert cards_for_text(text) == []


@pytest.mark.django_db
def test_profiles_that_are_not_public_are_not_found(startup):
    Startup.objects.update(visibility=Startup.Visibility.MEMBERS)
    assert cards_for_text(LEAKS) == []


@pytest.mark.django_db
def test_a_profile_changed_a_moment_ago_is_found_as_it_is_now(startup):
    assert len(cards_for_text(LEAKS)) == 1
    published_startup(slug="second")
    assert len(cards_for_text(LEAKS)) == 2
    assert len(cards_for_text(LEAKS, limit=1)) == 1


@pytest.mark.django_db
def test_a_pasted_text_is_not_stored(startup):
    before = {model: model.objects.count() for model in (Need, Match)}
    cards_for_text(LEAKS)
    assert {model: model.objects.count() for model in (Need, Match)} == before


def test_quotes_meet_only_where_the_pair_fits_well(need, startup):
    assert card_of(need, startup, score=11.0).meets
    assert not cards_for_need(
        Need.objects.with_page().get(pk=need.pk),
        [Match(need=need, startup=startup, score=10.9, band=3, parts=[1.0] * 9)],
    )[0].meets
