from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from listings.verification import OPEN, Verification, VerificationQuerySet
from startups.subjects import company_of, reference_of, site_of

from .profiles import Deployment, Startup


class StartupVerification(Verification):
    class Method(models.TextChoices):
        COMPANY_NUMBER = "company_number", _("company number looked up in the register")
        SITE_MAIL = "site_mail", _("reached by e-mail at the domain of its site")
        CUSTOMER = "customer", _("confirmed by the customer")
        EARLIER = "earlier", _("checked by a curator")

    BY_MAIL = (Method.SITE_MAIL, Method.CUSTOMER)

    startup = models.ForeignKey(Startup, models.CASCADE, related_name="verifications", verbose_name=_("startup"))
    method = models.CharField(_("how"), max_length=20, choices=Method)

    objects = VerificationQuerySet.as_manager()

    class Meta(Verification.Meta):
        verbose_name = _("verification of a startup")
        verbose_name_plural = _("verifications of startups")
        constraints = [
            models.UniqueConstraint(
                fields=["startup", "method", "subject"],
                condition=Q(state__in=OPEN),
                name="startup_verification_open_once",
            )
        ]

    def get_page_url(self) -> str:
        return reverse("startups:verification", args=[self.startup.slug])

    def subject_today(self) -> str | None:
        if self.method == self.Method.SITE_MAIL:
            return site_of(self.startup)
        if self.method == self.Method.CUSTOMER:
            return self.subject if self.reference else None
        return company_of(self.startup)

    def is_enough_by_mail(self) -> bool:
        # Whether the address is the customer's is for a curator to judge.
        return self.method == self.Method.SITE_MAIL

    @property
    def reference(self) -> Deployment | None:
        """The reference in question as it stands today; None once anything of it has changed."""
        rows = self.startup.deployments.all()
        return next((row for row in rows if reference_of(row) == self.subject), None)
