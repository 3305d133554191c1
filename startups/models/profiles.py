from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from listings.models import LineField, Listing, ListingText, ProseField, index_of_order, reader_language
from listings.verification import State, current
from startups.querysets import StartupQuerySet
from startups.subjects import reference_of
from startups.validators import validate_public_url, validate_video_page
from taxonomy.fields import CodeField
from taxonomy.models import Technology, Topic

if TYPE_CHECKING:
    from .verification import StartupVerification

MOST_TECHNOLOGIES = 5
# Days since the owners last confirmed their profile: when they are reminded, and when readers are told.
REMINDED_AFTER, STALE_AFTER = timedelta(days=335), timedelta(days=395)


class Startup(Listing):
    """One company's profile. Its texts, technologies, deployments and certificates are rows of their own."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Public")
        MEMBERS = "members", _("People who are signed in")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = LineField(_("name"), max_length=80)
    name_zh = LineField(_("Chinese name"), max_length=80, blank=True)
    name_he = LineField(_("Hebrew name"), max_length=80, blank=True)
    legal_name = LineField(_("legal name"), max_length=120, blank=True)
    website = models.URLField(_("website"), max_length=200, blank=True, validators=[validate_public_url])
    founded_year = models.PositiveSmallIntegerField(
        _("founded"), null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    home_city = LineField(_("home city"), max_length=80, blank=True)
    team_size = CodeField("team_size", verbose_name=_("team size"))
    technologies = models.ManyToManyField(Technology, through="StartupTechnology", related_name="startups")

    trl = models.PositiveSmallIntegerField(
        _("TRL"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    units_in_operation = models.PositiveIntegerField(_("units in operation"), null=True, blank=True)
    years_in_operation = models.PositiveSmallIntegerField(_("years in operation"), null=True, blank=True)
    awards = ArrayField(LineField(max_length=160), verbose_name=_("awards"), default=list, blank=True)

    founders = LineField(_("founders"), max_length=300, blank=True)
    investors = LineField(_("investors"), max_length=300, blank=True)
    funding_stage = CodeField("funding_stage", verbose_name=_("funding stage"))
    total_raised_usd = models.PositiveBigIntegerField(_("raised in all (USD)"), null=True, blank=True)

    pilot_cost_low = models.PositiveIntegerField(_("pilot cost from (CNY)"), null=True, blank=True)
    pilot_cost_high = models.PositiveIntegerField(_("pilot cost to (CNY)"), null=True, blank=True)
    pilot_weeks = models.PositiveSmallIntegerField(_("pilot length (weeks)"), null=True, blank=True)
    city_brings = ArrayField(
        CodeField("city_brings"), verbose_name=_("what the city must bring"), default=list, blank=True
    )

    presence = CodeField("china_presence", verbose_name=_("presence in China"))
    production = CodeField("production_place", verbose_name=_("where it is made"))
    materials_in_chinese = CodeField("materials_in_chinese", verbose_name=_("materials in Chinese"))
    data_in_china = CodeField("data_in_china", verbose_name=_("where data is kept"))
    mlps_level = models.PositiveSmallIntegerField(
        _("MLPS level ready for"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    interfaces = ArrayField(LineField(max_length=60), verbose_name=_("interfaces"), default=list, blank=True)
    team_languages = ArrayField(
        CodeField("company_language"), verbose_name=_("languages of the team"), default=list, blank=True
    )

    cooperation = ArrayField(CodeField("cooperation"), verbose_name=_("cooperation sought"), default=list, blank=True)
    ip_terms = ArrayField(CodeField("ip_terms"), verbose_name=_("IP terms"), default=list, blank=True)
    excluded_topics = models.ManyToManyField(Topic, verbose_name=_("topics not served"), related_name="+", blank=True)
    # Division codes: startups know no city, the engine compares the codes.
    excluded_cities = ArrayField(
        models.CharField(max_length=6), verbose_name=_("cities not served"), default=list, blank=True
    )

    video_link = models.URLField(_("video page"), blank=True, validators=[validate_video_page])

    contact_name = LineField(_("contact person"), max_length=80, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=40, blank=True)
    contact_wechat = models.CharField(_("WeChat ID"), max_length=40, blank=True)

    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    reminded_on = models.DateField(_("reminded to confirm"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
        help_text=_("The other entry of the same company. Whoever asks for this one's address is led there."),
    )

    objects = StartupQuerySet.as_manager()

    class Meta(Listing.Meta):
        verbose_name = _("startup")
        verbose_name_plural = _("startups")
        ordering = ["-published_at", "-id"]
        indexes = [
            *Listing.Meta.indexes,
            index_of_order("startup_newest", F("published_at").desc(), F("id").desc(), beside=("visibility",)),
            index_of_order(
                "startup_most_mature", F("trl").desc(nulls_last=True), F("id").desc(), beside=("visibility",)
            ),
            index_of_order("startup_by_name", F("name"), F("id"), beside=("visibility",)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(trl__isnull=True) | Q(trl__range=(1, 9)), name="startup_trl_1_to_9"),
            models.CheckConstraint(
                condition=Q(pilot_cost_low__isnull=True)
                | Q(pilot_cost_high__isnull=True)
                | Q(pilot_cost_high__gte=F("pilot_cost_low")),
                name="startup_pilot_cost_in_order",
                violation_error_message=_("The highest pilot cost is below the lowest one."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("startups:profile", args=[self.slug])

    @property
    def display_name(self) -> str:
        return {"zh": self.name_zh, "he": self.name_he}.get(reader_language()) or self.name

    @property
    def known_as(self) -> str:
        return self.display_name or super().known_as

    @property
    def is_stale(self) -> bool:
        """Nobody has said for more than a year that all of it still holds."""
        return self.last_confirmed_on is not None and self.last_confirmed_on < date.today() - STALE_AFTER

    @property
    def offered(self) -> list[Technology]:
        """Its technologies, primary first."""
        return [row.technology for row in self.technology_rows.all()]

    @property
    def current_verifications(self) -> list["StartupVerification"]:
        """What was verified of the company itself and still holds."""
        return [row for row in current(self.verifications) if row.method != "customer"]

    @cached_property
    def confirmed_references(self) -> dict[str, "StartupVerification"]:
        rows = self.verifications.all()
        return {row.subject: row for row in rows if row.method == "customer" and row.state == State.CONFIRMED}

    @property
    def sectors(self):
        """The sectors of its technologies, primary first: its tags everywhere."""
        return list(dict.fromkeys(technology.sector for technology in self.offered))


class StartupText(ListingText):
    startup = models.ForeignKey(Startup, models.CASCADE, related_name="texts", verbose_name=_("startup"))
    headline = LineField(_("headline"), max_length=160)
    problem = ProseField(_("problem solved"), max_length=2_000)
    advantage = ProseField(_("advantage, as a number"), max_length=2_000)
    description = ProseField(_("description"))
    product = ProseField(_("product"))

    needed = ("headline", "problem", "advantage")

    class Meta:
        verbose_name = _("profile text")
        verbose_name_plural = _("profile texts")
        constraints = [
            models.UniqueConstraint(fields=["startup", "language"], name="startup_text_once_a_language"),
            models.UniqueConstraint(
                fields=["startup"], condition=Q(is_source=True), name="startup_has_one_source_text"
            ),
        ]

    def __str__(self):
        return self.headline


class StartupTechnology(models.Model):
    startup = models.ForeignKey(Startup, models.CASCADE, related_name="technology_rows", verbose_name=_("startup"))
    technology = models.ForeignKey(
        Technology, models.PROTECT, related_name="startup_rows", verbose_name=_("technology")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("0 is the primary technology."))

    class Meta:
        verbose_name = _("technology of a startup")
        verbose_name_plural = _("technologies of startups")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["startup", "technology"], name="startup_technology_once"),
        ]

    def __str__(self):
        return self.technology_id


class Deployment(models.Model):
    """A place where the product runs, with what it changed there."""

    startup = models.ForeignKey(Startup, models.CASCADE, related_name="deployments", verbose_name=_("startup"))
    place_en = LineField(_("customer or city (English)"), max_length=160)
    place_zh = LineField(_("customer or city (Chinese)"), max_length=160, blank=True)
    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, such as CN."))
    population_band = CodeField("population_band", verbose_name=_("population served"))
    since = models.PositiveSmallIntegerField(_("since"), null=True, blank=True)
    scale_en = LineField(_("scale (English)"), max_length=160, blank=True)
    scale_zh = LineField(_("scale (Chinese)"), max_length=160, blank=True)
    indicator_en = LineField(_("indicator (English)"), max_length=120, blank=True)
    indicator_zh = LineField(_("indicator (Chinese)"), max_length=120, blank=True)
    before = models.DecimalField(_("before"), max_digits=14, decimal_places=3, null=True, blank=True)
    after = models.DecimalField(_("after"), max_digits=14, decimal_places=3, null=True, blank=True)
    unit = CodeField("kpi_unit", verbose_name=_("unit"))
    evidence = CodeField("evidence", verbose_name=_("evidence"))
    link = models.URLField(_("link"), blank=True, validators=[validate_public_url])
    contact = models.CharField(_("contact at the customer"), max_length=160, blank=True, help_text=_("Never shown."))

    class Meta:
        verbose_name = _("deployment")
        verbose_name_plural = _("deployments")
        ordering = ["-since", "id"]

    def __str__(self):
        return self.place_en

    def _in_reader_language(self, field: str) -> str:
        return getattr(self, f"{field}_zh") if reader_language() == "zh" else getattr(self, f"{field}_en")

    @property
    def place(self) -> str:
        return self._in_reader_language("place") or self.place_en

    @property
    def scale(self) -> str:
        return self._in_reader_language("scale") or self.scale_en

    @property
    def indicator(self) -> str:
        return self._in_reader_language("indicator") or self.indicator_en

    @property
    def confirmation(self) -> "StartupVerification | None":
        """The customer's word on this very reference, if it was given."""
        return self.startup.confirmed_references.get(reference_of(self))

    @property
    def is_in_china(self) -> bool:
        return self.country == "CN"


class Certificate(models.Model):
    startup = models.ForeignKey(Startup, models.CASCADE, related_name="certificates", verbose_name=_("startup"))
    kind = CodeField("certificate_kind", verbose_name=_("kind"), blank=False)
    answer = CodeField("certificate_answer", verbose_name=_("answer"), blank=False)
    number = models.CharField(_("number"), max_length=80, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["startup", "kind"], name="startup_certificate_once")]

    def __str__(self):
        return f"{self.kind}: {self.answer}"
