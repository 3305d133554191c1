"""Scoring one startup, one need or one pasted text. Full rematches: matching/runs.py."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection, transaction

from cities.models import Need
from language.bridge import Bridge
from listings.models import Listing
from matching import engine
from matching.columns import Ids, PairColumns, looked_up
from matching.copying import copy_out, literal
from matching.corpus import Corpus, current_corpus
from matching.gather import Texts, need_texts, read_needs, read_startups, startup_texts
from matching.lists import lock_run, renumber, store
from matching.models import KEPT, Match, TextVector
from matching.pins import keep_pins, refresh_pins
from matching.resident import NEEDS, STARTUPS, Segment, revisions_of, segments
from matching.vectors import embed_missing, missing
from startups.models import Startup


def startup_awaits_embedding(startup_id: int) -> bool:
    """Whether the startup is listed with a text that has no vector yet."""
    return bool(_waiting_texts(Startup.objects.listed().with_profile(), startup_id, startup_texts))


def need_awaits_embedding(need_id: int) -> bool:
    """Whether the need is open with a text that has no vector yet."""
    return bool(_waiting_texts(Need.objects.open().with_page(), need_id, need_texts))


def embed_startup(startup_id: int) -> None:
    """Embed the startup's text if it has changed."""
    _embed(
        TextVector.Subject.STARTUP, _waiting_texts(Startup.objects.listed().with_profile(), startup_id, startup_texts)
    )


def embed_need(need_id: int) -> None:
    """Embed the need's text if it has changed."""
    _embed(TextVector.Subject.NEED, _waiting_texts(Need.objects.open().with_page(), need_id, need_texts))


def _waiting_texts(rows: Any, pk: int, texts_of: Callable[[Any, Bridge], Texts]) -> dict[str, Texts]:
    corpus = current_corpus()
    texts = {str(row.pk): texts_of(row, corpus.bridge) for row in rows.filter(pk=pk)}
    subject = TextVector.Subject.STARTUP if rows.model is Startup else TextVector.Subject.NEED
    return texts if missing(subject, texts, corpus.encoder) else {}


def _embed(subject: str, texts: Mapping[str, Texts]) -> None:
    embed_missing(subject, texts, current_corpus().encoder)


def rescore_startup(startup_id: int) -> None:
    """Score one startup against all open needs and put it into the lists where it belongs.

    Does nothing when it is scored already; safe beside other rescorings and runs. A startup that is no longer listed
    leaves every list.
    """
    startup = Startup.objects.due().with_profile().filter(pk=startup_id).first()
    if startup is None:
        return
    corpus = current_corpus()
    reading = read_startups([startup] if startup.is_listed else [], corpus)
    own = engine.build_startups(reading.facts, reading.texts, corpus.vocabulary, corpus.snapshot)
    needs = segments(NEEDS, corpus)
    pairs = PairColumns.joined(
        PairColumns.of(engine.rank(table, own, weights=corpus.weights).by_need, table, own)
        for part in needs
        for table in part.tables()
    )
    write_lists_of(startup, _kept(pairs, "need"), needs, corpus)
    refresh_pins(startup=startup_id)


def rescore_need(need_id: int) -> None:
    """Score one need against all listed startups and write its list; the mirror of `rescore_startup`."""
    need = Need.objects.due().with_page().filter(pk=need_id).first()
    if need is None:
        return
    corpus = current_corpus()
    reading = read_needs([need] if need.is_listed else [], corpus)
    own = engine.build_needs(reading.facts, reading.texts, corpus.vocabulary, corpus.snapshot)
    startups = segments(STARTUPS, corpus)
    pairs = PairColumns.joined(
        PairColumns.of(engine.rank(own, table, weights=corpus.weights).by_startup, own, table)
        for part in startups
        for table in part.tables()
    )
    write_lists_of(need, _kept(pairs, "startup"), startups, corpus)
    refresh_pins(need=need_id)


def _kept(pairs: PairColumns, other: str) -> PairColumns:
    """One subject's best pairs, and those that reach the last place of the other one's list (`need` or `startup`)."""
    others: Ids = getattr(pairs, other)
    asked = {"ids": literal(others), "last": KEPT}
    edges = copy_out(_EDGES.format(other=other), asked, {"other": ">i8", "score": ">f4"})
    last = looked_up(others, edges["other"].astype(np.int64), edges["score"].astype(np.float32))
    keeps = pairs.score >= last
    keeps[np.argsort(-pairs.score, kind="stable")[:KEPT]] = True
    return pairs.take(keeps)


_EDGES = """
SELECT {other}_id, score FROM matching_match WHERE {other}_id = ANY(%(ids)s::bigint[]) AND {other}_rank = %(last)s
"""


@transaction.atomic
def write_lists_of(subject: Startup | Need, kept: PairColumns, others: Sequence[Segment[Any]], corpus: Corpus) -> None:
    """Make `kept` the subject's pairs, unless it or one of the `others` was edited since it was read.

    An edit raises a revision and has a rescoring of its own; what was read before it must not overwrite what that one
    writes. So rows are locked, needs before startups, each by id (one order everywhere: no deadlock), and revisions
    compared under the lock.
    """
    lock_run(alone=False)
    side, other = ("need", "startup") if isinstance(subject, Need) else ("startup", "need")
    stored = set(Match.objects.filter(**{side: subject}).values_list(other, flat=True))
    partners = getattr(kept, other)
    touched = stored.union(partners.tolist())
    current = _lock_rows(subject, touched)
    if current[side].get(subject.pk) != subject.revision:
        return
    read = revisions_of(others, touched)
    changed = {pk for pk in touched if current[other].get(pk) != read.get(pk)}
    dropped = stored.difference(changed, partners.tolist())
    Match.objects.filter(**{side: subject, f"{other}__in": dropped}).delete()
    store(kept.take(~np.isin(partners, list(changed))), corpus.snapshot.version, corpus.weights.version)
    renumber(**{f"{side}s": [subject.pk], f"{other}s": touched})
    keep_pins(**{f"{side}s": [subject.pk]})
    type(subject).objects.filter(pk=subject.pk).update(scored_revision=subject.revision)


def _lock_rows(subject: Listing, touched: Iterable[int]) -> dict[str, dict[int, int]]:
    """Revisions, under lock, of the subject and of the other side's rows it shares pairs with."""
    own, others = (Need, Startup) if isinstance(subject, Need) else (Startup, Need)
    wanted: dict[Any, list[int]] = {own: [subject.pk], others: list(touched)}
    found = {}
    with connection.cursor() as cursor:
        for model in (Need, Startup):
            cursor.execute(_LOCK.format(table=model._meta.db_table), [literal(np.array(wanted[model], np.int64))])
            found[str(model._meta.model_name)] = dict(cursor.fetchall())
    return found


_LOCK = "SELECT id, revision FROM {table} WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE"
