"""Mails to curators, each in their own language."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from desk.models import Absence
from listings.tasks import ring, send_letter


def tell_cover(absence: Absence) -> None:
    """Somebody is asked to look after the desk."""
    reader = absence.cover
    if reader is None or not reader.email:
        return
    language = reader.language or settings.LANGUAGE_CODE
    with override(language):
        path = reverse("desk:today")
    days = {"first": str(absence.first_day), "last": str(absence.last_day)}
    about = days | {"who": str(absence.curator), "path": path}
    ring(send_letter, "desk/letters/cover.txt", reader.email, language, about)
