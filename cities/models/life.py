from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from listings.models import Draft
from listings.reports import Report, ReportQuerySet
from listings.trail import Transition, Verb

from .needs import Need


class NeedDraft(Draft):
    need = models.OneToOneField(Need, models.CASCADE, related_name="draft", verbose_name=_("need"))

    class Meta:
        verbose_name = _("need draft")
        verbose_name_plural = _("need drafts")

    def __str__(self):
        return str(self.need)

    @property
    def listing(self) -> Need:
        return self.need


class NeedTransition(Transition):
    need = models.ForeignKey(Need, models.CASCADE, related_name="transitions", verbose_name=_("need"))

    class Meta(Transition.Meta):
        verbose_name = _("line of the audit trail")
        verbose_name_plural = _("audit trail of needs")

    usual_language = "zh-hans"

    @property
    def listing(self) -> Need:
        return self.need

    @property
    def kind_name(self) -> str:
        return gettext("Your need no. %(number)s") % {"number": self.need_id}

    def get_page_url(self) -> str:
        """Where its people read what was decided and why."""
        page = "cities:edit" if self.verb == Verb.REQUEST_CHANGES else "cities:history"
        return reverse(page, args=[self.need_id])

    def people(self):
        return User.objects.filter(offices__department=self.need.department_id, is_active=True)


class NeedReport(Report):
    need = models.ForeignKey(Need, models.CASCADE, related_name="reports", verbose_name=_("need"))

    objects = ReportQuerySet.as_manager()

    class Meta(Report.Meta):
        verbose_name = _("report of a need")
        verbose_name_plural = _("reports of needs")

    @property
    def listing(self) -> Need:
        return self.need
