#!/usr/bin/env python
"""Django's command line. Starts the embedded PostgreSQL and Redis-protocol servers when no URLs are set."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matchmaker.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from matchmaker.embedded import embedded_servers

    with embedded_servers():
        try:
            # Read here, where a bad value can still end in its sentence alone.
            settings.DATABASES  # noqa: B018 - the access imports the settings
        except ImproperlyConfigured as error:
            sys.exit(str(error))
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
