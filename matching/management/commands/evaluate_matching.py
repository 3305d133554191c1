"""Ranks judged startups for judged needs with the production engine and prints how good the ranking is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from language.encoder import get_encoder
from matching.measuring.evaluation import Measures, Run, measure, rank_judged, read_texts, write_run
from matching.measuring.judged import JudgedData, JudgedDataError, read_judged


class Command(BaseCommand):
    help = "Measures match quality on judged data: nDCG@10, P@5 and R@20, overall and by group. Writes nothing stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="holds startups.jsonl, needs.jsonl and qrels.tsv")
        parser.add_argument("--needs", default="needs.jsonl", metavar="FILE", help="other needs, relative to DIR")
        parser.add_argument("--startups", type=Path, metavar="FILE", help="startups from elsewhere, for those of DIR")
        parser.add_argument("--by-startup", action="store_true", help="rank the needs for each startup")
        parser.add_argument("--run", type=Path, metavar="FILE", help="write need, startup and score, 100 a need")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = read_judged(options["folder"], options["needs"], options["startups"])
        except JudgedDataError as error:
            raise CommandError(str(error)) from error
        by_startup = options["by_startup"]
        run = rank_judged(data, read_texts(data, get_encoder()), by_startup=by_startup)
        if options["run"]:
            self.write(run, options["run"])
        self.report(measure(run, data, by_startup), data, by_startup)

    def write(self, run: Run, path: Path) -> None:
        try:
            write_run(run, path)
        except OSError as error:
            raise CommandError(f"{path}: cannot be written ({error.strerror}).") from error

    def report(self, measures: Sequence[Measures], data: JudgedData, by_startup: bool) -> None:
        subjects, judged = (data.startups, data.by_startup) if by_startup else (data.needs, data.grades)
        name = "startups" if by_startup else "needs"
        unjudged = sum(subject.id not in judged for subject in subjects)
        if unjudged:
            self.stdout.write(f"{unjudged} of {len(subjects)} {name} have no judgements and are not measured.")
        self.stdout.write(f"{'group':<10}{name:>9}{'nDCG@10':>9}  {'95 % interval':<14}{'P@5':>7}{'R@20':>7}")
        for row in measures:
            interval = f"[{row.low:.3f}, {row.high:.3f}]"
            figures = f"{row.subjects:>9}{row.ndcg10:>9.3f}  {interval:<14}{row.precision5:>7.3f}{row.recall20:>7.3f}"
            self.stdout.write(f"{row.group:<10}{figures}")
