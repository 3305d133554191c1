from django.core.management.base import BaseCommand, CommandError

from cities.services import load_cities
from taxonomy.entries import ReferenceFileError
from taxonomy.services import load_taxonomy


class Command(BaseCommand):
    help = "Load taxonomy, code lists, provinces and cities from the reference files. Safe to repeat."

    def handle(self, *args, verbosity, **options):
        try:
            reports = {"taxonomy": load_taxonomy(), "cities": load_cities()}
        except ReferenceFileError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            for report in reports.values():
                self.stdout.write("\n".join(report.lines()))
