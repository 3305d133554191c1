"""A reader says that something is wrong with a listing. Abstract here, a table in each app."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError

from accounts.models import User
from listings.validators import validate_plain_text

MOST_A_DAY = 20


class Reason(models.TextChoices):
    NOT_REAL = "not_real", _("This company or department is not real, or not who it says")
    WRONG = "wrong", _("Facts are wrong")
    NOT_FOR_READERS = "not_for_readers", _("Holds a secret or somebody's personal data")
    STOLEN = "stolen", _("Text or pictures belong to somebody else")
    NOT_A_LISTING = "not_a_listing", _("Advertising or nonsense")
    OTHER = "other", _("Something else")


class ReportQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(closed_at=None).order_by("reported_at", "pk")


class Report(models.Model):
    class Outcome(models.TextChoices):
        BLOCKED = "blocked", _("listing blocked")
        DISMISSED = "dismissed", _("nothing found")

    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    words = models.TextField(_("in your words"), max_length=1_000, blank=True, validators=[validate_plain_text])
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported"), default=timezone.now, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("looked at by")
    )
    closed_at = models.DateTimeField(_("looked at"), null=True)

    class Meta:
        abstract = True
        ordering = ["-reported_at", "-id"]

    def __str__(self):
        return f"{self.get_reason_display()} · {self.listing}"


@transaction.atomic
def report(listing: Any, reason: str, words: str, by: User) -> Report:
    """Tell the curators. Said twice by one person, the later words count.

    Raises `rest_framework.serializers.ValidationError` after MOST_A_DAY of this person.
    """
    # Of two clicks the second waits here, and then writes over what the first has made.
    User.objects.select_for_update().get(pk=by.pk)
    rows: Any = listing.reports
    lately = rows.model.objects.filter(reported_by=by, reported_at__gt=timezone.now() - timedelta(days=1))
    said = {"reason": reason, "words": words}
    if rows.filter(reported_by=by, closed_at=None).exists():
        return rows.update_or_create(reported_by=by, closed_at=None, defaults=said)[0]
    if lately.count() >= MOST_A_DAY:
        raise ValidationError({"reason": [_now("Too many in one day. Please go on tomorrow.")]})
    return rows.create(reported_by=by, **said)


def close_reports(rows: Any, outcome: str, by: User) -> int:
    """The open ones of `rows` were looked at; how many there were. A second curator finds none."""
    return rows.filter(closed_at=None).update(outcome=outcome, closed_by=by, closed_at=timezone.now())
