"""The full rematch: texts read, startups split in blocks, blocks scored, everything merged in one transaction.

A `Run` row and its blocks say how far it is, so every step may be repeated, by the sweep or by a second delivery of the
same message, and a killed worker costs at most the block it was at.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from numpy.typing import NDArray

from accounts.models import User
from cities.models import Need
from language.glossary import Additions
from matching import engine
from matching.columns import PairColumns
from matching.comparing import compared_with_stored
from matching.corpus import Corpus, corpus_of, current_corpus
from matching.exposure.storing import nudged
from matching.gather import need_texts, read_startups, startup_texts
from matching.learning import sets
from matching.lists import lock_run, publication_days
from matching.models import KEPT, Match, Run, RunBlock, Snapshot, TextVector, WeightSet
from matching.replacing import Versions, replace_lists, stage_lists
from matching.resident import NEEDS, STARTUPS, segment, segment_numbers, segments
from matching.statistics import make_snapshot
from matching.vectors import BATCH, embed_missing, missing
from startups.models import Startup
from taxonomy.glossary import curators_glossary

# Under what a list's last place reached last time: most lists reach it again, and nothing much is searched twice.
MARGIN_OF_GUESS = 0.02


def start_run(kind: str = Run.Kind.FULL, by: User | None = None) -> Run:
    """A new run, or the one that is under way: two at once would only do the same work twice.

    A nightly run begins with new corpus statistics, which become current when it ends.
    """
    is_new = kind == Run.Kind.NIGHTLY and not Run.objects.unfinished().exists()
    # Before there is a run: the sweep would begin with it while it still names the old statistics.
    snapshot = store_snapshot() if is_new else None
    with transaction.atomic():
        lock_run(alone=True)
        under_way = Run.objects.unfinished().first()
        if under_way:
            return under_way
        current = snapshot or Snapshot.objects.filter(is_current=True).first()
        return Run.objects.create(kind=kind, snapshot=current, weights=sets.chosen(), started_by=by)


def store_snapshot() -> Snapshot:
    """Corpus statistics of today's listed startups and today's glossary of the curators, stored but not yet current."""
    corpus, glossary = current_corpus(), curators_glossary()
    reading = read_startups(Startup.objects.listed().with_profile(), corpus)
    words = (text.words for text in reading.texts)
    made, file = make_snapshot(words, corpus.vocabulary, Additions.of(glossary).version), io.BytesIO()
    made.save(file)
    held = {"data": file.getvalue(), "startups": len(reading.facts), "glossary": glossary}
    return Snapshot.objects.get_or_create(version=made.version, defaults=held)[0]


def corpus_of_run(run: Run) -> Corpus:
    snapshot, weights = run.snapshot, run.weights
    return corpus_of(snapshot.version if snapshot else None, weights.version if weights else None)


def embed_texts(run: Run) -> None:
    """Embed every text that has changed, in small batches, then split the run. Safe to repeat."""
    corpus = corpus_of_run(run)
    waiting = [
        (subject, texts)
        for subject, texts in _all_texts(run, corpus)
        if subject and missing(subject, texts, corpus.encoder)
    ]
    Run.objects.filter(pk=run.pk).update(texts_total=F("texts_done") + sum(len(texts) for _, texts in waiting))
    for subject, texts in waiting:
        embed_missing(subject, texts, corpus.encoder)
        if not Run.objects.unfinished().filter(pk=run.pk).update(texts_done=F("texts_done") + len(texts)):
            return  # stopped
    split(run, corpus)


def _all_texts(run: Run, corpus: Corpus) -> Iterator[tuple[str, dict[str, Any]]]:
    """Texts that may have changed: of what is due, or all where new statistics may choose other glosses."""
    for subject, rows, texts_of in (
        (TextVector.Subject.STARTUP, Startup.objects.listed().with_profile(), startup_texts),
        (TextVector.Subject.NEED, Need.objects.open().with_page(), need_texts),
    ):
        if run.kind == Run.Kind.FULL:
            rows = rows.due()
        batches = rows.order_by("pk").iterator(chunk_size=BATCH)
        while batch := list(islice(batches, BATCH)):
            yield subject, {str(row.pk): texts_of(row, corpus.bridge) for row in batch}


@transaction.atomic
def split(run: Run, corpus: Corpus) -> None:
    """Make the run's blocks, once: the segments of the startups."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state != Run.State.EMBEDDING:
        return
    RunBlock.objects.bulk_create(RunBlock(run=run, number=number) for number in segment_numbers(STARTUPS))
    run.versions = corpus.versions
    run.startups, run.needs = Startup.objects.listed().count(), Need.objects.open().count()
    run.state = Run.State.SCORING
    run.save(update_fields=["versions", "startups", "needs", "state"])


