"""The tables that workers keep: equal to freshly read ones after every change, in memory and from the disk."""

import pytest

import startups.services
from matching import engine, resident
from matching.corpus import current_corpus
from matching.resident import NEEDS, STARTUPS, Segment, revisions_of, segment_numbers
from startups.models import Startup
from tests.listings import published_need, published_startup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(resident, "_home", lambda: tmp_path)
    return tmp_path


def whole(kind=STARTUPS) -> Segment:
    return Segment(kind, current_corpus(), 0, 10**9)


def scores(startup_tables):
    """(startup id, score) of every startup for the one need, through the given tables."""
    needs = whole(NEEDS).whole()
    found = []
    for table in startup_tables:
        pairs = engine.rank(needs, table, floor=-100.0).by_need
        found += zip(table.ids[pairs.startup].tolist(), pairs.score.tolist(), strict=True)
    return sorted(found)


@pytest.fixture
def three():
    published_need()
    return [published_startup(slug=f"startup-{number}", trl=5 + number) for number in range(3)]


def edited(startup: Startup, trl: int = 9) -> Startup:
    startup.trl = trl
    startup.save(update_fields=["trl"])
    startups.services.record_change(startup)
    return startup


def test_it_holds_what_is_listed(three):
    startups.services.withdraw(three[1])
    kept = whole()
    assert [table.ids.tolist() for table in kept.tables()][-1] == [three[0].pk, three[2].pk]
    assert revisions_of([kept], [one.pk for one in three]) == {three[0].pk: 1, three[2].pk: 1}


@pytest.mark.parametrize("most_recent", [0, 1_000], ids=["in one table", "in two tables"])
def test_after_any_change_it_scores_like_freshly_read_tables(three, most_recent, monkeypatch):
    kept = whole()
    monkeypatch.setattr(resident, "MOST_RECENT", 0)
    kept.tables()
    monkeypatch.setattr(resident, "MOST_RECENT", most_recent)
    for change in (
        lambda: edited(three[0]),
        lambda: startups.services.withdraw(three[2]),
        lambda: published_startup(slug="newcomer", trl=6),
        lambda: edited(three[0], trl=3),
        lambda: three[1].delete(),
    ):
        before = scores(kept.tables())
        change()
        assert scores(kept.tables()) == scores([whole().whole()]) == scores([kept.whole()]) != before


def test_only_what_changed_is_read_again(three, monkeypatch):
    kept = whole()
    kept.tables()
    read = []
    original = Segment._read
    monkeypatch.setattr(Segment, "_read", lambda self, ids: read.append(ids) or original(self, ids))
    kept.tables()
    edited(three[1])
    kept.tables()
    assert read == [[three[1].pk]]


@pytest.fixture
def stored(three, monkeypatch):
    """The three startups, stored on the disk by one process."""
    monkeypatch.setattr(resident, "MOST_RECENT", 0)
    monkeypatch.setattr(resident, "FEWEST_TO_STORE", 1)
    whole().tables()
    return three


def test_another_process_maps_what_one_has_stored(stored, monkeypatch):
    monkeypatch.setattr(Segment, "_read", lambda self, ids: pytest.fail(f"{ids} read again"))
    assert whole().whole().ids.tolist() == [one.pk for one in stored]


def test_a_stored_row_that_has_changed_since_is_read_again(stored):
    edited(stored[0])
    kept = whole()
    assert revisions_of([kept], [stored[0].pk]) == {stored[0].pk: 1}  # as it was stored
    kept.tables()
    assert revisions_of([kept], [stored[0].pk]) == {stored[0].pk: 2}


def test_a_half_written_folder_is_not_read(stored, own_folder):
    for file in own_folder.rglob("dense.npy"):
        file.unlink()
    assert whole().whole().ids.tolist() == [one.pk for one in stored]


def test_one_folder_a_segment_and_two_versions_are_kept(stored, own_folder, monkeypatch):
    edited(stored[0])
    whole().tables()
    assert len(list(own_folder.glob("*/startups-*/*"))) == 1
    for version in ("older", "oldest"):
        (own_folder / version).mkdir()
    edited(stored[1])
    whole().tables()
    assert len(list(own_folder.iterdir())) == 2


def test_segments_without_a_listed_row_are_left_out(three, settings):
    settings.MATCHING_BLOCK_SIZE = 1
    startups.services.withdraw(three[1])
    assert segment_numbers(STARTUPS) == [three[0].pk, three[2].pk]
    Startup.objects.all().delete()
    assert segment_numbers(STARTUPS) == [0]
