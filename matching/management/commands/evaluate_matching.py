"""Ranks judged startups for judged needs with the production engine and prints how good the ranking is."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from language.encoder import get_encoder
from matching.measuring.evaluation import Run, measure, rank_judged, read_texts, write_run
from matching.measuring.judged import JudgedData, JudgedDataError, read_judged


class Command(BaseCommand):
    help = "Measures match quality on judged data: nDCG@10, P@5 and R@20, overall and by group. Writes nothing stored."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="holds startups.jsonl, needs.jsonl and qrels.tsv")
        parser.add_argument("--needs", default="needs.jsonl", metavar="FILE", help="other needs, relative to DIR")
        parser.add_argument("--run", type=Path, metavar="FILE", help="write need, startup and score, 100 a need")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = read_judged(options["folder"], options["needs"])
        except JudgedDataError as error:
            raise CommandError(str(error)) from error
        run = rank_judged(data, read_texts(data, get_encoder()))
        if options["run"]:
            self.write(run, options["run"])
        self.report(run, data)

    def write(self, run: Run, path: Path) -> None:
        try:
            write_run(run, path)
        except OSError as error:
            raise CommandError(f"{path}: cannot be written ({error.strerror}).") from error

    def report(self, run: Run, data: JudgedData) -> None:
        unjudged = sum(need.id not in data.grades for need in data.needs)
        if unjudged:
            self.stdout.write(f"{unjudged} of {len(data.needs)} needs have no judgements and are not measured.")
        self.stdout.write(f"{'group':<10}{'needs':>6}{'nDCG@10':>9}  {'95 % interval':<14}{'P@5':>7}{'R@20':>7}")
        for row in measure(run, data):
            interval = f"[{row.low:.3f}, {row.high:.3f}]"
            figures = f"{row.needs:>6}{row.ndcg10:>9.3f}  {interval:<14}{row.precision5:>7.3f}{row.recall20:>7.3f}"
            self.stdout.write(f"{row.group:<10}{figures}")
