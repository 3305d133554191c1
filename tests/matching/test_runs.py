"""A full rematch, and what disturbs it."""

import pytest
from django.conf import settings
from django.core.management import call_command

import cities.services
import startups.services
from cities.models import Need
from matching import replacing, runs, tasks
from matching.corpus import current_corpus
from matching.models import Match, Run, RunBlock, Snapshot, TextVector
from matching.services import rescore_startup
from startups.models import Startup
from tests.listings import published_need, published_startup

pytestmark = pytest.mark.django_db

TABLE = (
    "need",
    "startup",
    "need_rank",
    "startup_rank",
    "score",
    "band",
    "parts",
    "weights_version",
    "snapshot_version",
)


def table() -> list[tuple]:
    return list(Match.objects.order_by("need", "startup").values_list(*TABLE))


@pytest.fixture
def corpus_of_three(need):
    published_need(city="530100", department={"kind": "WATER", "name": {"zh": "昆明市水务局"}}, topics=["W-SAFE"])
    return [published_startup(slug=f"startup-{number}", trl=9 - number) for number in range(3)]


def run_to_the_end() -> Run:
    run = runs.start_run()
    runs.embed_texts(run)
    for block in runs.unscored_blocks(run):
        runs.score_block(block)
    return runs.close_run(run)


def test_a_run_equals_rescoring_everything_one_by_one(corpus_of_three):
    for startup in corpus_of_three:
        rescore_startup(startup.pk)
    one_by_one = table()
    Match.objects.all().delete()
    run = run_to_the_end()
    assert table() == one_by_one
    assert (run.state, run.needs, run.startups, run.matches) == ("done", 2, 3, len(one_by_one))
    assert len(one_by_one) == 6


def test_blocks_of_one_give_the_same_as_one_block(corpus_of_three, settings):
    run_to_the_end()
    whole = table()
    Match.objects.all().delete()
    settings.MATCHING_BLOCK_SIZE = 1
    run = run_to_the_end()
    assert run.blocks.count() == 3
    assert table() == whole


def test_a_run_marks_everything_it_scored(corpus_of_three):
    assert Startup.objects.due().count() == 3
    run_to_the_end()
    assert Startup.objects.due().count() == 0


def test_repeating_any_step_changes_nothing(corpus_of_three):
    run = run_to_the_end()
    before = table()
    runs.embed_texts(run)
    assert [runs.score_block(block.pk) for block in run.blocks.all()] == [False]
    assert runs.close_run(run).pk == run.pk
    assert table() == before
    assert RunBlock.objects.count() == 1


def test_a_run_does_not_close_while_a_block_is_missing(corpus_of_three):
    run = runs.start_run()
    runs.embed_texts(run)
    assert runs.close_run(run).state == Run.State.SCORING
    assert table() == []


def test_a_second_run_at_once_is_the_first(corpus_of_three):
    assert runs.start_run() == runs.start_run()
    assert Run.objects.count() == 1


def test_an_edit_during_the_run_survives_it(corpus_of_three):
    first = corpus_of_three[0]
    run = runs.start_run()
    runs.embed_texts(run)
    for block in runs.unscored_blocks(run):
        runs.score_block(block)
    Startup.objects.filter(pk=first.pk).update(trl=3, presence="NONE")
    startups.services.record_change(Startup.objects.get(pk=first.pk))
    rescore_startup(first.pk)
    edited = list(Match.objects.filter(startup=first).values_list("need", "score"))
    runs.close_run(run)
    assert list(Match.objects.filter(startup=first).values_list("need", "score")) == edited
    assert Match.objects.count() == 6


def test_an_edit_while_the_run_closes_stays_due(corpus_of_three, monkeypatch):
    run = runs.start_run()
    runs.embed_texts(run)
    for block in runs.unscored_blocks(run):
        runs.score_block(block)

    def edit_then_replace(*args):
        startups.services.record_change(corpus_of_three[0])
        return replacing.replace_lists(*args)

    monkeypatch.setattr(runs, "replace_lists", edit_then_replace)
    runs.close_run(run)
    assert list(Startup.objects.due()) == [corpus_of_three[0]]


def test_a_startup_withdrawn_during_the_run_stays_out(corpus_of_three):
    run = runs.start_run()
    runs.embed_texts(run)
    for block in runs.unscored_blocks(run):
        runs.score_block(block)
    startups.services.withdraw(corpus_of_three[0])
    runs.close_run(run)
    assert Match.objects.filter(startup=corpus_of_three[0]).count() == 0
    assert Match.objects.count() == 4


