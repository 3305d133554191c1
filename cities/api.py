from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from cities.filters import NeedFilter
from cities.models import City, Need, PilotProgramme, Province
from cities.serializers import CitySerializer, NeedCardSerializer, NeedSerializer
from listings.facets import MOST_SEARCHED, FacetFilter, code_names, row_names
from listings.filters import StrictAnswers, YesNoFilter


class NeedApiFilter(StrictAnswers, NeedFilter):
    is_demo = YesNoFilter()


class NeedViewSet(ReadOnlyModelViewSet):
    """Open needs that the reader may see: everybody the public ones, more for whoever is signed in."""

    permission_classes = [AllowAny]
    filterset_class = NeedApiFilter

    def get_queryset(self):
        needs = Need.objects.visible_to(self.request.user).open()
        return needs.with_card() if self.action == "list" else needs.with_page()

    def get_serializer_class(self):
        return NeedCardSerializer if self.action == "list" else NeedSerializer


class CityFilter(StrictAnswers):
    q = CharFilter(method="search", max_length=MOST_SEARCHED, label=_("Words"))
    province = FacetFilter("province", row_names(Province.objects.all), label=_("Province"))
    population_band = FacetFilter("population_band", code_names("population_band"), label=_("Population"))

    class Meta:
        model = City
        fields = []

    def search(self, cities, _name, text):
        return cities.filter(Q(name_en__icontains=text) | Q(name_zh__contains=text) | Q(name_he__contains=text))


class CityViewSet(ReadOnlyModelViewSet):
    """Prefecture-level cities of mainland China, by their division code."""

    permission_classes = [AllowAny]
    serializer_class = CitySerializer
    filterset_class = CityFilter
    lookup_field = "code"

    def get_queryset(self):
        cities = City.objects.current().with_open_needs(self.request.user)
        # Shown only with its year and the notice that names the cities.
        sourced = PilotProgramme.objects.filter(year__isnull=False).exclude(notice="")
        return (
            cities.select_related("province").prefetch_related(Prefetch("pilots", sourced)).order_by("position", "pk")
        )
