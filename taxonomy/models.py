"""The shared vocabulary. Its source are the files in taxonomy/reference/; `load_reference` brings them here."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from taxonomy.querysets import DomainQuerySet, GlossaryQuerySet, ReferenceQuerySet, SectorQuerySet


def in_reader_language(row: models.Model, field: str) -> str:
    """The column of the active language (`name_zh` under zh-hans), in English where that one is empty."""
    language = (get_language() or "en")[:2]
    return getattr(row, f"{field}_{language}", "") or getattr(row, f"{field}_en")


def code_key() -> models.CharField:
    return models.CharField(_("code"), max_length=40, primary_key=True)


def keywords(label: Any) -> ArrayField:
    return ArrayField(models.CharField(max_length=100), verbose_name=label, default=list, blank=True)


class Reference(models.Model):
    """A row that comes from a reference file, in the order of the file; retired once the file no longer offers it."""

    position = models.PositiveIntegerField(_("position"), default=0)
    is_retired = models.BooleanField(_("retired"), default=False)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Named(Reference):
    name_en = models.CharField(_("name (English)"), max_length=200)
    name_zh = models.CharField(_("name (Chinese)"), max_length=200)
    name_he = models.CharField(_("name (Hebrew)"), max_length=200, blank=True)

    class Meta(Reference.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_reader_language(self, "name")


class DepartmentKind(Named):
    """A kind of city body: a bureau, or an operator that buys for itself."""

    code = code_key()
    role_en = models.CharField(_("role (English)"), max_length=200)
    role_zh = models.CharField(_("role (Chinese)"), max_length=200)
    role_he = models.CharField(_("role (Hebrew)"), max_length=200)
    aliases_zh = keywords(_("other names (Chinese)"))
    is_operator = models.BooleanField(_("operator"), default=False)

    class Meta(Named.Meta):
        verbose_name = _("kind of department")
        verbose_name_plural = _("kinds of department")

    @property
    def role(self) -> str:
        return in_reader_language(self, "role")


class Caution(Reference):
    """A rule that may stand in the way of a technology. One that caps holds a match at "same field"."""

    class Side(models.TextChoices):
        ISRAEL = "israel", _("Israel")
        CHINA = "china", _("China")
        UNITED_STATES = "united_states", _("United States")

    code = code_key()
    side = models.CharField(_("whose rule"), max_length=20, choices=Side)
    caps = models.BooleanField(_("caps the band"), default=False)
    text_en = models.CharField(_("text (English)"), max_length=300)
    text_zh = models.CharField(_("text (Chinese)"), max_length=300)
    text_he = models.CharField(_("text (Hebrew)"), max_length=300)

    class Meta(Reference.Meta):
        verbose_name = _("caution")
        verbose_name_plural = _("cautions")

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return in_reader_language(self, "text")


class Sector(Named):
    code = code_key()
    keywords_en = keywords(_("keywords (English)"))
    keywords_zh = keywords(_("keywords (Chinese)"))
    in_article = models.BooleanField(_("named in the mission article"), default=False)

    objects: ClassVar = SectorQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class Technology(Named):
    code = code_key()
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="technologies", verbose_name=_("sector"))
    keywords_en = keywords(_("keywords (English)"))
    keywords_zh = keywords(_("keywords (Chinese)"))
    cautions = models.ManyToManyField(Caution, related_name="technologies", verbose_name=_("cautions"), blank=True)

    class Meta(Named.Meta):
        verbose_name = _("technology")
        verbose_name_plural = _("technologies")


class Domain(Named):
    """A field of city needs. Its departments are those that lead."""

    code = code_key()
    keywords_en = keywords(_("keywords (English)"))
    keywords_zh = keywords(_("keywords (Chinese)"))
    in_article = models.BooleanField(_("named in the mission article"), default=False)
    departments = models.ManyToManyField(
        DepartmentKind, related_name="domains", verbose_name=_("leading departments"), blank=True
    )
    iso37120_clauses = keywords(_("ISO 37120:2018 clauses"))
    sdg_targets = keywords(_("SDG targets"))
    u4ssc_subdimensions = keywords(_("U4SSC sub-dimensions"))

    objects: ClassVar = DomainQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("domain")
        verbose_name_plural = _("domains")


class Topic(Named):
    """What a need may be about. Its departments are those that take part beside the domain's."""

    code = code_key()
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="topics", verbose_name=_("domain"))
    keywords_en = keywords(_("keywords (English)"))
    keywords_zh = keywords(_("keywords (Chinese)"))
    in_article = models.BooleanField(_("named in the mission article"), default=False)
    departments = models.ManyToManyField(
        DepartmentKind, related_name="topics", verbose_name=_("further departments"), blank=True
    )
    kpi_en = models.CharField(_("example KPI (English)"), max_length=200)
    kpi_zh = models.CharField(_("example KPI (Chinese)"), max_length=200)
    kpi_he = models.CharField(_("example KPI (Hebrew)"), max_length=200)
    technologies = models.ManyToManyField(
        Technology, through="Affinity", related_name="topics", verbose_name=_("technologies"), blank=True
    )

    class Meta(Named.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    @property
    def kpi(self) -> str:
        return in_reader_language(self, "kpi")


class Affinity(models.Model):
    """How well a technology serves a topic: 1 made for it, 0.2 helps at the edge. Expert judgement, not measured."""

    technology = models.ForeignKey(Technology, models.CASCADE, related_name="affinities", verbose_name=_("technology"))
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="affinities", verbose_name=_("topic"))
    weight = models.FloatField(_("weight"))

    class Meta:
        verbose_name = _("affinity")
        verbose_name_plural = _("affinities")
        ordering = ["-weight", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["technology", "topic"], name="affinity_once"),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0, weight__lte=1), name="affinity_weight_above_0_at_most_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.technology_id} {self.topic_id} {self.weight}"


