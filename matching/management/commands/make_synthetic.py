import json
import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from matching.invented import refuse_beside_real_listings
from matching.synthetic import loading


class Command(BaseCommand):
    help = (
        "Load generated startups and needs for work at scale, marked as demo and as synthetic; `rematch` then matches"
        " them. The same seed gives the same listings. Last line: JSON with startups, needs, seconds."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--startups", type=int, default=1_000, metavar="N")
        parser.add_argument("--needs", type=int, default=100, metavar="M")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument("--delete", action="store_true", help="remove all synthetic listings, of every seed")
        parser.add_argument("--force", action="store_true", help="load even where real listings exist")

    def handle(
        self, *args: Any, startups: int, needs: int, seed: int, delete: bool, force: bool, **options: Any
    ) -> None:
        started, present = time.monotonic(), self._present()
        if delete:
            with tqdm(total=sum(present), desc="Deleting", unit="row", file=self.stderr) as bar:
                loading.delete(bar.update)
            self._report(*present, started)
            return
        self._check(startups, needs, seed, present, force)
        with tqdm(total=startups + needs, desc="Loading", unit="row", file=self.stderr) as bar:
            loading.load(seed, startups, needs, date.today(), bar.update)
        self._report(startups, needs, started)

    @staticmethod
    def _present() -> tuple[int, int]:
        return loading.synthetic_startups().count(), loading.synthetic_needs().count()

    @staticmethod
    def _check(startups: int, needs: int, seed: int, present: tuple[int, int], force: bool) -> None:
        if min(startups, needs, seed) < 0:
            raise CommandError("--startups, --needs and --seed are numbers from 0.")
        if any(present):
            raise CommandError(
                f"{present[0]} synthetic startups and {present[1]} needs are here already. Remove them with --delete."
            )
        if not force:
            refuse_beside_real_listings()

    def _report(self, startups: int, needs: int, started: float) -> None:
        seconds = round(time.monotonic() - started, 1)
        self.stdout.write(json.dumps({"startups": startups, "needs": needs, "seconds": seconds}))
