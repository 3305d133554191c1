"""Stored matches are those of the weights that were chosen, whole lists at a time."""

import pytest

from matching import engine, tasks
from matching.corpus import current_corpus
from matching.learning import nightly, sets
from matching.models import Match, Run, WeightSet
from matching.services import rescore_startup
from startups.models import Startup
from tests.matching.test_runs import run_to_the_end

pytestmark = pytest.mark.django_db


@pytest.fixture
def learned(need, startup):
    return WeightSet.objects.create(version="1.1", base=engine.CURRENT.version, multipliers={"meaning": 1.2})


def part_of_meaning() -> float:
    return Match.objects.values_list("parts", flat=True).get()[0]


def test_a_run_names_the_weights_it_used_and_makes_them_current(learned, curator):
    run_to_the_end()
    before = part_of_meaning()
    nightly.choose(learned, by=curator)
    assert current_corpus().weights == engine.CURRENT  # edits go on with the old ones until the run is done
    run = run_to_the_end()
    assert (run.weights, run.versions["weights"], sets.current()) == (learned, "1.1", learned)
    assert Match.objects.get().weights_version == "1.1"
    assert part_of_meaning() == pytest.approx(1.2 * before, abs=1e-3)


def test_an_edit_uses_the_current_weights(learned, curator, startup):
    nightly.choose(learned, by=curator)
    run_to_the_end()
    stored = list(Match.objects.values_list("score", "parts", "weights_version"))
    Match.objects.all().delete()
    Startup.objects.filter(pk=startup.pk).update(scored_revision=0)
    rescore_startup(startup.pk)
    assert list(Match.objects.values_list("score", "parts", "weights_version")) == stored


def test_the_sweep_begins_the_run_that_a_choice_waits_for(learned, curator, monkeypatch):
    run_to_the_end()
    rung = []
    monkeypatch.setattr(tasks, "ring_for", rung.append)
    nightly.choose(learned, by=curator)
    tasks.sweep()
    tasks.sweep()
    assert [run.weights for run in rung] == [learned, learned]
    assert Run.objects.filter(weights=learned).count() == 1


def test_learning_that_fails_does_not_cost_the_nights_rematch(monkeypatch, need):
    rung = []
    monkeypatch.setattr(tasks, "ring_for", rung.append)
    monkeypatch.setattr(nightly, "learn", lambda: 1 / 0)
    tasks.start_nightly_run()
    assert [run.kind for run in rung] == ["nightly"]
