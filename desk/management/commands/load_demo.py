from django.core.management.base import BaseCommand, CommandError

from desk.demo.loading import DemoFileError, load_demo
from matching.invented import refuse_beside_real_listings


class Command(BaseCommand):
    help = "Load the invented startups and needs, marked as demo, and the demo personas. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="load even where real listings exist")

    def handle(self, *args, force, verbosity, **options):
        if not force:
            refuse_beside_real_listings()
        try:
            loaded = load_demo()
        except DemoFileError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(
                f"Demo: {loaded.created} created, {loaded.refreshed} refreshed, {loaded.unchanged} unchanged."
            )
