from collections.abc import Iterable, Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from listings.facets import FacetFilter, StepFilter, code_names, row_names
from listings.filters import StrictAnswers, YesNoFilter
from matching.models import SHOWN, Band, Match
from matching.serializers import MatchSerializer
from taxonomy.models import Domain, Sector, Technology, Topic

LARGEST_ID = 2**63 - 1


def band_names(wanted: Iterable[str]) -> Mapping[str, str]:
    return {band.name: str(band.label) for band in reversed(Band) if band.name in wanted}


def bands() -> dict[str, range]:
    return {band.name: range(band.value, band.value + 1) for band in Band}


@extend_schema_field({"type": "integer", "format": "int64", "minimum": 1})
class IdFilter(django_filters.Filter):
    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any):
        super().__init__(min_value=1, max_value=LARGEST_ID, **kwargs)


class MatchFilter(StrictAnswers):
    """A need or startup that the reader may not see has no matches, like one that does not exist."""

    need = IdFilter(method="of_need", label=_("Need"))
    startup = django_filters.CharFilter(method="of_startup", max_length=80, label=_("Startup"))
    band = StepFilter("band", band_names, bands, label=_("Band"))
    sector = FacetFilter("startup__technologies__sector", row_names(Sector.objects.all), label=_("Sector"))
    technology = FacetFilter("startup__technologies", row_names(Technology.objects.all), label=_("Technology"))
    domain = FacetFilter("need__topics__domain", row_names(Domain.objects.all), label=_("Domain"))
    topic = FacetFilter("need__topics", row_names(Topic.objects.all), label=_("Topic"))
    stage = FacetFilter("need__stage", code_names("need_stage"), label=_("Stage"))
    is_demo = YesNoFilter(method="invented")

    class Meta:
        model = Match
        fields: list[str] = []

    def of_need(self, matches: QuerySet[Match], _name: str, need: int) -> QuerySet[Match]:
        return matches.filter(need=need).order_by(F("need_rank").asc(nulls_last=True), "pk")

    def of_startup(self, matches: QuerySet[Match], _name: str, slug: str) -> QuerySet[Match]:
        return matches.filter(startup__slug=slug).order_by(F("startup_rank").asc(nulls_last=True), "pk")

    def invented(self, matches: QuerySet[Match], _name: str, is_demo: bool) -> QuerySet[Match]:
        invented = Q(need__is_demo=True) | Q(startup__is_demo=True)
        return matches.filter(invented if is_demo else ~invented)


class MatchViewSet(ReadOnlyModelViewSet):
    """Suggested pairs among the reader's own needs and startups; in demo mode, those of everybody.

    By need, best first; with `startup`, that startup's needs, best first.
    """

    permission_classes = [AllowAny]
    serializer_class = MatchSerializer
    filterset_class = MatchFilter

    def get_queryset(self) -> QuerySet[Match]:
        shown = Q(need_rank__lte=SHOWN) | Q(startup_rank__lte=SHOWN)
        matches = Match.objects.visible_to(self.request.user).filter(shown)
        return (
            matches.select_related("need", "startup")
            .prefetch_related("need__texts")
            .order_by("need", F("need_rank").asc(nulls_last=True), "pk")
        )
