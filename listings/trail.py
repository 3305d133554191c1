"""The audit trail: one row for each verb done to a listing. Abstract here, a table of its own in each app."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from listings.models import Draft, Language, Status
from taxonomy import codes

# Where a draft stands and where its listing stands, under one name: a trail tells of both.
PLACES = dict(Status.choices) | dict(Draft.State.choices)


class Verb(models.TextChoices):
    BEGIN = "begin", _("begun")
    SUBMIT = "submit", _("handed in for review")
    TAKE_BACK = "take_back", _("taken back to be edited")
    REQUEST_CHANGES = "request_changes", _("changes requested")
    APPROVE = "approve", _("approved and published")
    REJECT = "reject", _("rejected")
    PUBLISH = "publish", _("published by a curator")
    IMPORT = "import", _("imported and published")
    EDIT = "edit", _("edited in the administration")
    TRANSLATE = "translate", _("translated")
    REVIEW_TEXT = "review_text", _("translation reviewed")
    CLOSE = "close", _("closed")
    RENEW = "renew", _("renewed")
    WITHDRAW = "withdraw", _("withdrawn")
    ARCHIVE = "archive", _("archived")
    RECONFIRM = "reconfirm", _("confirmed to be up to date")
    BLOCK = "block", _("blocked")
    UNBLOCK = "unblock", _("block lifted")
    MERGE = "merge", _("put together with a second entry")
    UNMERGE = "unmerge", _("taken apart again")
    SELF_PUBLISH = "self_publish", _("published by itself: corrections only")
    TAKE_BACK_EDIT = "take_back_edit", _("correction taken back")


class Transition(models.Model):
    """Who did what to a listing, when and why. Written in the verb's own transaction, never changed afterwards."""

    at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who")
    )
    verb = models.CharField(_("what"), max_length=20, choices=Verb)
    was = models.CharField(_("from"), max_length=20)
    became = models.CharField(_("to"), max_length=20)
    why = models.TextField(_("why"), blank=True)
    comments = models.JSONField(_("comments"), default=dict, blank=True)
    told_at = models.DateTimeField(_("owners told"), null=True, editable=False)

    # The language of owners who have chosen none.
    usual_language = "en"

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.get_verb_display()} {self.at:%Y-%m-%d %H:%M}"

    def people(self) -> Any:
        """Users who act for the listing: whom a mail tells of what a curator did."""
        raise NotImplementedError

    @property
    def by_name(self) -> str:
        return str(self.by) if self.by else ""

    @property
    def was_name(self) -> str:
        return PLACES.get(self.was, self.was)

    @property
    def became_name(self) -> str:
        return PLACES.get(self.became, self.became)

    @property
    def reason(self) -> str:
        """Why, in words: a need is closed for a reason of the list closing_reason; of a text, its language."""
        if self.verb in (Verb.TRANSLATE, Verb.REVIEW_TEXT):
            return str(Language(self.why).label)
        return codes.label("closing_reason", self.why) if self.verb in (Verb.CLOSE, Verb.WITHDRAW) else self.why
