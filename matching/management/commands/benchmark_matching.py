import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.measuring.rivals import MissingLibraryError
from matching.measuring.speed import EngineFigures, measure_engine


class Command(BaseCommand):
    help = (
        "Measures the engine on generated listings, as ratios to the bare matrix product (docs/benchmarks.md)."
        " Reads and writes no listing. Last line: JSON."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--needs", type=int, required=True, metavar="N")
        parser.add_argument("--startups", type=int, required=True, metavar="M")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--threads", type=int, default=1, metavar="T", help="shares of the startups searched at once"
        )
        parser.add_argument(
            "--rivals",
            type=float,
            default=0,
            metavar="SECONDS",
            help="search by slower means too, each for so long (needs requirements-bench.txt)",
        )

    def handle(
        self, *args: Any, needs: int, startups: int, seed: int, threads: int, rivals: float, **options: Any
    ) -> None:
        if min(needs, startups, threads) < 1 or min(seed, rivals) < 0:
            raise CommandError("--needs, --startups and --threads are numbers from 1, --seed and --rivals from 0.")
        try:
            figures = measure_engine(needs, startups, seed, threads, rivals)
        except MissingLibraryError as error:
            raise CommandError(str(error)) from error
        if figures.faiss_s is None:
            self.stderr.write("FAISS is not installed, so nothing is compared with it: make .venv/installed-bench")
        self.report(figures)

    def report(self, figures: EngineFigures) -> None:
        for search, times in figures.to_bare.items():
            self.stdout.write(f"{search:<28}{times:>6.2f} x the bare product of {figures.bare_s:.3f} s")
        self.stdout.write(json.dumps(asdict(figures)))
