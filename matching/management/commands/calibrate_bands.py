"""Counts, on judged data, how often suggestions of each band fitted, and draws it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from language.encoder import get_encoder
from matching import engine
from matching.measuring.calibration import Rate, ScoredPairs, by_band, by_score, differing, scored_pairs
from matching.measuring.evaluation import read_texts
from matching.measuring.judged import JudgedDataError, join_judged, read_judged
from matching.measuring.reliability import picture


class Command(BaseCommand):
    help = "Counts how often suggestions of each band fitted, all judged needs together. Writes nothing stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folders", nargs="+", type=Path, metavar="DIR", help="with startups.jsonl, needs.jsonl and qrels.tsv"
        )
        parser.add_argument("--startups", type=Path, metavar="FILE", help="startups from elsewhere, for those of DIR")
        parser.add_argument("--picture", type=Path, metavar="FILE", help="write the reliability picture, as SVG")

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = self.read(options["folders"], options["startups"])
        found = by_band(pairs)
        self.report(found, len(set(pairs.need.tolist())))
        if options["picture"]:
            options["picture"].write_text(picture(by_score(pairs), found), encoding="utf-8")

    def read(self, folders: Sequence[Path], startups: Path | None) -> ScoredPairs:
        try:
            data = join_judged([read_judged(folder, startups_file=startups) for folder in folders])
        except JudgedDataError as error:
            raise CommandError(str(error)) from error
        if not data.grades:
            raise CommandError("No need has judgements.")
        return scored_pairs(data, read_texts(data, get_encoder()))

    def report(self, found: Mapping[engine.Band, Rate], needs: int) -> None:
        self.stdout.write(f"Weights {engine.CURRENT.version}, {needs} needs. Pairs that nobody judged count as unfit.")
        self.stdout.write(
            f"{'band':<14}{'pairs':>8}{'judged':>8}{'fitted':>8}{'share':>8}  {'95 % interval':<16}same area"
        )
        for band, rate in found.items():
            interval = f"[{rate.low:.1%}, {rate.high:.1%}]"
            area = f"{rate.same_area / max(rate.pairs, 1):.1%}"
            counts = f"{rate.pairs:>8}{rate.judged:>8}{rate.fitted:>8}{rate.share:>8.1%}"
            self.stdout.write(f"{band.name.lower():<14}{counts}  {interval:<16}{area:>9}")
        stated = f"matching/engine/bands.py states count {engine.COUNT}, of weights {engine.OBSERVED_WITH}"
        other = ", ".join(f"{band.name}: {found[band].observed}" for band in differing(found))
        self.stdout.write(f"{stated}; they differ: {other}." if other else f"{stated}: the same.")