def test_what_a_run_does_not_confirm_is_withdrawn(corpus_of_three, need):
    run_to_the_end()
    Match.objects.filter(startup=corpus_of_three[0]).update(score=99)
    # A pair that no scoring would give: the need is excluded by its own field since.
    need.excluded_technologies.add("WAT-LEAK")
    cities.services.record_change(need)
    run_to_the_end()
    assert Match.objects.filter(need=need).count() == 0
    assert Match.objects.filter(score=99).count() == 0


def test_only_changed_text_is_embedded_again(corpus_of_three):
    run_to_the_end()
    assert Run.objects.get().texts_total > 0
    text = corpus_of_three[0].texts.get(language="en")
    text.headline = "Satellites that see wet ground above a leaking main"
    text.save()
    startups.services.record_change(corpus_of_three[0])
    vectors = {row.pk: row.text_hash for row in TextVector.objects.all()}
    run_to_the_end()
    changed = [row.key for row in TextVector.objects.all() if vectors[row.pk] != row.text_hash]
    assert changed == [str(corpus_of_three[0].pk)]


def test_what_is_rung_for_once_more_rings_for_nothing_else(corpus_of_three, monkeypatch):
    rung: list[str] = []
    for name in ("embed_run", "score_block", "close_run", "compare", "embed_phrases"):
        monkeypatch.setattr(getattr(tasks, name), "delay", lambda *_, name=name: rung.append(name))
    run = runs.start_run()
    for _twice in range(2):
        tasks.embed_run(run.pk)
    assert rung == ["score_block"]
    tasks.score_block(run.pk, run.blocks.get().pk)
    assert rung == ["score_block", "close_run"]
    for _twice in range(2):
        tasks.close_run(run.pk)
    assert rung == ["score_block", "close_run", *("compare", "embed_phrases") * 2]
    assert Run.objects.get(pk=run.pk).state == Run.State.DONE


