"""The measurements of writing run, mean what they say, and leave no row behind."""

import pytest
from django.db import connection

from matching.measuring.writing import made_up_lists, measure_edits, measure_lists, measure_vectors
from matching.models import KEPT, Match, TextVector

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def untouched(db):
    Match.objects.create(need_id=1, startup_id=1, need_rank=1, score=9, band=1, parts=[9.0])
    before = list(Match.objects.values())
    yield
    assert list(Match.objects.values()) == before
    assert TextVector.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'matching%'")
        assert cursor.fetchall() == []


def test_made_up_lists_are_full_and_their_parts_add_up():
    lists = made_up_lists(needs=90, startups=100, seed=1)
    assert (lists.need_rank > 0).sum() == 90 * KEPT
    assert (lists.startup_rank > 0).sum() == 100 * KEPT
    assert lists.parts.sum(axis=1) == pytest.approx(lists.score, abs=1e-4)


def test_every_way_of_writing_lists_is_measured():
    figures = measure_lists(needs=90, startups=100, sliced=40)
    assert figures["rows"] == len(made_up_lists(90, 100, seed=1))
    assert figures["exchange_all_changed_ratio"] == 1
    assert min(figures.values()) > 0


def test_edits_are_measured():
    figures = measure_edits(needs=90, startups=100, edits=3)
    assert 0 < figures["p50"] <= figures["p95"]


def test_vectors_are_measured():
    figures = measure_vectors(count=50, sliced=10)
    assert figures["vectors"] == 50
    assert min(figures.values()) > 0
