"""What matching holds of a person (`accounts.personal_data`).

Decisions belong to the department or the startup and stay when a person goes; the name on them follows by SET_NULL.
What a person has been shown is theirs alone and goes with them.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.personal_data import Holding
from matching.models import DecisionChange, RulingChange, Run, Visit


def export(user: User) -> dict[str, Any]:
    changes = DecisionChange.objects.filter(by=user).values(
        "decision__need",
        "decision__startup__slug",
        "decision__side",
        "at",
        "was",
        "became",
        "reason",
        "words",
        "is_undo",
    )
    return {
        "decisions_made": list(changes),
        "runs_started": list(Run.objects.filter(started_by=user).values("kind", "started_at")),
        "runs_stopped": list(Run.objects.filter(stopped_by=user).values("kind", "finished_at")),
        "rulings_made": list(
            RulingChange.objects.filter(by=user).values(
                "ruling__need", "ruling__startup__slug", "at", "was", "became", "reason", "words", "is_undo"
            )
        ),
        "lists_opened": list(Visit.objects.filter(user=user).values("need", "startup__slug", "at")),
    }


def erase(user: User) -> None:
    Visit.objects.filter(user=user).delete()


def consequences(user: User) -> Iterable[str]:
    if DecisionChange.objects.filter(by=user).exists():
        yield _("Decisions you made for your department or startup stay with it, without your name.")


HOLDING = Holding("matching", export, erase, consequences=consequences)