class Code(Named):
    """One code of a short list: what a `CodeField` may hold."""

    list = models.CharField(_("list"), max_length=40)
    code = models.CharField(_("code"), max_length=40)
    note_en = models.CharField(_("note (English)"), max_length=300, blank=True)
    note_zh = models.CharField(_("note (Chinese)"), max_length=300, blank=True)
    note_he = models.CharField(_("note (Hebrew)"), max_length=300, blank=True)
    data = models.JSONField(_("data"), default=dict, blank=True)

    class Meta(Named.Meta):
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["list", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="code_once_in_a_list")]

    @property
    def note(self) -> str:
        return in_reader_language(self, "note")


class GlossaryLanguage(models.TextChoices):
    CHINESE = "zh", _("Chinese")
    HEBREW = "he", _("Hebrew")


class GlossaryTerm(models.Model):
    """What curators add to the glossaries in language/glossaries, whose entry of the same term it replaces.

    Matching reads it when it makes a new snapshot, every night. Without English it says that what the dictionary
    makes of the word is good enough, and nobody needs to be asked about it again.
    """

    language = models.CharField(_("language"), max_length=2, choices=GlossaryLanguage)
    term = models.CharField(_("term"), max_length=40)
    english = ArrayField(
        models.CharField(max_length=80), verbose_name=_("English, best first"), default=list, blank=True
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("last written by")
    )
    at = models.DateTimeField(_("last written"), default=timezone.now)

    objects: ClassVar = GlossaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("terms of the glossary")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["language", "term"], name="glossary_term_once")]

    def __str__(self) -> str:
        return self.term

    @property
    def wordings(self) -> str:
        return "; ".join(self.english)


class GlossaryChange(models.Model):
    """One change of a term: who, when, from what to what. Never changed; null stands for "no entry"."""

    language = models.CharField(_("language"), max_length=2, choices=GlossaryLanguage)
    term = models.CharField(_("term"), max_length=40)
    was = ArrayField(models.CharField(max_length=80), verbose_name=_("from"), null=True)
    became = ArrayField(models.CharField(max_length=80), verbose_name=_("to"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("change of the glossary")
        verbose_name_plural = _("changes of the glossary")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["language", "term"], name="glossary_change_of_term")]

    def __str__(self) -> str:
        return f"{self.term}: {self.was} > {self.became}"
