#!/usr/bin/env python
"""Django's command line. Starts the embedded PostgreSQL and Redis-protocol servers when no URLs are set."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matchmaker.settings")
    from matchmaker.embedded import embedded_servers

    with embedded_servers():
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
