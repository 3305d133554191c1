"""Mails about a need, each in the language of the person it goes to. Neither title nor city goes by mail."""

from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from cities.models import Need, NeedTransition
from listings.tasks import ring, send_letter


def confirm_again(need: Need) -> None:
    """Is it still open? To everybody who acts for its department and has an address."""
    for reader in User.objects.filter(offices__department=need.department_id, is_active=True, email__isnull=False):
        language = reader.language or NeedTransition.usual_language
        with override(language):
            path = reverse("cities:workspace")
        about = {"number": need.pk, "path": path}
        ring(send_letter, "cities/letters/still_open.txt", str(reader.email), language, about)
