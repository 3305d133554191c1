from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from cities.querysets import (
    QuestionQuerySet,
)
from listings.models import ProseField
from listings.reports import Report, ReportQuerySet

from .needs import Need


class Question(models.Model):
    """What a reader asks about a need before they propose anything, and what its department answers to all of them.

    Nobody reads who asked, as in a tender: not which startup looks at the need, and no name or address.
    """

    need = models.ForeignKey(Need, models.CASCADE, related_name="questions", verbose_name=_("need"))
    words = ProseField(_("question"), max_length=1_000, blank=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    answer = ProseField(_("answer"), max_length=2_000)
    answer_version = models.PositiveSmallIntegerField(_("version of the answer"), default=0, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    blocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("blocked by")
    )
    blocked_at = models.DateTimeField(_("blocked"), null=True, editable=False)
    why_blocked = models.TextField(_("why it was blocked"), blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a need")
        verbose_name_plural = _("questions about needs")
        ordering = ["asked_at", "id"]

    def __str__(self):
        return Truncator(self.words).chars(60)

    def get_absolute_url(self):
        return f"{self.need.get_absolute_url()}#question-{self.pk}"

    @property
    def known_as(self) -> str:
        return str(self)


class QuestionReport(Report):
    question = models.ForeignKey(Question, models.CASCADE, related_name="reports", verbose_name=_("question"))

    objects = ReportQuerySet.as_manager()

    class Meta(Report.Meta):
        verbose_name = _("report of a question")
        verbose_name_plural = _("reports of questions")

    @property
    def listing(self) -> Question:
        return self.question
