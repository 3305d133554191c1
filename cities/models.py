from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation, User
from cities.querysets import (
    CityQuerySet,
    DepartmentInvitationQuerySet,
    DepartmentQuerySet,
    JoinRequestQuerySet,
    NeedQuerySet,
    QuestionQuerySet,
)
from listings.models import Draft, LineField, Listing, ListingText, ProseField, reader_language
from listings.reports import Report, ReportQuerySet
from listings.trail import Transition, Verb
from listings.verification import OPEN, Verification, VerificationQuerySet, current
from taxonomy.fields import CodeField
from taxonomy.models import DepartmentKind, Named, Technology, Topic

MOST_TOPICS = 3
# Security of networks, low-altitude defence, public order and crowds: never shown to the public (docs/visibility.md).
NEVER_PUBLIC_DOMAINS = ("N-SEC",)
NEVER_PUBLIC_TOPICS = ("A-LOWALT", "A-ORDER", "P-CROWD")
NEVER_PUBLIC_DEPARTMENTS = ("PSB", "TPOL")


class Province(Named):
    code = models.CharField(_("code"), max_length=6, primary_key=True)
    tile_row = models.PositiveSmallIntegerField(_("row on the tile map"), null=True, blank=True)
    tile_column = models.PositiveSmallIntegerField(_("column on the tile map"), null=True, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("province")
        verbose_name_plural = _("provinces")


class PilotProgramme(Named):
    """A national pilot programme. Shown only with its year and the notice that names the cities."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    notice = models.CharField(_("notice"), max_length=200, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("pilot programme")
        verbose_name_plural = _("pilot programmes")

    @property
    def is_sourced(self) -> bool:
        return bool(self.year and self.notice)


class City(Named):
    """A prefecture-level unit of mainland China, by its GB/T 2260 code."""

    class Level(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        SUB_PROVINCIAL = "sub-provincial", _("Sub-provincial city")
        PREFECTURE = "prefecture", _("Prefecture-level city")
        AUTONOMOUS = "autonomous-prefecture", _("Autonomous prefecture")
        LEAGUE = "league", _("League")
        AREA = "area", _("Prefecture")

    code = models.CharField(_("division code"), max_length=6, primary_key=True, validators=[RegexValidator(r"^\d{6}$")])
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    province = models.ForeignKey(Province, models.PROTECT, related_name="cities", verbose_name=_("province"))
    level = models.CharField(_("level"), max_length=30, choices=Level)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    population_band = CodeField("population_band", verbose_name=_("population"))
    is_provincial_capital = models.BooleanField(_("provincial capital"), default=False)
    pilots = models.ManyToManyField(
        PilotProgramme, verbose_name=_("pilot programmes"), related_name="cities", blank=True
    )

    objects = CityQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def get_absolute_url(self):
        return reverse("cities:city", args=[self.slug])


class Department(models.Model):
    """A body of a city that logs needs: a bureau or a city-owned operator. Needs hang on it, not on a person."""

    city = models.ForeignKey(City, models.PROTECT, related_name="departments", verbose_name=_("city"))
    kind = models.ForeignKey(DepartmentKind, models.PROTECT, related_name="departments", verbose_name=_("kind"))
    name_zh = LineField(_("name on the door"), max_length=80)
    name_en = LineField(_("name in English"), max_length=120, blank=True)
    is_operator = models.BooleanField(_("city-owned operator"), default=False, help_text=_("Buys by its own rules."))

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["city", "name_zh"]
        constraints = [models.UniqueConstraint(fields=["city", "name_zh"], name="department_once_in_a_city")]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh if reader_language() == "zh" else self.name_en or self.name_zh

    @property
    def on_the_door(self) -> str:
        """What is verified: this name, in this city."""
        return f"{self.city_id} {self.name_zh}"

    @property
    def current_verifications(self) -> list["DepartmentVerification"]:
        """What was verified of it and still holds."""
        return current(self.verifications)

    @property
    def is_verified(self) -> bool:
        return bool(self.current_verifications)


class Official(models.Model):
    """A person who may act for the department."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="officials", verbose_name=_("department"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="offices", verbose_name=_("user"))
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")
        constraints = [models.UniqueConstraint(fields=["department", "user"], name="official_once_in_a_department")]

    def __str__(self):
        return f"{self.user} · {self.department}"


class JoinRequest(models.Model):
    """Somebody who says that they work in a department that is here already, and waits to be let in."""

    department = models.ForeignKey(
        Department, models.CASCADE, related_name="join_requests", verbose_name=_("department")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests", verbose_name=_("user")
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join a department")
        verbose_name_plural = _("requests to join departments")
        ordering = ["asked_at"]
        constraints = [models.UniqueConstraint(fields=["department", "user"], name="join_request_once")]

    def __str__(self):
        return f"{self.user} · {self.department}"


class DepartmentInvitation(models.Model):
    """Which department somebody joins by an invitation's code."""

    invitation = models.OneToOneField(
        Invitation, models.CASCADE, related_name="department_invitation", verbose_name=_("invitation")
    )
    department = models.ForeignKey(Department, models.CASCADE, related_name="invitations", verbose_name=_("department"))

    objects = DepartmentInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a department")
        verbose_name_plural = _("invitations to departments")

    def __str__(self):
        return f"{self.invitation} · {self.department}"


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


def letter_place(row: "DepartmentVerification", name: str) -> str:
    """What somebody called a letter is no part of where it lies."""
    return f"letters/{uuid4().hex}.jpg"


class DepartmentVerification(Verification):
    class Method(models.TextChoices):
        CALL = "call", _("call to its published number")
        LETTER = "letter", _("letter with its stamp")
        WORK_MAIL = "work_mail", _("e-mail from its own address")
        EARLIER = "earlier", _("checked by a curator")

    BY_MAIL = (Method.WORK_MAIL,)
    # Only bodies of the state get a domain under this one.
    STATE_DOMAIN = ".gov.cn"

    department = models.ForeignKey(
        Department, models.CASCADE, related_name="verifications", verbose_name=_("department")
    )
    method = models.CharField(_("how"), max_length=20, choices=Method)
    letter = models.ImageField(_("letter"), upload_to=letter_place, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta(Verification.Meta):
        verbose_name = _("verification of a department")
        verbose_name_plural = _("verifications of departments")
        constraints = [
            models.UniqueConstraint(
                fields=["department", "method", "subject"],
                condition=Q(state__in=OPEN),
                name="department_verification_open_once",
            )
        ]

    def subject_today(self) -> str | None:
        return self.department.on_the_door

    def is_enough_by_mail(self) -> bool:
        return self.contact.endswith(self.STATE_DOMAIN)


class NeedReport(Report):
    need = models.ForeignKey(Need, models.CASCADE, related_name="reports", verbose_name=_("need"))

    objects = ReportQuerySet.as_manager()

    class Meta(Report.Meta):
        verbose_name = _("report of a need")
        verbose_name_plural = _("reports of needs")

    @property
    def listing(self) -> Need:
        return self.need


class QuestionReport(Report):
    question = models.ForeignKey(Question, models.CASCADE, related_name="reports", verbose_name=_("question"))

    objects = ReportQuerySet.as_manager()

    class Meta(Report.Meta):
        verbose_name = _("report of a question")
        verbose_name_plural = _("reports of questions")

    @property
    def listing(self) -> Question:
        return self.question
