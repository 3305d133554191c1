"""Who reads the lists in another connection while a run ends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, connections, transaction

from matching import beside
from matching.columns import PairColumns
from tests.matching.stored_lists import EXCHANGED, MERGED, close_with, pairs, stored, take_the_way

pytestmark = pytest.mark.django_db(transaction=True)


class Reader(threading.Thread):
    """Reads all lists, again and again, as long as the block lasts."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[tuple] = set()
        self.error: Exception | None = None
        self.has_read, self.ends = threading.Event(), threading.Event()

    def run(self) -> None:
        try:
            while not self.ends.is_set():
                self.seen.add(tuple(stored()))
                self.has_read.set()
        except Exception as error:  # noqa: BLE001 - for the test to show, whose thread is another one
            self.error = error
        finally:
            connection.close()

    def __enter__(self) -> "Reader":
        self.start()
        self.has_read.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.ends.set()
        self.join()


def full_lists(best: float) -> PairColumns:
    """Forty needs with fifty startups each; both ranks and the score tell which run a row is of."""
    return pairs(*(
        (need, 100 + firm, firm + 1, need, best - firm / 10) for need in range(1, 41) for firm in range(50)
    ))  # fmt: skip


def rows_of(run: PairColumns) -> tuple:
    lists = zip(run.need, run.startup, run.need_rank, run.startup_rank, run.score, strict=True)
    return tuple(
        (int(need), int(startup), int(a), int(b), round(float(score), 1)) for need, startup, a, b, score in lists
    )


@contextmanager
def long_reader() -> Iterator[None]:
    """A transaction of another connection that has read the lists and does not end."""
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM matching_match")
        yield
        other.rollback()
    finally:
        other.close()


@pytest.mark.parametrize("way", [MERGED, EXCHANGED])
def test_readers_see_the_old_lists_or_the_new_and_nothing_between(way, monkeypatch):
    take_the_way(way, monkeypatch)
    runs = [full_lists(best) for best in (50, 60, 70)]
    close_with(runs[0])
    with Reader() as reader:
        for run in (runs[1], runs[2], runs[0], runs[1]):
            close_with(run)
    assert reader.error is None
    assert rows_of(runs[0]) in reader.seen
    assert reader.seen <= {rows_of(run) for run in runs}


def test_an_exchange_that_a_reader_holds_up_gives_up_at_once(monkeypatch):
    take_the_way(EXCHANGED, monkeypatch)
    monkeypatch.setattr(beside, "PATIENCE", "100ms")
    close_with(full_lists(50))
    with long_reader(), pytest.raises(OperationalError, match="lock timeout"):
        close_with(full_lists(60))
    assert tuple(stored()) == rows_of(full_lists(50))
    close_with(full_lists(60))
    assert tuple(stored()) == rows_of(full_lists(60))


def test_a_merge_waits_for_no_reader(monkeypatch):
    take_the_way(MERGED, monkeypatch)
    close_with(full_lists(50))
    with long_reader(), transaction.atomic():
        close_with(full_lists(60))
    assert tuple(stored()) == rows_of(full_lists(60))
