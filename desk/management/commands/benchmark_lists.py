import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from desk.measuring.lists import LISTS, measure


class Command(BaseCommand):
    help = (
        "Measure the lists of startups and needs on the database at hand: page 4,000 against the first, and the first"
        " against a plain view, as page and as answer of the API. A line of JSON for each."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=10, help="of ten requests each; the best one counts")
        parser.add_argument("--as", dest="reader", metavar="E-MAIL", help="who reads; a visitor where nobody is named")

    def handle(self, *args: Any, rounds: int, reader: str | None, **options: Any) -> None:
        if rounds < 1:
            raise CommandError("--rounds must be at least 1.")
        user = User.objects.filter(email=reader).first() if reader else None
        if reader and user is None:
            raise CommandError(f"Nobody has the address {reader}.")
        for kind in LISTS:
            for is_api in (False, True):
                try:
                    figures = measure(kind, is_api, user, rounds).figures()
                except ValueError as error:
                    raise CommandError(str(error)) from error
                self.stdout.write(json.dumps({"list": kind, "as": "answer" if is_api else "page"} | figures))
