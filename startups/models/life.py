from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from listings.models import Draft
from listings.reports import Report, ReportQuerySet
from listings.trail import Transition, Verb

from .profiles import Startup


class ProfileDraft(Draft):
    startup = models.OneToOneField(Startup, models.CASCADE, related_name="draft", verbose_name=_("startup"))

    class Meta:
        verbose_name = _("profile draft")
        verbose_name_plural = _("profile drafts")

    def __str__(self):
        return str(self.startup)

    @property
    def listing(self) -> Startup:
        return self.startup


class StartupTransition(Transition):
    startup = models.ForeignKey(Startup, models.CASCADE, related_name="transitions", verbose_name=_("startup"))

    class Meta(Transition.Meta):
        verbose_name = _("line of the audit trail")
        verbose_name_plural = _("audit trail of startups")

    @property
    def listing(self) -> Startup:
        return self.startup

    @property
    def kind_name(self) -> str:
        return gettext("Your profile")

    def get_page_url(self) -> str:
        """Where its people read what was decided and why: comments stand at their fields."""
        page = "startups:workspace" if self.verb == Verb.REQUEST_CHANGES else "startups:history"
        return reverse(page, args=[self.startup.slug])

    def people(self):
        return User.objects.filter(startup_memberships__startup=self.startup, is_active=True)


class StartupReport(Report):
    startup = models.ForeignKey(Startup, models.CASCADE, related_name="reports", verbose_name=_("startup"))

    objects = ReportQuerySet.as_manager()

    class Meta(Report.Meta):
        verbose_name = _("report of a startup")
        verbose_name_plural = _("reports of startups")

    @property
    def listing(self) -> Startup:
        return self.startup
