"""The cards of a list of matches: stored scores with reasons, evidence and gaps, as facts stand when they are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from cities.models import Need
from matching import engine
from matching.corpus import Corpus, current_corpus
from matching.explaining.buying import how_to_buy
from matching.explaining.evidence import Quote, TermPair
from matching.explaining.gap_sentences import GapLine, gap_lines, hurdles, most_important
from matching.explaining.pairing import Asked, Pairing, with_meanings
from matching.explaining.reason_sentences import Terms, reasons
from matching.explaining.sentences import PART_LABELS, band_meaning, runs, solves
from matching.models import Band, Match
from matching.pasted import Candidate, rank_text
from startups.models import Startup
from taxonomy.models import Caution, Technology, Topic

__all__ = [
    "Card", "GapLine", "Part", "Quote", "TermPair", "cards_for_need", "cards_for_needs", "cards_for_startup",
    "cards_for_startups", "cards_for_text",
]  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One part of the sum. Its bar lies from ``start`` over ``width``, in per cent of the list's longest row of bars.

    Parts above 0 lie one after the other; one below 0 lies over their end and takes away from it.
    """

    code: str
    label: str
    points: int
    start: float
    width: float


@dataclass(frozen=True)
class Card:
    """One pair for readers of the active language. `need` is None for a pasted text; `points` is the sum of `parts`."""

    need: Need | None
    startup: Startup
    rank: int
    band: int
    band_label: str
    band_meaning: str
    points: int
    parts: tuple[Part, ...]
    solves: str
    runs: str
    missing: str
    reasons: tuple[str, ...]
    pairs: tuple[TermPair, ...]
    marks: tuple[TermPair, ...]
    meets: bool
    need_quote: Quote | None
    startup_quote: Quote | None
    gaps: tuple[GapLine, ...]
    hurdles: tuple[GapLine, ...]
    cautions: tuple[str, ...]
    buying: tuple[str, ...]
    is_demo: bool
    scored_at: datetime | None


@dataclass(frozen=True, eq=False)
class Scored:
    """A pair with what was computed for it."""

    pairing: Pairing
    rank: int
    score: float
    band: int
    parts: Sequence[float]
    scored_at: datetime | None


def cards_for_need(need: Need, matches: Iterable[Match]) -> list[Card]:
    """The need's startups in the order of `matches`; `need` fetched `with_page()`."""
    return cards_for_needs([need], matches)[need.pk]


def cards_for_needs(needs: Sequence[Need], matches: Iterable[Match]) -> dict[int, list[Card]]:
    """By need its startups in the order of `matches`, for the queries that one need takes."""
    corpus = current_corpus()
    rows = list(matches)
    startups = Startup.objects.with_profile().in_bulk({match.startup_id for match in rows})
    asked = _asked(needs, corpus) if rows else {}
    cards = _cards(
        [
            _scored(match, match.need_rank, asked[match.need_id], startups[match.startup_id], corpus)
            for match in rows
            if match.startup_id in startups
        ],
        corpus,
    )
    return {need.pk: _told_apart(card for card in cards if card.need == need) for need in needs}


def cards_for_startup(startup: Startup, matches: Iterable[Match]) -> list[Card]:
    """The startup's needs in the order of `matches`; `startup` fetched `with_profile()`."""
    return cards_for_startups([startup], matches)[startup.pk]


def cards_for_startups(startups: Sequence[Startup], matches: Iterable[Match]) -> dict[int, list[Card]]:
    """By startup its needs in the order of `matches`, for the queries that one startup takes."""
    corpus = current_corpus()
    rows = list(matches)
    profiles = {startup.pk: startup for startup in startups}
    needs = Need.objects.with_page().in_bulk({match.need_id for match in rows})
    asked = _asked(list(needs.values()), corpus)
    cards = _cards(
        [
            _scored(match, match.startup_rank, asked[match.need_id], profiles[match.startup_id], corpus)
            for match in rows
            if match.need_id in asked
        ],
        corpus,
    )
    return {startup.pk: [card for card in cards if card.startup == startup] for startup in startups}


