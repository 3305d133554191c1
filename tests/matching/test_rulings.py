"""A curator's pin and veto of a pair: who may, what both sides then read, and that no run takes it away."""

import pytest
from django.core.exceptions import ValidationError

from matching import rulings
from matching.boards import candidates_of, needs_that_suit
from matching.first_screens import first_screen
from matching.models import KEPT, Match, Ruling, RulingChange, RulingVerb, Verb
from matching.pins import keep_pins, refresh_pins
from matching.services import rescore_need, rescore_startup
from matching.shortlists import decided_on
from startups.models import Startup
from startups.services import record_change, withdraw
from tests.listings import published_need, published_startup
from tests.matching.deciding import candidates, city_says, matched
from tests.matching.stored_lists import MERGED, close_with, pairs, take_the_way

pytestmark = pytest.mark.django_db

FAR = {
    "en": {"headline": "Robots that peel fruit", "problem": "Fruit is peeled by hand.", "advantage": "Ten a minute."},
    "zh": {"headline": "水果削皮机器人", "problem": "水果靠人工削皮。", "advantage": "每分钟十个。"},
}
PIN = {"pin-reason": "SAME_PROBLEM_SOLVED", "pin-words_en": "In Tianjin.", "pin-words_zh": "在天津。"}
VETO = {"veto-reason": "INTERESTS_COLLIDE"}


@pytest.fixture(autouse=True)
def _real(settings):
    settings.DEMO_MODE = False


@pytest.fixture
def three(need):
    return candidates(need, 3)


def pin(need, startup, by, reason="SAME_PROBLEM_SOLVED", **words):
    return rulings.rule(need, startup, RulingVerb.PIN, reason, words, by=by)


def veto(need, startup, by, reason="INTERESTS_COLLIDE", **words):
    return rulings.rule(need, startup, RulingVerb.VETO, reason, words, by=by)


def listed(need, user):
    return [(entry.card.rank, entry.card.startup.slug) for entry in candidates_of(need, user).all_entries]


def address(need, startup, verb=""):
    return f"/desk/pairs/{need.pk}/{startup.slug}/{verb}"


def places(client, need):
    rows = client.get(f"/api/v1/matches/?need={need.pk}").json()["results"]
    return [(row["startup"]["slug"], row["need_rank"], row["placed_by_curator"]) for row in rows]


# --- who may not ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner", "official", "outsider"])
@pytest.mark.parametrize("verb", ["", "pin/", "veto/", "undo/"])
def test_nobody_but_curators_rules(client, request, need, startup, curator, who, verb):
    matched(need, startup)
    pin(need, startup, curator)
    client.force_login(request.getfixturevalue(who))
    call = client.post if verb else client.get
    hidden = call(address(need, startup, verb), PIN | VETO | {"version": 1})
    assert (hidden.status_code, Ruling.objects.get().verb, RulingChange.objects.count()) == (404, "pin", 1)


@pytest.mark.parametrize("who", ["outsider", "another"])
def test_a_pair_is_its_two_sides_business(client, request, need, startup, who):
    from tests.people import person

    matched(need, startup)
    client.force_login(request.getfixturevalue(who) if who != "another" else person("another@x.example"))
    hidden = client.get(f"/needs/{need.pk}/candidates/{startup.slug}/")
    assert (hidden.status_code, hidden.content) == (404, client.get("/needs/999/candidates/nobody/").content)


# --- what a ruling does ---------------------------------------------------------------------------------------------


def test_a_pin_stands_first_and_a_veto_leaves_no_gap(need, three, official, curator):
    pin(need, three[2], curator)
    veto(need, three[0], curator)
    for reader in (official, curator):
        assert listed(need, reader) == [(1, "number-3"), (2, "number-2")]


