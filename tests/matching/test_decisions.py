"""Deciding on a pair: who may not, what a verb leaves behind, and what becomes of the lists."""

import pytest
from django.db import IntegrityError, transaction

from cities.models import Official
from matching import decisions, holding
from matching.boards import candidates_of, needs_that_suit
from matching.first_screens import first_screen
from matching.models import Decision, DecisionChange, Match, Side, Verb, Visit
from matching.services import rescore_need
from startups.models import Startup
from startups.services import withdraw
from tests.listings import published_need, published_startup
from tests.matching.deciding import PARTS, address, candidates, city_says, matched, startup_says
from tests.people import person

pytestmark = pytest.mark.django_db

AS_HTMX = {"HX-Request": "true"}
NO = {"reason": "TOO_DEAR", "words": "PRIVATE-words"}
SAID = {"shortlist": {}, "not-now": {}, "no": NO, "undo": {"version": 1}, "place": {"place": 1}, "note": {"version": 0}}
BY_STARTUP = ["shortlist", "not-now", "no", "undo"]


@pytest.fixture(autouse=True)
def _real(settings):
    settings.DEMO_MODE = False


@pytest.fixture
def colleague(department):
    user = person("colleague@city.example", full_name="Colleague")
    Official.objects.create(department=department, user=user)
    return user


@pytest.fixture
def match(need, startup):
    return matched(need, startup)


def listed(need, user):
    return [entry.card.startup.slug for entry in candidates_of(need, user).all_entries]


def standing(**pair):
    return list(Decision.objects.standing().filter(**pair).values_list("side", "verb", "reason", "words"))


# --- who may not ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["owner", "outsider", "curator", "admin_user"])
@pytest.mark.parametrize("verb", SAID)
def test_nobody_but_the_department_decides_for_it(client, request, official, match, name, verb):
    before = city_says(Verb.SHORTLIST, match.need, match.startup, official)
    client.force_login(request.getfixturevalue(name))
    hidden = client.post(address(match.need, match.startup, verb), SAID[verb])
    absent = client.post(f"/needs/999999/candidates/nobody/{verb}/", SAID[verb])
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert Decision.objects.values().get() == Decision.objects.filter(pk=before.pk).values().get()
    assert DecisionChange.objects.count() == 1


@pytest.mark.parametrize("name", ["official", "outsider", "curator", "admin_user"])
@pytest.mark.parametrize("verb", BY_STARTUP)
def test_nobody_but_its_members_decides_for_a_startup(client, request, owner, match, name, verb):
    startup_says(Verb.SHORTLIST, match.need, match.startup, owner)
    client.force_login(request.getfixturevalue(name))
    path = address(match.need, match.startup, verb, Side.STARTUP)
    assert client.post(path, SAID[verb] | {"reason": "NO_CAPACITY"}).status_code == 404
    assert (standing(), DecisionChange.objects.count()) == ([("startup", "shortlist", "", "")], 1)


@pytest.mark.parametrize("verb", SAID)
def test_a_visitor_is_asked_to_sign_in_and_a_look_decides_nothing(client, official, match, verb):
    path = address(match.need, match.startup, verb)
    assert client.post(path, SAID[verb]).url.startswith("/accounts/login/")
    client.force_login(official)
    assert client.get(path).status_code == {"no": 200, "note": 404}.get(verb, 405)
    assert Decision.objects.count() == 0


def test_a_startup_decides_on_no_need_that_it_may_not_see(client, owner, startup):
    hidden = published_need(visibility="matched")
    client.force_login(owner)
    assert client.post(address(hidden, startup, "shortlist", Side.STARTUP)).status_code == 404
    matched(hidden, startup)
    assert client.post(address(hidden, startup, "shortlist", Side.STARTUP)).status_code == 302


def test_a_department_decides_on_no_startup_that_is_not_published(client, official, match):
    withdraw(match.startup)
    client.force_login(official)
    assert client.post(address(match.need, match.startup, "shortlist")).status_code == 404


@pytest.mark.parametrize(
    ("side", "verb", "said", "who"),
    [
        (Side.CITY, "no", NO, "official"),
        (Side.CITY, "note", {"note": "PRIVATE-words", "version": 0}, "official"),
        (Side.STARTUP, "no", NO | {"reason": "NO_CAPACITY"}, "owner"),
    ],
)
@pytest.mark.parametrize("headers", [{}, AS_HTMX], ids=["plain", "htmx"])
def test_words_sent_after_the_session_has_ended_wait_on_the_page_of_the_verb(
    client, request, official, outsider, match, side, verb, said, who, headers
):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    page = address(match.need, match.startup, verb, side)
    answer = client.post(page, said, headers=headers)
    assert f"/accounts/login/?next={page}" in (answer.url if answer.status_code == 302 else answer.content.decode())
    client.force_login(request.getfixturevalue(who))
    assert "PRIVATE-words</textarea>" in client.get(page).content.decode()
    assert "PRIVATE-words" not in client.get(page).content.decode(), "once"
    client.force_login(outsider)
    assert client.get(page).status_code == 404
    assert Decision.objects.get().verb == Verb.SHORTLIST


