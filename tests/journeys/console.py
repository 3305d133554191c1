"""Management commands beside a running site, one after the other in one process: Django is started once for all.

A line with a command's arguments as JSON comes in; a line with what it printed goes out, or the error.
"""

import json
import sys
import traceback
from contextlib import redirect_stdout
from io import StringIO

import django
from django.core.management import call_command


def run(arguments: list[str]) -> dict[str, str]:
    printed = StringIO()
    try:
        with redirect_stdout(printed):
            call_command(*arguments)
    except Exception:  # noqa: BLE001 - it is told to whoever asked
        return {"error": traceback.format_exc()}
    return {"printed": printed.getvalue()}


def main() -> None:
    django.setup()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