def test_both_sides_read_why_and_not_who(client, need, startup, official, owner, curator):
    matched(need, startup)
    pin(need, startup, curator, en="They met.", zh="已会面。")
    for reader, page in ((official, f"/needs/{need.pk}/"), (owner, f"/startups/{startup.slug}/")):
        client.force_login(reader)
        said = {
            code: client.get(f"{prefix}{page}").content.decode() for code, prefix in (("en", ""), ("zh", "/zh-hans"))
        }
        assert "It has solved the same problem elsewhere" in said["en"] and "They met." in said["en"]
        assert "已在其他地方解决过同类问题" in said["zh"] and "已会面。" in said["zh"]
        assert [text for text in said.values() if "Curator" in text] == []


def test_what_was_taken_out_is_told_to_both_sides(client, need, startup, official, owner, curator):
    matched(need, startup)
    veto(need, startup, curator)
    for reader, page, other in (
        (official, f"/needs/{need.pk}/", "Testlisten"), (owner, f"/startups/{startup.slug}/", "High leakage"),
    ):  # fmt: skip
        client.force_login(reader)
        said = client.get(page).content.decode()
        assert "took 1 out of this list" in said and "The interests of the two collide" in said and other in said
        pair = client.get(f"/needs/{need.pk}/candidates/{startup.slug}/").content.decode()
        assert "Taken out of the lists by a curator" in pair and "points" not in pair
    assert not Match.objects.visible_to(official).exists()


def test_a_need_that_is_not_public_opens_with_a_pin_and_closes_with_a_veto(client, startup, owner, curator):
    need = published_need(visibility="matched")
    client.force_login(owner)
    assert client.get(f"/needs/{need.pk}/").status_code == 404
    pin(need, startup, curator)
    assert client.get(f"/needs/{need.pk}/").status_code == 200
    veto(need, startup, curator)
    matched(need, startup)
    assert client.get(f"/needs/{need.pk}/").status_code == 404
    assert [row.name for row in needs_that_suit(startup, owner).taken_out] == ["an entry that is not public"]


def test_a_sides_own_no_goes_before_a_pin(need, three, official, curator):
    pin(need, three[2], curator)
    city_says(Verb.NO, need, three[2], official)
    assert listed(need, official) == [(1, "number-1"), (2, "number-2")]
    assert listed(need, curator) == [(1, "number-3"), (2, "number-1"), (3, "number-2")]


def test_a_pin_stands_before_the_shortlist_and_goes_where_it_is_put_aside(need, three, official, curator):
    pin(need, three[2], curator)
    city_says(Verb.SHORTLIST, need, three[1], official)
    assert [slug for _rank, slug in listed(need, official)] == ["number-3", "number-2", "number-1"]
    city_says(Verb.NOT_NOW, need, three[2], official)
    assert [slug for _rank, slug in listed(need, official)] == ["number-2", "number-1", "number-3"]


def test_the_first_screen_shows_what_was_placed_in_whatever_band(need, startup, official, owner, curator):
    matched(need, published_startup(slug="best", name={"en": "Best"}))
    matched(need, startup, rank=2, band=1)
    pin(need, startup, curator)
    [own] = first_screen(official).needs
    assert [(entry.card.startup.slug, bool(entry.ruling)) for entry in own.entries] == [
        ("testlisten", True), ("best", False),
    ]  # fmt: skip
    [own] = first_screen(owner).startups
    assert [entry.ruling.verb for entry in own.entries] == ["pin"]


def test_a_printed_shortlist_says_what_was_ruled(need, three, official, curator):
    for one in three:
        city_says(Verb.SHORTLIST, need, one, official)
    pin(need, three[1], curator)
    veto(need, three[2], curator)
    [decided] = decided_on([type(need).objects.visible_to(official).with_page().get(pk=need.pk)], official)
    assert [(row.ruling.verb if row.ruling else "", bool(row.card)) for row in decided.shortlist] == [
        ("", True), ("pin", True), ("veto", False),
    ]  # fmt: skip