@pytest.mark.parametrize("path", ["/needs/{need}/shortlist/", "/departments/{department}/shortlist/"])
@pytest.mark.parametrize("name", ["owner", "outsider", "curator", "admin_user"])
def test_a_shortlist_is_its_departments_business(client, request, official, match, name, path):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    client.force_login(request.getfixturevalue(name))
    assert client.get(path.format(need=match.need_id, department=match.need.department_id)).status_code == 404


@pytest.mark.parametrize("name", ["official", "outsider", "curator", "admin_user"])
def test_a_startups_decisions_are_its_members_business(client, request, owner, match, name):
    startup_says(Verb.NO, match.need, match.startup, owner)
    client.force_login(request.getfixturevalue(name))
    assert client.get(f"/startups/{match.startup.slug}/decisions/").status_code == 404


# --- what a verb leaves behind -------------------------------------------------------------------------------------


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


# --- the lists -----------------------------------------------------------------------------------------------------


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


# --- the pages -----------------------------------------------------------------------------------------------------


def test_without_scripts_a_click_leads_back_to_the_pair(client, official, match):
    client.force_login(official)
    answer = client.post(address(match.need, match.startup, "shortlist"), {"back": "/needs/5/?x=1"})
    assert answer.url == f"/needs/5/?x=1#decision-city-{match.need_id}-{match.startup_id}"


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_a_click_leads_to_no_other_site(client, official, match, back):
    client.force_login(official)
    answer = client.post(address(match.need, match.startup, "shortlist"), {"back": back})
    assert answer.url.startswith("/#decision-")


def test_the_answer_to_htmx_offers_undo_and_the_lists_new_version(client, official, match):
    client.force_login(official)
    said = client.post(address(match.need, match.startup, "no"), NO, headers=AS_HTMX).content.decode()
    assert ("<html" in said, "You said no to" in said, "PRIVATE-words" in said) == (False, True, True)
    assert address(match.need, match.startup, "undo") in said
    assert f'value="{candidates_of(match.need, official).version}"' in said
    assert 'hx-swap-oob="true"' in said and "1 you said no to" in said


@pytest.mark.parametrize("headers", [AS_HTMX, {}], ids=["htmx", "page"])
@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"words": "kept-words"}, "Choose the reason that fits best."),
        ({"reason": "NO_CAPACITY", "words": "kept-words"}, "is not one of the available choices"),
        ({"reason": "TOO_DEAR", "words": "kept-words" * 101}, "At most 1000 characters fit"),
    ],
)
def test_a_no_without_a_fitting_reason_is_told_and_loses_nothing(client, official, match, headers, said, sentence):
    client.force_login(official)
    page = client.post(address(match.need, match.startup, "no"), said, headers=headers).content.decode()
    assert sentence in page and said["words"] in page
    assert standing() == []


def test_the_decisions_page_finds_a_no_again(client, official, match):
    said = city_says(Verb.NO, match.need, match.startup, official, words="our own words")
    client.force_login(official)
    assert "1 you said no to" in client.get(f"/needs/{match.need_id}/").content.decode()
    page = client.get(f"/needs/{match.need_id}/shortlist/").content.decode()
    assert "Testlisten" in page and "our own words" in page and "Too expensive" in page
    client.post(address(match.need, match.startup, "undo"), {"version": said.version})
    assert listed(match.need, official) == ["testlisten"]


def test_a_decision_on_a_withdrawn_profile_is_told_without_its_name(client, official, match):
    city_says(Verb.SHORTLIST, match.need, match.startup, official)
    withdraw(match.startup)
    client.force_login(official)
    page = client.get(f"/needs/{match.need_id}/shortlist/").content.decode()
    assert ("Testlisten" in page, "1 decision is about a listing" in page) == (False, True)


@pytest.mark.parametrize("path", ["/needs/{need}/shortlist/", "/departments/{department}/shortlist/"])
def test_a_shortlist_costs_the_same_for_one_and_for_three(client, official, need, path, django_assert_num_queries):
    startups = candidates(need, 3)
    path = path.format(need=need.pk, department=need.department_id)
    client.force_login(official)
    city_says(Verb.SHORTLIST, need, startups[0], official)
    client.get(path)
    expected = {"needs": 28, "departments": 29}[path.split("/")[1]]
    with django_assert_num_queries(expected):
        client.get(path)
    for startup in startups[1:]:
        city_says(Verb.SHORTLIST, need, startup, official)
    with django_assert_num_queries(expected):
        assert client.get(path).content.decode().count('class="move"') == 3


