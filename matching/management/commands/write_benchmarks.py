import json
import os
import subprocess
import sys
from argparse import ArgumentTypeError
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.measuring import machine, writing
from matching.measuring.rivals import MissingLibraryError
from matching.measuring.speed.edits import measure_edits
from matching.measuring.speed.page import Measured, write_page
from matching.measuring.speed.targets import SIZES

PAGE = "docs/benchmarks.md"


def size(text: str) -> tuple[int, int]:
    """1000x10000: needs and startups."""
    needs, _, startups = text.partition("x")
    if not needs.isdecimal() or not startups.isdecimal():
        raise ArgumentTypeError(f"{text!r} is no size; it is written as 1000x10000: needs x startups")
    return int(needs), int(startups)


class Command(BaseCommand):
    help = (
        f"Measures search, storing and edits and writes the tables of {PAGE}. Nothing stored is touched. `make bench`"
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sizes", type=size, nargs="+", default=SIZES, metavar="NxM", help="needs x startups")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument("--threads", type=int, default=1, metavar="T")
        parser.add_argument("--rivals", type=float, default=8, metavar="SECONDS", help="for each slow rival")
        parser.add_argument("--page", type=Path, default=settings.BASE_DIR / PAGE, metavar="FILE")

    def handle(self, *args: Any, page: Path, **options: Any) -> None:
        try:
            measured = self.measure(**options)
            write_page(page, measured)
        except (MissingLibraryError, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Written: {page}")

    def measure(self, *, sizes: list[tuple[int, int]], seed: int, threads: int, rivals: float, **_: Any) -> Measured:
        engine = [self.search(*own, seed, threads, rivals) for own in sizes]
        self.stdout.write("Storing lists and vectors ...")
        lists, vectors = writing.measure_lists(), writing.measure_vectors()
        self.stdout.write("Editing ...")
        return Measured(
            about=self.about(),
            engine=engine,
            edits=asdict(measure_edits(seed)),
            writing=lists,
            writing_edits=writing.measure_edits(),
            vectors=vectors,
        )

    def search(self, needs: int, startups: int, seed: int, threads: int, rivals: float) -> dict[str, Any]:
        """In a process of its own: its memory is that of this size alone."""
        self.stdout.write(f"Searching {needs:,} needs x {startups:,} startups ...")
        numbers = {"needs": needs, "startups": startups, "seed": seed, "threads": threads, "rivals": rivals}
        options = [text for name, value in numbers.items() for text in (f"--{name}", str(value))]
        done = subprocess.run(  # noqa: S603 - our own command with numbers
            [sys.executable, "manage.py", "benchmark_matching", *options],
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            text=True,
        )
        if done.returncode:
            raise CommandError(f"benchmark_matching {' '.join(options)} ended with status {done.returncode}.")
        *shown, figures = done.stdout.splitlines()
        self.stdout.write("\n".join(shown))
        return json.loads(figures)

    @staticmethod
    def about() -> dict[str, str]:
        commit = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - wherever git is installed
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
        )
        return {
            "machine": machine.processor(),
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "commit": commit.stdout.strip() or "unknown",
            "command": "make bench",
            "load of the machine at the end (1 min)": f"{os.getloadavg()[0]:.1f}",
        }
