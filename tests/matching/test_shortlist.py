"""A department's shortlist: its order by hand, its private notes."""

import pytest

from matching import decisions
from matching.models import Decision, Verb
from tests.matching.deciding import address, candidates, city_says

pytestmark = pytest.mark.django_db

AS_HTMX = {"HX-Request": "true"}


@pytest.fixture
def entries(need, official):
    """Three shortlisted startups, in the order in which they were."""
    return [city_says(Verb.SHORTLIST, need, startup, official) for startup in candidates(need, 3)]


def order(need):
    return [entry.startup.slug[-1] for entry in Decision.objects.for_subject(need).shortlisted()]


def keep(client, entry, note, version, **headers):
    path = address(entry.need, entry.startup, "note")
    return client.post(path, {"note": note, "version": version, "back": "/back/"}, headers=headers)


# --- its order -----------------------------------------------------------------------------------------------------


def test_what_is_shortlisted_comes_last(need, entries):
    assert order(need) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("which", "place", "expected"),
    [(2, 1, "312"), (0, 3, "231"), (1, 1, "213"), (1, 3, "132"), (0, 1, "123"), (0, 0, "123"), (2, 9, "123")],
)
def test_an_entry_moves_to_a_place_and_the_others_close_up(need, entries, which, place, expected):
    decisions.move(entries[which], place)
    assert "".join(order(need)) == expected
    assert [entry.place for entry in Decision.objects.for_subject(need).shortlisted()] == [1, 2, 3]


def test_what_is_not_on_the_list_does_not_move(need, official, entries):
    said = city_says(Verb.NO, need, entries[0].startup, official)
    decisions.move(said, 3)
    assert order(need) == ["2", "3"]


def test_undoing_a_no_brings_an_entry_back_to_its_place(need, official, entries):
    said = city_says(Verb.NO, need, entries[1].startup, official)
    decisions.undo(said, said.version, by=official)
    assert order(need) == ["1", "2", "3"]


@pytest.mark.parametrize("clicks", [1, 2])
def test_a_click_moves_by_one_and_a_second_one_moves_nothing(client, official, need, entries, clicks):
    client.force_login(official)
    for _click in range(clicks):
        answer = client.post(address(need, entries[2].startup, "place"), {"place": 2, "back": "/back/"})
    assert (order(need), answer.url) == (["1", "3", "2"], "/back/")


def test_htmx_gets_the_list_in_its_new_order_and_hears_it_said(client, official, need, entries):
    client.force_login(official)
    said = client.post(address(need, entries[2].startup, "place"), {"place": 1}, headers=AS_HTMX).content.decode()
    assert said.index("Number 3") < said.index("Number 1") < said.index("Number 2")
    assert "Number 3 is now number 1." in said and "<html" not in said


@pytest.mark.parametrize("place", ["", "x", "-1", "99999999999999999999"])
def test_a_place_that_is_none_moves_nothing(client, official, need, entries, place):
    client.force_login(official)
    assert client.post(address(need, entries[2].startup, "place"), {"place": place}).status_code == 302
    assert order(need) == ["1", "2", "3"]


# --- its notes -----------------------------------------------------------------------------------------------------


def test_a_note_is_kept_as_it_was_typed(client, official, entries):
    client.force_login(official)
    assert keep(client, entries[0], "  call them\nafter the 5th ", 0).url == "/back/"
    kept = Decision.objects.get(pk=entries[0].pk)
    assert (kept.note.replace("\r", ""), kept.note_version) == ("  call them\nafter the 5th ", 1)


def test_of_two_officials_neither_overwrites_the_other(client, official, entries):
    client.force_login(official)
    keep(client, entries[0], "mine", 0)
    answer = keep(client, entries[0], "theirs", 0, **AS_HTMX).content.decode()
    assert Decision.objects.get(pk=entries[0].pk).note == "mine"
    assert "A colleague changed this note meanwhile" in answer and "mine" in answer
    assert 'name="version" value="1"' in answer
    keep(client, entries[0], "both", 1)
    assert Decision.objects.get(pk=entries[0].pk).note == "both"


def test_without_scripts_both_texts_stand_on_a_page(client, official, entries):
    client.force_login(official)
    keep(client, entries[0], "what the first wrote", 0)
    page = keep(client, entries[0], "what the second wrote", 0).content.decode()
    assert "<html" in page and "what the first wrote" in page and "what the second wrote</textarea>" in page


def test_the_same_text_twice_is_no_conflict(client, official, entries):
    client.force_login(official)
    for _click in range(2):
        assert "Saved" in keep(client, entries[0], "once", 0, **AS_HTMX).content.decode()
    assert Decision.objects.get(pk=entries[0].pk).note_version == 1


def test_a_note_that_is_too_long_is_told_and_not_lost(client, official, entries):
    client.force_login(official)
    page = keep(client, entries[0], "long" * 501, 0).content.decode()
    assert "At most 2000 characters fit, the text has 2004" in page and "long" * 501 in page
    assert Decision.objects.get(pk=entries[0].pk).note == ""


def test_a_note_outlives_an_undo(official, need, entries):
    decisions.keep_note(entries[0], "remember", 0)
    decisions.undo(entries[0], entries[0].version, by=official)
    assert city_says(Verb.SHORTLIST, need, entries[0].startup, official).note == "remember"