@transaction.atomic
def score_block(block_id: int) -> bool:
    """Score one block's startups against all open needs; False when another worker is at it or it is done.

    The row lock ends with the worker that holds it, so a killed worker's block is free again at once.
    """
    block = (
        RunBlock.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("run__snapshot", "run__weights")
        .filter(pk=block_id, result=None, run__state=Run.State.SCORING)
        .first()
    )
    if block is None:
        return False
    corpus = corpus_of_run(block.run)
    need_parts, own_part = segments(NEEDS, corpus), segment(STARTUPS, corpus, block.number)
    needs, startups = engine.join_tables([part.whole() for part in need_parts]), own_part.whole()
    ranking = engine.rank(
        needs,
        startups,
        weights=corpus.weights,
        need_floors=_reached_elsewhere(block.run, needs.ids),
        guess=engine.Guess(np.full(len(needs), -np.inf), _reached_before(startups.ids)),
    )
    pairs = PairColumns.joined(PairColumns.of(own, needs, startups) for own in (ranking.by_need, ranking.by_startup))
    last = ranking.by_need.rank == KEPT
    block.reached = _npz(need=needs.ids[ranking.by_need.need[last]], score=ranking.by_need.score[last])
    block.result = _npz(
        needs=np.concatenate([part.revisions for part in need_parts]),
        startups=own_part.revisions,
        **{f"pair_{name}": values for name, values in vars(pairs).items()},
    )
    if not Run.objects.unfinished().filter(pk=block.run_id).exists():
        return False  # stopped meanwhile: megabytes that nobody would merge
    block.save(update_fields=["reached", "result"])
    return True


def _reached_elsewhere(run: Run, needs: NDArray[np.int64]) -> NDArray[np.float64]:
    """What the last place of each need's list reaches in another block: what is under it enters no list."""
    floors = np.full(len(needs), -np.inf)
    for reached in run.blocks.exclude(reached=None).values_list("reached", flat=True):
        with np.load(io.BytesIO(reached or b"")) as block:
            places = np.searchsorted(needs, block["need"]).clip(max=max(len(needs) - 1, 0))
            known = needs[places] == block["need"] if len(needs) else np.zeros(0, np.bool_)
            np.maximum.at(floors, places[known], block["score"][known])
    return floors


def _reached_before(startups: NDArray[np.int64]) -> NDArray[np.float64]:
    """What the last place of each startup's list is expected to reach: as a rule what it did last time."""
    stored = Match.objects.filter(startup_rank=KEPT, startup__in=startups.tolist())
    last = dict(stored.values_list("startup", "score"))
    return np.array([last.get(pk, -np.inf) for pk in startups.tolist()]) - MARGIN_OF_GUESS


