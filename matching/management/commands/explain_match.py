"""Prints how a need and a startup come to their score, each step with what goes into it."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q, QuerySet

from cities.models import Need
from matching import engine
from matching.corpus import Corpus, current_corpus
from matching.explaining.calculation import Calculation, Part
from matching.exposure.nudging import HEAD_MARGIN, PAGE_MARGIN
from matching.exposure.storing import stored_nudges
from matching.models import Match, Run
from matching.runs import corpus_of_run
from startups.models import Startup

MOST_TERMS = 12
SAME = 1e-6


class Command(BaseCommand):
    help = "Prints the whole calculation of one pair: factors, inputs of both sides, weights, parts, points, band."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("need", help="id of the need")
        parser.add_argument("startup", help="slug or id of the startup")
        parser.add_argument("--run", type=int, metavar="ID", help="with the corpus statistics of this run")
        parser.add_argument("--all", action="store_true", help=f"all terms of a product, not the {MOST_TERMS} largest")

    def handle(self, *args: Any, need: str, startup: str, run: int | None, **options: Any) -> None:
        asked = _found(Need.objects.with_page(), f"need {need}", _by_id(need))
        offered = _found(Startup.objects.with_profile(), f"startup {startup}", _by_id(startup) | Q(slug=startup))
        corpus = self._corpus(run)
        calculation = Calculation.of(asked, offered, corpus)
        lines = [
            f"Need {asked.pk}, revision {asked.revision}: {asked.title}",
            f"Startup {offered.slug} ({offered.pk}), revision {offered.revision}: {offered.display_name}",
            *_listed(f"{name}: {version}" for name, version in sorted(corpus.versions.items())),
            *_listed(f"{name}: {digest}" for name, digest in calculation.inputs.items()),
            "Parts: (product - usual) x weight / spread; below each the terms of its product, largest first",
            *(line for part in calculation.parts for line in _part(part, options["all"])),
            *_outcome(calculation),
            *_stored(asked, offered, calculation),
        ]
        self.stdout.write("\n".join(lines))

    def _corpus(self, number: int | None) -> Corpus:
        if number is None:
            return current_corpus()
        run = _found(Run.objects.select_related("snapshot", "weights"), f"run {number}", Q(pk=number))
        corpus = corpus_of_run(run)
        changed = [name for name, version in corpus.versions.items() if run.versions.get(name) != version]
        if changed:
            raise CommandError(f"Run {number} cannot be repeated: changed since are {', '.join(sorted(changed))}.")
        return corpus


def _by_id(text: str) -> Q:
    return Q(pk=int(text)) if text.isdecimal() and len(text) < 19 else Q(pk=None)


def _found(rows: QuerySet, name: str, condition: Q) -> Any:
    row = rows.filter(condition).first()
    if row is None:
        raise CommandError(f"There is no {name}.")
    return row


def _listed(lines: Iterator[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _part(part: Part, is_all: bool) -> Iterator[str]:
    weight = part.weight
    yield (
        f"{part.code}: ({part.product:.6f} - {weight.usual:g}) x {weight.weight:g} / {weight.spread:g}"
        f" = {part.part:.4f}, {part.points} points"
    )
    shown = part.terms if is_all else part.terms[:MOST_TERMS]
    for term in shown:
        yield f"    {term.label}: need {term.need:.6f} x startup {term.startup:.6f} = {term.product:.6f}"
    if len(shown) < len(part.terms):
        yield f"    and {len(part.terms) - len(shown)} smaller ones"


def _outcome(calculation: Calculation) -> Iterator[str]:
    points = sum(part.points for part in calculation.parts)
    weights = calculation.corpus.weights
    edges = (
        f"same field from {weights.floor:g}, worth a look from {weights.worth_a_look:g}, strong from {weights.strong:g}"
    )
    yield f"Sum: {calculation.score:.4f} = {points} points at {weights.points_per_unit:g} a unit"
    yield f"Band: {calculation.band.name} ({edges})"
    if calculation.band in engine.OBSERVED:
        seen = engine.OBSERVED[calculation.band]
        yield (
            f"  of {seen.pairs} judged suggestions of this band {seen.fitted} fitted"
            f" (count {engine.COUNT}, {engine.OBSERVED_NEEDS} needs, weights {engine.OBSERVED_WITH})"
        )
    if calculation.highest < engine.Band.STRONG:
        yield f"  not above {calculation.highest.name}: {'; '.join(calculation.what_caps)}"
    facts = calculation.need.facts, calculation.startup.facts
    if engine.is_excluded(*facts):
        yield "  in no list: one side excludes the other"


def _stored(need: Need, startup: Startup, calculation: Calculation) -> Iterator[str]:
    match = Match.objects.filter(need=need, startup=startup).first()
    if match is None:
        yield "Stored: this pair is in no list."
        return
    now = np.array([part.part for part in calculation.parts])
    apart = float(np.abs(now - np.array(match.parts)).max()) if len(match.parts) == len(now) else float("inf")
    same = "the same parts" if apart <= SAME else f"parts that differ by up to {apart:.4f}"
    nudge = stored_nudges([startup.pk]).get(startup.pk, 0.0)
    yield (
        f"Stored: {same}, score {match.score:.4f}, band {engine.Band(match.band).name},"
        f" weights {match.weights_version}, snapshot {match.snapshot_version},"
        f" ranks {match.need_rank} and {match.startup_rank}"
    )
    yield f"Turns among near-equals: {nudge:+.3f} of half a margin ({HEAD_MARGIN:g} at the head, {PAGE_MARGIN:g} below)"
