from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.querysets import (
    NeedQuerySet,
)
from listings.models import LineField, Listing, ListingText, ProseField, index_of_order, reader_language
from taxonomy import codes
from taxonomy.fields import CodeField
from taxonomy.models import Technology, Topic

from .departments import Department
from .places import City

MOST_TOPICS = 3
# What says who may read a published need.
READ_BY = ("visibility", "department")
# Security of networks, low-altitude defence, public order and crowds: never shown to the public (docs/visibility.md).
NEVER_PUBLIC_DOMAINS = ("N-SEC",)
NEVER_PUBLIC_TOPICS = ("A-LOWALT", "A-ORDER", "P-CROWD")
NEVER_PUBLIC_DEPARTMENTS = ("PSB", "TPOL")


class Need(Listing):
    """One problem of one department, with what it takes to solve it."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everybody")
        MEMBERS = "members", _("People who are signed in")
        MATCHED = "matched", _("Matched startups only")

    department = models.ForeignKey(Department, models.PROTECT, related_name="needs", verbose_name=_("department"))
    district_en = LineField(_("district or zone (English)"), max_length=80, blank=True)
    district_zh = LineField(_("district or zone (Chinese)"), max_length=80, blank=True)
    topics = models.ManyToManyField(Topic, through="NeedTopic", related_name="needs")
    stage = CodeField("need_stage", verbose_name=_("stage"))
    budget_band = CodeField("budget_band", verbose_name=_("budget"))
    budget_cny = models.PositiveBigIntegerField(
        _("budget (CNY)"), null=True, blank=True, help_text=_("A whole amount, when known, decides the band.")
    )
    route = CodeField("procurement_route", verbose_name=_("procurement route"))
    reply_by = models.DateField(_("reply by"), null=True, blank=True)
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    ip_terms = CodeField("ip_terms", verbose_name=_("IP terms"))
    excluded_technologies = models.ManyToManyField(
        Technology, verbose_name=_("technologies not wanted"), related_name="+", blank=True
    )
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.MATCHED)
    is_city_hidden = models.BooleanField(_("city hidden until interest"), default=True)
    closing_reason = CodeField("closing_reason", verbose_name=_("why it was closed"))

    contact_name = LineField(_("contact person"), max_length=80, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=40, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta(Listing.Meta):
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["-published_at", "-id"]
        indexes = [
            *Listing.Meta.indexes,
            index_of_order("need_newest", F("published_at").desc(), F("id").desc(), beside=READ_BY),
            index_of_order("need_soonest_reply", F("reply_by").asc(nulls_last=True), F("id").desc(), beside=READ_BY),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("cities:need", args=[self.pk])

    def become_listed(self):
        self.closing_reason = ""
        self.save(update_fields=["closing_reason"])
        super().become_listed()

    @property
    def title(self) -> str:
        return self.text.title if self.text else ""

    @property
    def subjects(self) -> list[Topic]:
        """Its topics, the main one first."""
        return [row.topic for row in self.topic_rows.all()]

    @property
    def city(self) -> City:
        return self.department.city

    @property
    def shows_city(self) -> bool:
        """Whether this reader may learn the city. Only `visible_to` answers that for needs that hide it."""
        return not self.is_city_hidden or getattr(self, "is_own", False)

    @property
    def district(self) -> str:
        return self.district_zh if reader_language() == "zh" else self.district_en or self.district_zh


class NeedText(ListingText):
    need = models.ForeignKey(Need, models.CASCADE, related_name="texts", verbose_name=_("need"))
    title = LineField(_("title"), max_length=100)
    problem = ProseField(_("problem"), blank=False)
    present = ProseField(_("present state, with numbers"), max_length=2_000)
    target = ProseField(_("target"), max_length=2_000)
    pilot_site = ProseField(_("pilot site"), max_length=1_000)
    data_access = ProseField(_("data: what, and where it must stay"), max_length=1_000)
    tried_before = ProseField(_("tried before"), max_length=1_000)
    follow_on = ProseField(_("after a good pilot"), max_length=1_000)

    needed = ("title", "problem")

    class Meta:
        verbose_name = _("need text")
        verbose_name_plural = _("need texts")
        constraints = [
            models.UniqueConstraint(fields=["need", "language"], name="need_text_once_a_language"),
            models.UniqueConstraint(fields=["need"], condition=Q(is_source=True), name="need_has_one_source_text"),
        ]

    def __str__(self):
        return self.title


class NeedTopic(models.Model):
    need = models.ForeignKey(Need, models.CASCADE, related_name="topic_rows", verbose_name=_("need"))
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="need_rows", verbose_name=_("topic"))
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("0 is the main topic."))

    class Meta:
        verbose_name = _("topic of a need")
        verbose_name_plural = _("topics of needs")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["need", "topic"], name="need_topic_once")]

    def __str__(self):
        return self.topic_id


class Kpi(models.Model):
    """An indicator with its present and wanted value."""

    need = models.ForeignKey(Need, models.CASCADE, related_name="kpis", verbose_name=_("need"))
    indicator_en = LineField(_("indicator (English)"), max_length=120, blank=True)
    indicator_zh = LineField(_("indicator (Chinese)"), max_length=120)
    unit = CodeField("kpi_unit", verbose_name=_("unit"))
    baseline = models.DecimalField(_("today"), max_digits=14, decimal_places=3, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=3, null=True, blank=True)
    by = models.DateField(_("by"), null=True, blank=True)
    measured_en = LineField(_("how it is measured (English)"), max_length=300, blank=True)
    measured_zh = LineField(_("how it is measured (Chinese)"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("KPI")
        verbose_name_plural = _("KPIs")
        ordering = ["id"]

    def __str__(self):
        return self.indicator

    @property
    def indicator(self) -> str:
        return self.indicator_zh if reader_language() == "zh" else self.indicator_en or self.indicator_zh

    @property
    def measured(self) -> str:
        return self.measured_zh if reader_language() == "zh" else self.measured_en or self.measured_zh


class Requirement(models.Model):
    """Something the need asks of a supplier: a must-have when hard, otherwise a wish."""

    class Operator(models.TextChoices):
        IS = "is", _("is")
        AT_LEAST = "at_least", _("at least")

    need = models.ForeignKey(Need, models.CASCADE, related_name="requirements", verbose_name=_("need"))
    kind = CodeField("requirement_kind", verbose_name=_("kind"), blank=False)
    operator = models.CharField(_("operator"), max_length=10, choices=Operator, default=Operator.IS)
    value = models.CharField(_("value"), max_length=40, blank=True)
    is_hard = models.BooleanField(_("must-have"), default=True)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["-is_hard", "id"]
        constraints = [models.UniqueConstraint(fields=["need", "kind", "value"], name="need_requirement_once")]

    def __str__(self):
        return f"{self.kind} {self.value}".strip()


class NothingFits(models.Model):
    """A department's answer to the whole list of its need: none of them helps, and why. For curators."""

    need = models.OneToOneField(Need, models.CASCADE, related_name="nothing_fits", verbose_name=_("need"))
    reasons = ArrayField(CodeField("reason_no", blank=False), verbose_name=_("reasons"))
    words = ProseField(_("in their words"), max_length=1_000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("said by")
    )
    at = models.DateTimeField(_("said"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("answer that nothing fits")
        verbose_name_plural = _("answers that nothing fits")
        ordering = ["-at"]

    def __str__(self):
        return str(self.need)

    @property
    def reason_names(self):
        return [codes.label("reason_no", code) for code in self.reasons]
