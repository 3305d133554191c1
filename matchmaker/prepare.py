"""Everything the database needs before the first page: tables, reference data, demo data. One process, because each
management command of its own would import Django and the apps anew."""

import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matchmaker.settings")
    try:
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_reference", verbosity=0)
        if settings.DEMO_MODE:
            call_command("load_demo", verbosity=0)
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    except OperationalError as error:
        sys.exit(f"The database at DATABASE_URL does not answer: {error}".strip())


if __name__ == "__main__":
    main()
