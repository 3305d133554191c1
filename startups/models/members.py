from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from startups.querysets import ClaimQuerySet, InvitationQuerySet

from .profiles import Startup


class Member(models.Model):
    """A person who may act for the startup."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        EDITOR = "editor", _("Editor")

    startup = models.ForeignKey(Startup, models.CASCADE, related_name="members", verbose_name=_("startup"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="startup_memberships", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.EDITOR)
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(fields=["startup", "user"], name="startup_member_once")]

    def __str__(self):
        return f"{self.user} · {self.startup}"


class Invitation(models.Model):
    """A person is asked by e-mail to act for the startup. The link is signed and names this row."""

    startup = models.ForeignKey(Startup, models.CASCADE, related_name="invitations", verbose_name=_("startup"))
    email = models.EmailField(_("e-mail"), max_length=254)
    role = models.CharField(_("role"), max_length=10, choices=Member.Role, default=Member.Role.EDITOR)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at"]
        constraints = [models.UniqueConstraint(fields=["startup", "email"], name="startup_invitation_once")]

    def __str__(self):
        return f"{self.email} · {self.startup}"


class Claim(models.Model):
    """Somebody says that a listing is theirs, with an e-mail address that does not show it: a curator decides."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    startup = models.ForeignKey(Startup, models.CASCADE, related_name="claims", verbose_name=_("startup"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    words = models.TextField(_("why it is theirs"), max_length=1_000)
    claimed_at = models.DateTimeField(_("claimed"), default=timezone.now, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    why = models.TextField(_("why it was refused"), blank=True, max_length=2_000)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["claimed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["startup", "user"], condition=Q(outcome=""), name="startup_claim_waits_once"
            )
        ]

    def __str__(self):
        return f"{self.user} · {self.startup}"
