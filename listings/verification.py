"""Verification: a fact that somebody checked. Rows with who, when and how; abstract here, a table in each app.

A row holds what was checked as it stood then (`subject`), and counts only while that is what stands there today. So
nothing has to be reset when a site, a name or a reference changes: the row stops counting by itself.
"""

from datetime import timedelta
from typing import Any, Self, TypeVar

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LINKS_LAST = timedelta(days=30)
SALT = "listings.verification"


class State(models.TextChoices):
    ASKED = "asked", _("asked for")
    ANSWERED = "answered", _("answered, to be looked at")
    CONFIRMED = "confirmed", _("confirmed")
    DENIED = "denied", _("denied")
    REVOKED = "revoked", _("revoked")


# Nobody has said yes or no yet.
WAITING = (State.ASKED, State.ANSWERED)
OPEN = (*WAITING, State.CONFIRMED)


class VerificationQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(state=State.CONFIRMED)

    def waiting(self) -> Self:
        """For a curator to look at: what was answered by mail, and what no mail can answer."""
        by_curator = models.Q(state=State.ASKED) & ~models.Q(method__in=self.model.BY_MAIL)
        return self.filter(models.Q(state=State.ANSWERED) | by_curator).order_by("asked_at", "pk")


class Verification(models.Model):
    """A concrete one adds `method`, says which methods a mailed link answers, and what its subject is today."""

    BY_MAIL: tuple[str, ...] = ()
    # The language of whoever asks and has chosen none.
    usual_language = "en"

    subject = models.CharField(_("what is verified"), max_length=300)
    detail = models.CharField(_("detail, shown to readers"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    contact = models.CharField(
        _("number called, or address written to"), max_length=254, blank=True, help_text=_("Seen by curators only.")
    )
    note = models.TextField(_("note"), blank=True, max_length=1_000, help_text=_("Seen by curators only."))
    reason = models.TextField(
        _("why it is denied"), blank=True, max_length=2_000, help_text=_("Read by whoever asked for it.")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("verified by"),
        help_text=_("Nobody where a mailed link was enough."),
    )
    decided_at = models.DateTimeField(_("verified"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-asked_at", "-id"]

    def __str__(self):
        return f"{self.get_method_display()}: {self.get_state_display()}"

    def subject_today(self) -> str | None:
        raise NotImplementedError

    def get_page_url(self) -> str:
        """Where whoever asked for it reads what came of it."""
        raise NotImplementedError

    def is_enough_by_mail(self) -> bool:
        """Whether following the mailed link proves it, so that no curator has to look."""
        return False

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def waits_for_link(self) -> bool:
        """A link is in somebody's mail, not opened and confirmed yet."""
        return self.state == State.ASKED and self.method in self.BY_MAIL

    @property
    def is_current(self) -> bool:
        """Confirmed, and what was confirmed is still what stands there."""
        return self.state == State.CONFIRMED and self.subject == self.subject_today()

    @property
    def token(self) -> str:
        return signing.dumps([self._meta.label_lower, self.pk], salt=SALT)


AnyVerification = TypeVar("AnyVerification", bound=Verification)


def current(verifications: Any) -> list[Any]:
    """Those that count today, the newest of each method first. Reads what was prefetched."""
    newest: dict[tuple[str, str], Any] = {}
    for row in verifications.all():
        if row.is_current:
            newest.setdefault((row.method, row.subject), row)
    return list(newest.values())


def find_by_token(rows: QuerySet[AnyVerification], token: str) -> AnyVerification | None:
    """The row that a mailed link names; None for a link that is forged, of another kind, or too old."""
    try:
        label, pk = signing.loads(token, salt=SALT, max_age=LINKS_LAST)
    except signing.BadSignature:
        return None
    return rows.filter(pk=pk).first() if label == rows.model._meta.label_lower else None
