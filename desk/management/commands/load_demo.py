from django.core.management.base import BaseCommand, CommandError

from cities.models import Need
from desk.demo.loading import DemoFileError, load_demo
from startups.models import Startup


class Command(BaseCommand):
    help = "Load the invented startups and needs, marked as demo, and the demo personas. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help="load even where real listings exist")

    def handle(self, *args, force, verbosity, **options):
        real = Startup.objects.filter(is_demo=False).count() + Need.objects.filter(is_demo=False).count()
        if real and not force:
            raise CommandError(
                f"This database holds {real} real listings; demo data among them would mislead. Use --force to load it."
            )
        try:
            loaded = load_demo()
        except DemoFileError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(
                f"Demo: {loaded.created} created, {loaded.refreshed} refreshed, {loaded.unchanged} unchanged."
            )
