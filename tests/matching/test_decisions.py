"""Deciding on a pair: what a verb leaves behind, and what becomes of the lists."""

import pytest
from django.db import IntegrityError, transaction

from matching import decisions, holding
from matching.boards import candidates_of, needs_that_suit
from matching.first_screens import first_screen
from matching.models import Decision, DecisionChange, Match, Verb, Visit
from matching.services import rescore_need
from tests.matching.deciding import PARTS, candidates, city_says, listed, standing, startup_says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("not_the_demo")]


def test_a_decision_keeps_who_when_and_the_match_as_it_stood(official, match):
    said = city_says(Verb.NO, match.need, match.startup, official, reason="TOO_DEAR", words="too dear for us")
    kept = Decision.objects.get()
    assert (kept.by, kept.at, kept.verb, kept.reason, kept.words) == (
        official, said.at, "no", "TOO_DEAR", "too dear for us",
    )  # fmt: skip
    assert (kept.score, kept.band, kept.weights_version) == (19.0, 3, "7")
    assert kept.parts == pytest.approx(PARTS)


def test_a_decision_outlives_its_match_and_a_rematch(official, match):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    Match.objects.all().delete()
    rescore_need(match.need_id)
    assert (standing(), Decision.objects.get().score) == ([("city", "shortlist", "", "")], 19.0)


def test_decided_anew_without_a_match_it_keeps_the_last_copy(official, match):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    Match.objects.all().delete()
    assert city_says(Verb.NO, match.need, match.startup, official).score == 19.0


def test_every_change_is_kept(official, colleague, match):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    said = city_says(Verb.NO, match.need, match.startup, colleague, words="budget")
    decisions.undo(said, said.version, by=official)
    assert list(DecisionChange.objects.values_list("by", "was", "became", "reason", "words", "is_undo")) == [
        (official.pk, "", "shortlist", "", "", False),
        (colleague.pk, "shortlist", "no", "TOO_DEAR", "budget", False),
        (official.pk, "no", "shortlist", "", "", True),
    ]


def test_said_twice_is_decided_once(official, match):
    for _click in range(2):
        city_says(Verb.SHORTLIST, match.need, match.startup, official)
    assert (Decision.objects.get().version, DecisionChange.objects.count()) == (1, 1)


def test_undo_goes_back_one_change_and_then_to_nothing(official, match):
    pair = match.need, match.startup, official
    city_says(Verb.NO, *pair, reason="TOO_IMMATURE", words="first")
    city_says(Verb.NO, *pair, reason="TOO_DEAR", words="second")
    said = city_says(Verb.NOT_NOW, *pair)
    back = decisions.undo(said, said.version, by=official)
    assert standing() == [("city", "no", "TOO_DEAR", "second")]
    decisions.undo(back, back.version, by=official)
    assert standing() == []
    assert Decision.objects.get().verb == ""


def test_a_second_click_on_undo_undoes_nothing_more(official, match):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    said = city_says(Verb.NO, match.need, match.startup, official)
    for _click in range(2):
        decisions.undo(said, said.version, by=official)
    assert standing() == [("city", "shortlist", "", "")]


def test_both_sides_decide_apart(official, owner, match):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    startup_says(Verb.NO, match.need, match.startup, owner)
    assert sorted(standing()) == [("city", "shortlist", "", ""), ("startup", "no", "NO_CAPACITY", "")]


@pytest.mark.parametrize("wrong", [{"verb": "no"}, {"verb": "shortlist", "reason": "TOO_DEAR"}, {"words": "left over"}])
def test_a_no_has_a_reason_and_nothing_else_has_one(need, startup, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(need=need, startup=startup, side="city", **wrong)


def test_what_a_person_decided_stays_when_the_account_goes(official, match):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    official.delete()
    assert (standing(), Decision.objects.get().by, DecisionChange.objects.get().by) == (
        [("city", "shortlist", "", "")], None, None,
    )  # fmt: skip


def test_a_person_gets_what_they_decided_and_leaves_it_without_their_name(official, match):
    city_says(Verb.NO, match.need, match.startup, official, words="mine")
    first_screen(official)
    held = holding.export(official)
    assert [(row["became"], row["words"]) for row in held["decisions_made"]] == [("no", "mine")]
    assert [row["need"] for row in held["lists_opened"]] == [match.need_id]
    assert list(holding.consequences(official)) == [
        "Decisions you made for your department or startup stay with it, without your name."
    ]
    holding.erase(official)
    assert (Visit.objects.count(), Decision.objects.count()) == (0, 1)


def test_a_no_hides_at_once_and_the_ranks_close_up(need, official):
    first, second, third = candidates(need, 3)
    city_says(Verb.NO, need, second, official)
    board = candidates_of(need, official)
    assert [(entry.card.startup, entry.card.rank) for entry in board.all_entries] == [(first, 1), (third, 2)]
    assert (board.count, board.tally.refused) == (2, 1)


def test_the_shortlist_is_on_top_and_what_was_put_aside_below(need, official):
    first, second, third = candidates(need, 3)
    city_says(Verb.NOT_NOW, need, first, official)
    city_says(Verb.SHORTLIST, need, third, official)
    shown = candidates_of(need, official).all_entries
    assert [(entry.card.startup, entry.card.rank, entry.decision and entry.decision.verb) for entry in shown] == [
        (third, 3, "shortlist"), (second, 2, None), (first, 1, "not_now"),
    ]  # fmt: skip


def test_fifty_are_shown_after_a_no_too(need, official):
    startups = candidates(need, 52)
    city_says(Verb.NO, need, startups[0], official)
    board = candidates_of(need, official)
    assert (board.count, board.all_entries[-1].card.rank, listed(need, official)[-1]) == (50, 50, "number-51")


def test_a_colleague_sees_the_decisions_of_the_department(need, official, colleague):
    first, second = candidates(need, 2)
    city_says(Verb.NO, need, first, official)
    assert listed(need, colleague) == [second.slug]


@pytest.mark.parametrize("name", ["owner", "curator"])
def test_others_see_the_list_as_if_nothing_was_decided(request, official, match, name):
    city_says(Verb.NO, match.need, match.startup, official)
    board = candidates_of(match.need, request.getfixturevalue(name))
    assert [(entry.card.startup, entry.decision) for entry in board.all_entries] == [(match.startup, None)]
    assert (board.side, board.tally) == (None, None)


def test_a_startup_hides_a_need_from_its_own_list_only(owner, official, match):
    startup_says(Verb.NO, match.need, match.startup, owner)
    assert needs_that_suit(match.startup, owner).all_entries == []
    assert needs_that_suit(match.startup, owner).is_shown
    assert listed(match.need, official) == ["testlisten"]


def test_a_list_changes_its_version_with_every_decision(need, official, match):
    seen = [candidates_of(need, official).version]
    said = city_says(Verb.NO, need, match.startup, official)
    seen.append(candidates_of(need, official).version)
    decisions.undo(said, said.version, by=official)
    seen.append(candidates_of(need, official).version)
    assert len(set(seen)) == 3
