from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.querysets import (
    CityQuerySet,
)
from taxonomy.fields import CodeField
from taxonomy.models import Named


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
