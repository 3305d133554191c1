import json
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from desk.importing.measuring import forget, measure
from startups.models import Startup


class Command(BaseCommand):
    help = "Import many rows, some of them bad, twice; print what came of them and the seconds, and delete them again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rows", type=int, default=10_000)
        parser.add_argument("--bad", type=int, default=300)

    def handle(self, *args: Any, rows: int, bad: int, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("It publishes invented startups while it runs: only where DEMO_MODE is true.")
        pattern = Startup.objects.listed().with_profile().with_media().first()
        curator = User.objects.filter(is_curator=True).first()
        if pattern is None or curator is None:
            raise CommandError("There is no published startup or no curator to import with. Load the demo first.")
        try:
            measured = measure(pattern, rows, bad, curator)
        finally:
            forget()
        self.stdout.write(json.dumps({"rows": rows, "bad": bad} | asdict(measured)))