def test_the_api_counts_places_as_the_page_does(client, need, three, official, curator):
    client.force_login(official)
    pin(need, three[2], curator, en="They met.", zh="已会面。")
    veto(need, three[0], curator)
    placed = {"code": "SAME_PROBLEM_SOLVED", "label": "It has solved the same problem elsewhere"}
    assert places(client, need) == [
        ("number-3", 1, placed | {"words": {"en": "They met.", "zh": "已会面。"}}), ("number-2", 2, None),
    ]  # fmt: skip
    city_says(Verb.NO, need, three[2], official)
    assert places(client, need) == [("number-2", 1, None)]
    assert client.get(f"/api/v1/matches/{Match.objects.get(startup=three[0]).pk}/").status_code == 404


def test_several_pins_stand_in_the_order_of_their_places(client, need, three, official, curator):
    alone = published_startup(slug="alone", name={"en": "Alone"}, technologies=["ENE-STOR"])
    for one in (alone, three[2], three[1]):
        pin(need, one, curator)
    client.force_login(official)
    order = ["number-2", "number-3", "alone", "number-1"]
    assert listed(need, official) == list(enumerate(order, 1))
    assert [(slug, place) for slug, place, _placed in places(client, need)] == [
        (slug, place) for place, slug in enumerate(order, 1)
    ]


# --- a pair that no search finds ------------------------------------------------------------------------------------


@pytest.fixture
def alone(need):
    """Far from the need: below the floor, in no list."""
    return published_startup(slug="alone", name={"en": "Alone"}, technologies=["ENE-STOR"], trl=2, texts=FAR)


def test_a_pair_in_no_list_is_scored_when_it_is_placed(need, startup, alone, official, curator):
    rescore_startup(startup.pk)
    pin(need, alone, curator)
    row = Match.objects.get(startup=alone)
    assert (row.need_rank, row.startup_rank, len(row.parts)) == (None, None, 9)
    assert row.score == pytest.approx(sum(row.parts), abs=1e-3)
    assert [slug for _rank, slug in listed(need, official)] == ["alone", "testlisten"]


def test_neither_an_edit_nor_a_run_takes_it_away(need, startup, alone, official, curator, monkeypatch):
    take_the_way(MERGED, monkeypatch)
    pin(need, alone, curator)
    for one in (startup, alone):
        record_change(one)
        rescore_startup(one.pk)
    rescore_need(need.pk)
    assert [slug for _rank, slug in listed(need, official)] == ["alone", "testlisten"]
    close_with(pairs((need.pk, startup.pk, 1, 1, 9.0)))
    assert [slug for _rank, slug in listed(need, official)] == ["alone", "testlisten"]


def test_its_numbers_follow_the_facts(need, alone, curator):
    pin(need, alone, curator)
    before = Match.objects.get(startup=alone).score
    Startup.objects.filter(pk=alone.pk).update(trl=9)
    refresh_pins(startup=alone.pk)
    ruling, row = Ruling.objects.get(), Match.objects.get(startup=alone)
    assert (ruling.score == row.score, row.score > before) == (True, True)


def test_undone_it_is_gone_unless_a_list_has_it(need, startup, alone, official, curator):
    rescore_startup(startup.pk)
    for one in (alone, startup):
        ruling = pin(need, one, curator)
        rulings.undo(ruling, ruling.version, by=curator)
    assert listed(need, official) == [(1, "testlisten")]
    assert not Match.objects.filter(startup=alone).exists()


def test_what_one_side_excluded_nobody_places(need, alone, curator):
    alone.excluded_topics.add(*need.topics.all())
    with pytest.raises(ValidationError):
        pin(need, alone, curator)
    assert not Ruling.objects.exists()


def test_a_placed_startup_that_withdraws_is_gone_and_leaves_no_gap(client, need, startup, alone, official, curator):
    rescore_startup(startup.pk)
    pin(need, alone, curator)
    withdraw(alone)
    client.force_login(official)
    assert listed(need, official) == [(1, "testlisten")]
    assert [place for _slug, place, _placed in places(client, need)] == [1]


