"""What the desk holds of a person (`accounts.personal_data`): what a curator has put off."""

from typing import Any

from accounts.models import User
from accounts.personal_data import Holding
from desk.models import Postponement


def export(user: User) -> dict[str, Any]:
    return {"put_off": list(Postponement.objects.filter(by=user).values("key", "until", "at"))}


def erase(user: User) -> None:
    """Nothing goes with a curator: what they put off stays put off, without their name."""


HOLDING = Holding("desk", export, erase)
