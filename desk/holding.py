"""What the desk holds of a person (`accounts.personal_data`): what a curator put off, and wrote in the glossary."""

from typing import Any

from accounts.models import User
from accounts.personal_data import Holding
from desk.models import Postponement
from taxonomy.models import GlossaryChange


def export(user: User) -> dict[str, Any]:
    changes = GlossaryChange.objects.filter(by=user).values("language", "term", "was", "became", "at")
    return {
        "put_off": list(Postponement.objects.filter(by=user).values("key", "until", "at")),
        "glossary_changes": list(changes),
    }


def erase(user: User) -> None:
    """Nothing goes with a curator: what they put off or wrote stays, without their name."""


HOLDING = Holding("desk", export, erase)