def _npz(**arrays: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


@transaction.atomic
def close_run(run: Run) -> Run:
    """Merge all blocks into the stored lists; safe to repeat, and does nothing while a block is missing.

    What takes long is done first; then, alone among edits, the lists are replaced. A subject that was edited since its
    block read it keeps its rows: its own rescoring knows better.
    """
    run = Run.objects.select_for_update(of=("self",)).select_related("snapshot", "weights").get(pk=run.pk)
    blocks = list(run.blocks.all())
    if run.state != Run.State.SCORING or any(block.result is None for block in blocks):
        return run
    results = [np.load(io.BytesIO(block.result or b"")) for block in blocks]
    pairs = PairColumns.joined(_unpacked(result) for result in results)
    pairs = pairs.ranked(publication_days(Need.objects.open()), publication_days(Startup.objects.listed()), KEPT)
    pairs = nudged(pairs, run.started_at)
    corpus = corpus_of_run(run)
    staged = stage_lists(pairs, Versions(corpus.weights.version, corpus.snapshot.version))
    run.changes = compared_with_stored(staged.table)
    lock_run(alone=True)
    needs, stale_needs = _compared(Need, [result["needs"] for result in results])
    startups, stale_startups = _compared(Startup, [result["startups"] for result in results])
    run.versions |= {f"{side} read": _digest(result[side] for result in results) for side in ("needs", "startups")}
    _finish(run, needs, startups)
    # Last: readers may wait from here to the end of the transaction.
    run.matches = replace_lists(staged, stale_needs, stale_startups)
    run.save(update_fields=["matches", "changes"])
    return run


def _digest(read: Iterable[NDArray[np.int64]]) -> str:
    """Of the rows that were read, by id and revision: equal for equal inputs, however they were split."""
    rows = np.unique(np.concatenate(list(read)), axis=0)
    return hashlib.sha256(rows.astype("<i8").tobytes()).hexdigest()[:12]


def _compared(model: Any, read: Sequence[np.ndarray]) -> tuple[dict[int, int], set[int]]:
    """(id -> revision of the rows that every block read at the revision they have now, ids of all others)."""
    now = dict(model.objects.values_list("pk", "revision"))
    seen = {(int(pk), int(revision)) for rows in read for pk, revision in rows}
    stale = {pk for pk, revision in seen if now.get(pk) != revision}
    unchanged = {pk: revision for pk, revision in seen if pk not in stale}
    return unchanged, stale.union(model.objects.listed().exclude(pk__in=unchanged).values_list("pk", flat=True))


def _unpacked(result: Any) -> PairColumns:
    return PairColumns(**{name.removeprefix("pair_"): result[name] for name in result if name.startswith("pair_")})


def _finish(run: Run, needs: dict[int, int], startups: dict[int, int]) -> None:
    for model, unchanged in ((Need, needs), (Startup, startups)):
        for revision, pks in _by_revision(unchanged).items():
            # By the revision that was scored: an edit may have been committed since the rows were compared.
            model.objects.due().filter(pk__in=pks, revision=revision).update(scored_revision=revision)
    if any([_make_current(run.snapshot), _make_current(run.weights)]):
        # What was edited meanwhile was scored with the old ones: the sweep scores it again.
        for model, unchanged in ((Need, needs), (Startup, startups)):
            model.objects.listed().exclude(pk__in=unchanged).update(scored_revision=0)
    run.state, run.finished_at = Run.State.DONE, timezone.now()
    run.save(update_fields=["state", "finished_at", "versions"])
    run.blocks.update(result=None, reached=None)


def _make_current(used: Snapshot | WeightSet | None) -> bool:
    """Whether edits have to use other statistics or weights from here on, because the run did."""
    if used is None or used.is_current:
        return False
    others = type(used).objects.filter(is_current=True)
    others.update(is_current=False)
    type(used).objects.filter(pk=used.pk).update(is_current=True)
    return True


def _by_revision(rows: Mapping[int, int]) -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for pk, revision in rows.items():
        found.setdefault(revision, []).append(pk)
    return found


def fail(run_id: int, error: Exception) -> None:
    """End the run with the error for the curators; the lists stay as they were."""
    Run.objects.unfinished().filter(pk=run_id).update(
        state=Run.State.FAILED, error=f"{type(error).__name__}: {error}"[:2_000], finished_at=timezone.now()
    )
    _forget_partial_lists(run_id)


@transaction.atomic
def stop_run(run_id: int, by: User | None) -> bool:
    """End the run where it is; the lists stay as they were, and what is due waits for the next run.

    False where it is over already, or where its closing task holds the row: then the lists are being replaced, and
    either all of that happens or nothing.
    """
    run = Run.objects.unfinished().select_for_update(skip_locked=True).filter(pk=run_id).first()
    if run is None:
        return False
    run.state, run.stopped_by, run.finished_at = Run.State.STOPPED, by, timezone.now()
    run.save(update_fields=["state", "stopped_by", "finished_at"])
    _forget_partial_lists(run_id)
    return True


def _forget_partial_lists(run_id: int) -> None:
    # Megabytes that nobody will merge. A block that is just being scored has none yet, so this waits for no lock.
    ended = RunBlock.objects.filter(run=run_id, run__state__in=[Run.State.FAILED, Run.State.STOPPED])
    ended.exclude(result=None).update(result=None, reached=None)


def unscored_blocks(run: Run) -> list[int]:
    return list(run.blocks.filter(result=None).values_list("pk", flat=True))