def cards_for_text(text: str, limit: int = 5) -> list[Card]:
    """The published public startups for a pasted problem; empty where nothing fits. Nothing is stored."""
    corpus = current_corpus()
    candidates = rank_text(text, corpus)[:limit]
    scored = [_of_candidate(candidate, rank, corpus) for rank, candidate in enumerate(candidates, 1)]
    return _told_apart(_cards(scored, corpus))


def _asked(needs: Sequence[Need], corpus: Corpus) -> dict[int, Asked]:
    return {need.pk: asked for need, asked in zip(needs, Asked.by_needs(needs, corpus), strict=True)}


def _scored(match: Match, rank: int | None, asked: Asked, startup: Startup, corpus: Corpus) -> Scored:
    pairing = Pairing(asked, startup, corpus, match.score)
    return Scored(pairing, rank or 0, match.score, match.band, match.parts, match.scored_at)


def _of_candidate(candidate: Candidate, rank: int, corpus: Corpus) -> Scored:
    pairing = Pairing(candidate.asked, candidate.startup, corpus, candidate.score)
    return Scored(pairing, rank, candidate.score, candidate.band, candidate.parts, None)


def _told_apart(rivals: Iterable[Card]) -> list[Card]:
    """Candidates for one need. A sentence that fits two tells neither apart: the better of them keeps it."""
    said: set[str] = set()
    cards = []
    for card in rivals:
        cards.append(replace(card, reasons=tuple(reason for reason in card.reasons if reason not in said)))
        said.update(card.reasons)
    return cards


def _cards(scored: Sequence[Scored], corpus: Corpus) -> list[Card]:
    if not scored:
        return []
    pairings = with_meanings([pair.pairing for pair in scored], corpus)
    scored = [replace(pair, pairing=pairing) for pair, pairing in zip(scored, pairings, strict=True)]
    cautions = Caution.objects.current().in_bulk()
    terms: Terms = {**Technology.objects.in_bulk(), **Topic.objects.in_bulk()}
    return [
        _card(
            pair,
            parts,
            terms,
            [cautions[code] for code in engine.cautions(pair.pairing.facts, corpus.vocabulary) if code in cautions],
        )
        for pair, parts in zip(scored, _bars([pair.parts for pair in scored]), strict=True)
    ]


def _card(scored: Scored, parts: tuple[Part, ...], terms: Terms, cautions: Iterable[Caution]) -> Card:
    pairing = scored.pairing
    by_points = engine.band(scored.score)
    gaps = gap_lines(pairing, by_points)
    evidence = pairing.evidence
    need, startup = pairing.asked.need, pairing.startup
    highest = engine.cap(pairing.asked.view.facts, pairing.facts, pairing.corpus.vocabulary)
    return Card(
        need=need,
        startup=startup,
        rank=scored.rank,
        band=scored.band,
        band_label=str(Band(scored.band).label),
        band_meaning=band_meaning(engine.Band(scored.band), highest, by_points),
        points=sum(part.points for part in parts),
        parts=parts,
        solves=solves(startup),
        runs=runs(pairing),
        missing=most_important(gaps, pairing),
        reasons=reasons(pairing, terms),
        pairs=evidence.pairs,
        marks=evidence.marks,
        meets=pairing.meets,
        need_quote=evidence.need_quote,
        startup_quote=evidence.startup_quote,
        gaps=gaps,
        hurdles=hurdles(pairing),
        cautions=tuple(caution.text for caution in cautions),
        buying=how_to_buy(startup, need),
        is_demo=startup.is_demo or (need is not None and need.is_demo),
        scored_at=scored.scored_at,
    )


def _bars(parts: Sequence[Sequence[float]]) -> list[tuple[Part, ...]]:
    """Per pair its parts in whole points that add up, each with its bar."""
    shown = engine.shown_points(np.asarray(parts, np.float64)).tolist()
    longest = max(sum(point for point in points if point > 0) for points in shown)
    return [tuple(_row(points, max(longest, 1))) for points in shown]


def _row(points: Sequence[int], longest: int) -> list[Part]:
    row: list[Part] = []
    end = 0
    # What takes away comes last, so that it lies over the end of what adds.
    for code, own in sorted(zip(engine.PARTS, points, strict=True), key=lambda part: part[1] < 0):
        start = end if own >= 0 else end + own
        row.append(Part(code, str(PART_LABELS[code]), own, 100 * start / longest, 100 * abs(own) / longest))
        end += own
    return row