def test_a_decided_list_costs_the_same_for_one_and_for_three(client, official, need, django_assert_num_queries):
    startups = candidates(need, 3)
    path = f"/needs/{need.pk}/candidates/"
    client.force_login(official)
    Match.objects.filter(need_rank__gt=1).update(need_rank=None)
    city_says(Verb.SHORTLIST, need, startups[0], official)
    client.get(path, headers=AS_HTMX)
    with django_assert_num_queries(35):
        client.get(path, headers=AS_HTMX)
    for rank, startup in enumerate(startups, 1):
        Match.objects.filter(startup=startup).update(need_rank=rank)
        city_says(Verb.SHORTLIST, need, startup, official)
    with django_assert_num_queries(35):
        client.get(path, headers=AS_HTMX)


# --- what the other side learns ------------------------------------------------------------------------------------

CANARIES = ["CANARY-CITY-WORDS", "CANARY-CITY-NOTE", "CANARY-STARTUP-WORDS"]


@pytest.fixture
def decided(owner, official, startup):
    """Two needs of one department: the city says no to one and shortlists the other, the startup says no to both."""
    needs = [published_need(), published_need()]
    for rank, need in enumerate(needs, 1):
        matched(need, startup, rank)
        startup_says(Verb.NO, need, startup, owner, words="CANARY-STARTUP-WORDS")
    city_says(Verb.NO, needs[0], startup, official, words="CANARY-CITY-WORDS")
    listed = city_says(Verb.SHORTLIST, needs[1], startup, official)
    decisions.keep_note(listed, "CANARY-CITY-NOTE", 0)
    return needs


MAY_MEET = {
    "owner": {"CANARY-STARTUP-WORDS"},
    "official": {"CANARY-CITY-WORDS", "CANARY-CITY-NOTE"},
    "outsider": set(),
    "curator": set(),
    None: set(),
}


@pytest.mark.parametrize("is_demo_mode", [False, True])
@pytest.mark.parametrize("name", MAY_MEET)
def test_nobody_meets_the_words_of_another_side(client, request, settings, decided, name, is_demo_mode):
    settings.DEMO_MODE = is_demo_mode
    if name:
        client.force_login(request.getfixturevalue(name))
    met = set()
    for path in _addresses(decided):
        said = client.get(path).content.decode()
        met |= {canary for canary in CANARIES if canary in said}
    assert met == MAY_MEET[name]


def _addresses(needs):
    paths = ["", "startups/", "needs/", "startups/testlisten/", "startups/testlisten/needs/"]
    paths += ["startups/testlisten/decisions/", f"departments/{needs[0].department_id}/shortlist/"]
    for need in needs:
        paths += [f"needs/{need.pk}/{more}" for more in ("", "candidates/", "candidates/?folded", "shortlist/")]
    api = ["decisions/", "matches/", "startups/testlisten/", *(f"needs/{need.pk}/" for need in needs)]
    api += [f"decisions/{pk}/" for pk in Decision.objects.values_list("pk", flat=True)]
    return [*(f"/{path}" for path in paths), *(f"/api/v1/{path}" for path in api)]


@pytest.mark.parametrize(("name", "path"), [("owner", "/startups/testlisten/"), ("official", "/needs/{need}/")])
def test_a_page_reads_the_same_whatever_the_other_side_decided(
    client, request, need, startup, official, owner, name, path
):
    matched(need, startup)
    client.force_login(request.getfixturevalue(name))
    says, by = (city_says, official) if name == "owner" else (startup_says, owner)
    read = []
    for verb in ("", *Verb):
        if verb:
            says(verb, need, startup, by)
        page = client.get(path.format(need=need.pk)).content.decode()
        read.append([line for line in page.splitlines() if "csrf" not in line])
    assert read == [read[0]] * 4


def test_an_open_list_does_not_renew_itself_for_what_the_other_side_decided(owner, official, match):
    seen = needs_that_suit(match.startup, owner).version
    city_says(Verb.NO, match.need, match.startup, official)
    assert needs_that_suit(match.startup, owner).version == seen


def test_an_account_of_both_sides_decides_for_each_apart(client, owner, department, match):
    Official.objects.create(department=department, user=owner)
    client.force_login(owner)
    client.post(address(match.need, match.startup, "shortlist"))
    client.post(address(match.need, match.startup, "no", Side.STARTUP), {"reason": "NO_CAPACITY"})
    assert sorted(standing()) == [("city", "shortlist", "", ""), ("startup", "no", "NO_CAPACITY", "")]


def test_a_startup_found_elsewhere_can_be_shortlisted_too(client, official, need):
    found = published_startup(slug="found-elsewhere")
    client.force_login(official)
    client.post(address(need, found, "shortlist"))
    assert (standing(), Decision.objects.get().score) == ([("city", "shortlist", "", "")], None)
    assert "found-elsewhere" in client.get(f"/needs/{need.pk}/shortlist/").content.decode()
    assert Startup.objects.filter(decisions__verb="shortlist").get() == found
