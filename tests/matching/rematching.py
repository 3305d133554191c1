"""A process that rematches when it is told to: a line with the seconds to wait comes in, "done" goes out."""

import sys
import time

import django
from django.core.management import call_command


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    django.setup()
    say("ready")
    for line in sys.stdin:
        time.sleep(float(line))
        call_command("rematch", stdout=sys.stderr)
        say("done")


if __name__ == "__main__":
    main()