def test_an_error_ends_the_run_and_leaves_the_lists(corpus_of_three, monkeypatch):
    from matching.tasks import score_block

    run_to_the_end()
    before = table()
    run = runs.start_run()
    runs.embed_texts(run)
    monkeypatch.setattr("matching.engine.rank", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        score_block(run.pk, run.blocks.get().pk)
    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", "ZeroDivisionError: division by zero")
    assert table() == before


def test_a_failed_run_keeps_no_partial_lists(corpus_of_three):
    run = runs.start_run()
    runs.embed_texts(run)
    for block in runs.unscored_blocks(run):
        runs.score_block(block)
    assert RunBlock.objects.exclude(result=None).count() == 1
    runs.fail(run.pk, ValueError("no"))
    assert RunBlock.objects.exclude(result=None).count() == 0


def test_a_nightly_run_makes_new_statistics_current_when_it_ends(corpus_of_three):
    run = runs.start_run(Run.Kind.NIGHTLY)
    assert Snapshot.objects.get().is_current is False
    runs.embed_texts(run)
    for block in runs.unscored_blocks(run):
        runs.score_block(block)
    runs.close_run(run)
    snapshot = Snapshot.objects.get()
    assert snapshot.is_current is True
    assert set(Match.objects.values_list("snapshot_version", flat=True)) == {snapshot.version}
    assert run.versions == {} and Run.objects.get().versions["snapshot"] == snapshot.version


def test_a_run_names_its_versions_and_the_rows_it_read(corpus_of_three):
    first, second = run_to_the_end(), run_to_the_end()
    assert first.versions == second.versions
    assert set(first.versions) == {*current_corpus().versions, "needs read", "startups read"}
    cities.services.record_change(Need.objects.first())
    changed = run_to_the_end().versions
    assert [name for name in sorted(changed) if changed[name] != first.versions[name]] == ["needs read"]


def test_a_nightly_run_exists_only_with_its_statistics(corpus_of_three, monkeypatch):
    """The sweep may begin with a run as soon as there is one."""
    make, runs_while_counting = runs.store_snapshot, []

    def store_snapshot():
        runs_while_counting.extend(Run.objects.all())
        return make()

    monkeypatch.setattr(runs, "store_snapshot", store_snapshot)
    run = runs.start_run(Run.Kind.NIGHTLY)
    assert runs_while_counting == []
    assert run.snapshot == Snapshot.objects.get()
    assert runs.start_run(Run.Kind.NIGHTLY) == run


def test_the_command_ends_with_one_line_of_json(corpus_of_three, capsys):
    import json

    call_command("rematch")
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert last["startups"], last["needs"] == (3, 2)
    assert last.keys() == {"run", "needs", "startups", "matches", "seconds"}
    assert settings.MATCHING_BLOCK_SIZE > 3


def test_the_command_ends_when_another_process_ended_its_run(corpus_of_three, monkeypatch):
    run_to_the_end()
    undisturbed, score_block = table(), runs.score_block

    def finish_elsewhere(block_id: int) -> bool:
        score_block(block_id)
        runs.close_run(RunBlock.objects.get(pk=block_id).run)
        return False

    Match.objects.all().delete()
    monkeypatch.setattr(runs, "score_block", finish_elsewhere)
    call_command("rematch")
    assert not Run.objects.unfinished().exists()
    assert table() == undisturbed


def test_the_command_takes_up_a_block_that_a_killed_process_left(corpus_of_three, monkeypatch):
    run_to_the_end()
    undisturbed, score_block, asked = table(), runs.score_block, []

    def score_the_second_time(block_id: int) -> bool:
        asked.append(block_id)
        return len(asked) > 1 and score_block(block_id)

    Match.objects.all().delete()
    monkeypatch.setattr(runs, "score_block", score_the_second_time)
    call_command("rematch")
    assert len(asked) == 2
    assert table() == undisturbed


def test_a_run_tells_what_it_changed(corpus_of_three, need):
    first = run_to_the_end()
    assert sum(pairs for was, _became, pairs in first.changes["counts"] if was == 0) == 6
    assert run_to_the_end().changes == {"counts": [], "pairs": []}
    band = Match.objects.get(need=need, startup=corpus_of_three[0]).band
    Match.objects.filter(need=need, startup=corpus_of_three[0]).update(band=band - 1)
    Match.objects.filter(need=need, startup=corpus_of_three[1]).delete()
    Match.objects.create(need=need, startup_id=987, need_rank=9, score=5, band=1, parts=[5.0], weights_version="1")
    changes = run_to_the_end().changes
    assert changes["counts"] == [[0, band, 1], [1, 0, 1], [band - 1, band, 1]]
    assert changes["pairs"] == [
        [need.pk, corpus_of_three[1].pk, 0, band],
        [need.pk, 987, 1, 0],
        [need.pk, corpus_of_three[0].pk, band - 1, band],
    ]


def test_a_stopped_run_leaves_the_lists(corpus_of_three, need, curator):
    run_to_the_end()
    before = table()
    need.excluded_technologies.add("WAT-LEAK")
    cities.services.record_change(need)
    run = runs.start_run()
    runs.embed_texts(run)
    assert runs.stop_run(run.pk, curator)
    assert [runs.score_block(block.pk) for block in run.blocks.all()] == [False]
    run = runs.close_run(run)
    assert (run.state, run.stopped_by, run.is_over) == ("stopped", curator, True)
    assert table() == before
    assert runs.start_run() != run


def test_a_run_that_is_stopped_keeps_no_partial_lists(corpus_of_three, curator, monkeypatch):
    run = runs.start_run()
    runs.embed_texts(run)
    rank = runs.engine.rank
    monkeypatch.setattr(
        "matching.engine.rank", lambda *args, **kwargs: runs.stop_run(run.pk, curator) and rank(*args, **kwargs)
    )
    assert runs.score_block(run.blocks.get().pk) is False
    assert RunBlock.objects.get().result is None


def test_a_run_that_is_stopped_while_it_reads_is_never_split(corpus_of_three, curator, monkeypatch):
    run, embed = runs.start_run(), runs.embed_missing
    monkeypatch.setattr(runs, "embed_missing", lambda *args: runs.stop_run(run.pk, curator) and embed(*args))
    runs.embed_texts(run)
    assert (Run.objects.get().state, RunBlock.objects.count()) == ("stopped", 0)


def test_what_is_over_is_not_stopped(corpus_of_three, curator):
    run = run_to_the_end()
    assert not runs.stop_run(run.pk, curator)
    assert Run.objects.get().state == "done"
