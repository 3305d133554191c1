import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cities.models import Need
from matching.measuring.editing import measure_edits, measure_to_page
from startups.models import Startup


class Command(BaseCommand):
    help = "Measure how long an edit takes until it stands in both sides' lists, on the demo listings of this database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--edits", type=int, default=100, help="of each side")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument(
            "--site", metavar="ADDRESS", help="of this database, running with a worker: measure until its pages change"
        )

    def handle(self, *args: Any, edits: int, seed: int, site: str | None, **options: Any) -> None:
        if edits < 1:
            raise CommandError("--edits must be at least 1.")
        sizes = {"startups": Startup.objects.listed().count(), "needs": Need.objects.open().count()}
        try:
            figures = {
                kind: measure_to_page(kind, edits, site, seed) if site else measure_edits(kind, edits, seed)
                for kind in sizes
            }
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(sizes | {f"edit_of_{kind}": own for kind, own in figures.items()}))