# --- said twice, undone, audited ------------------------------------------------------------------------------------


def test_said_twice_it_is_said_once_and_every_change_is_kept(need, three, curator, admin_user):
    pin(need, three[0], curator)
    pin(need, three[0], curator)
    ruling = veto(need, three[0], admin_user, en="No.", zh="否。")
    rulings.undo(ruling, ruling.version, by=curator)
    rulings.undo(ruling, ruling.version, by=curator)
    assert list(RulingChange.objects.values_list("by", "was", "became", "reason", "is_undo")) == [
        (curator.pk, "", "pin", "SAME_PROBLEM_SOLVED", False),
        (admin_user.pk, "pin", "veto", "INTERESTS_COLLIDE", False),
        (curator.pk, "veto", "pin", "SAME_PROBLEM_SOLVED", True),
    ]
    ruling.refresh_from_db()
    rulings.undo(ruling, ruling.version, by=curator)
    ruling.refresh_from_db()
    assert (ruling.verb, ruling.reason, ruling.reason_label) == ("", "", "")


def test_a_curator_rules_on_the_page_in_words_for_both(client, need, three, curator):
    client.force_login(curator)
    one_language = client.post(address(need, three[1], "pin/"), {**PIN, "pin-words_zh": ""})
    assert "say it in Chinese, too" in one_language.content.decode()
    assert "required" in client.post(address(need, three[1], "pin/"), {}).content.decode()
    assert client.post(address(need, three[1], "pin/"), PIN).url == address(need, three[1])
    ruling = Ruling.objects.get()
    assert (ruling.verb, ruling.words) == ("pin", {"en": "In Tianjin.", "zh": "在天津。"})
    assert "Curator" in client.get(address(need, three[1])).content.decode()
    client.post(address(need, three[1], "undo/"), {"version": 1})
    client.post(address(need, three[1], "undo/"), {"version": 1})
    assert (Ruling.objects.get().verb, RulingChange.objects.count()) == ("", 2)


def test_a_curator_goes_from_a_need_to_any_startup(client, need, alone, curator):
    client.force_login(curator)
    assert client.post(f"/desk/pairs/{need.pk}/find/", {"startup": "alone"}).url == address(need, alone)
    assert client.post(f"/desk/pairs/{need.pk}/find/", {"startup": "nobody"}).url == f"/needs/{need.pk}/#candidates"
    page = client.get(address(need, alone)).content.decode()
    assert "in no list of each other" in page and "Place it first" in page
    assert not Match.objects.exists()


def test_an_open_page_notices_a_ruling(need, three, official, curator):
    before = candidates_of(need, official).version
    ruling = pin(need, three[0], curator)
    placed = candidates_of(need, official).version
    rulings.undo(ruling, ruling.version, by=curator)
    assert len({before, placed}) == 2 and candidates_of(need, official).version == before


@pytest.mark.parametrize("count", [1, 3])
def test_rulings_cost_the_same_for_one_and_for_three(client, need, official, curator, django_assert_num_queries, count):
    found = candidates(need, 2 * count)
    for one in found[:count]:
        pin(need, one, curator)
    for one in found[count:]:
        veto(need, one, curator)
    client.force_login(official)
    board = candidates_of(type(need).objects.visible_to(official).with_page().get(pk=need.pk), official)
    # What a process reads once is read now.
    assert candidates_of(board.subject, curator).all_entries
    with django_assert_num_queries(16):
        assert len(board.all_entries) == count
    with django_assert_num_queries(3):
        assert len(board.taken_out) == count


def test_pins_are_kept_at_the_end_of_an_exchange(need, startup, alone, curator):
    pin(need, alone, curator)
    Match.objects.all().delete()
    keep_pins()
    assert list(Match.objects.values_list("startup", "need_rank")) == [(alone.pk, None)]
    assert KEPT == 80
