"""What the desk says about who is away and who covers."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from desk.models import Absence


def absences_told() -> QuerySet[Absence]:
    """Those of today and to come, with their people."""
    return Absence.objects.standing(date.today()).select_related("curator", "cover")


def notices_for(curator: User) -> dict[str, list[Absence]]:
    """Of those that today falls into: whom this curator covers, whom nobody covers, and the curator's own."""
    now = Absence.objects.now(date.today()).select_related("curator", "cover")
    alone = set(Absence.objects.without_cover(date.today()).values_list("pk", flat=True))
    return {
        "covered": [absence for absence in now if absence.cover_id == curator.pk and absence.pk not in alone],
        "uncovered": [absence for absence in now if absence.pk in alone],
        "own": [absence for absence in now if absence.curator_id == curator.pk],
    }
