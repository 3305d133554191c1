"""Draws evidence from the demo's lists to be judged by hand, or says what of a judged list has changed since."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matching.measuring.evidence import Shown, changed, drawn, read_judged, write_rows


class Command(BaseCommand):
    help = "Prints evidence of the demo's best matches, drawn by a seed, or compares a judged list with the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--count", type=int, default=50, help="how many to draw")
        parser.add_argument("--seed", type=int, default=1, help="equal seeds draw equal pairs")
        parser.add_argument("--all", action="store_true", help="with those whose sentences the page calls nearest only")
        parser.add_argument("--write", type=Path, metavar="FILE", help="write them as a table to be judged")
        parser.add_argument("--compare", type=Path, metavar="FILE", help="a judged table: figures, what has changed")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["compare"]:
            self.compare(options["compare"])
            return
        rows = self.draw(options["count"], options["seed"], options["all"])
        if options["write"]:
            write_rows(options["write"], rows)

    def draw(self, count: int, seed: int, is_all: bool) -> list[Shown]:
        rows: list[Shown] = []
        for looked_at, row in enumerate(drawn(seed), 1):
            if is_all or row.closeness == "meets":
                rows.append(row)
                self.tell(len(rows), row)
            if len(rows) == count:
                self.stdout.write(f"{count} of {looked_at} pairs.")
                return rows
        raise CommandError(f"The demo has {len(rows)} such pairs: run load_demo, then rematch.")

    def tell(self, number: int, row: Shown) -> None:
        self.stdout.write(f"{number}. {row.need} x {row.startup} ({row.reader}, {row.closeness})")
        for label, text in (("need", row.need_phrase), ("profile", row.startup_phrase), ("terms", row.terms)):
            self.stdout.write(f"   {label:<8} {text}")

    def compare(self, path: Path) -> None:
        judged = read_judged(path)
        moved = changed(judged)
        for row in moved:
            self.stdout.write(f"changed: {row.need} x {row.startup} ({row.reader})")
        right = sum(row.verdict == "right" for row in judged)
        self.stdout.write(f"{right} of {len(judged)} judged right; {len(moved)} have changed since.")
