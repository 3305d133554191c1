from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from cities import services
from cities.editing import document_of
from cities.filters import NeedFilter
from cities.inputs import BEGUN
from cities.models import City, Department, Need, PilotProgramme, Province
from cities.serializers import (
    BeginSerializer,
    CitySerializer,
    CloseSerializer,
    KeepSerializer,
    NeedCardSerializer,
    NeedSerializer,
    NothingFitsSerializer,
    OwnNeedSerializer,
    RenewSerializer,
)
from listings.api import Reportable
from listings.facets import MOST_SEARCHED, FacetFilter, code_names, row_names
from listings.filters import StrictAnswers, YesNoFilter
from listings.models import Status
from listings.serializers import ReportSerializer
from listings.services import EditedMeanwhile, MovedOn


class NeedApiFilter(StrictAnswers, NeedFilter):
    is_demo = YesNoFilter()


class OwnNeedFilter(StrictAnswers):
    status = ChoiceFilter(choices=Status.choices)

    class Meta:
        model = Need
        fields = []


class NeedViewSet(Reportable, ReadOnlyModelViewSet):
    """Open needs that the reader may see: everybody the public ones, more for whoever is signed in."""

    permission_classes = [AllowAny]
    filterset_class = NeedApiFilter

    def get_queryset(self):
        needs = Need.objects.visible_to(self.request.user).open()
        return needs.with_card() if self.action == "list" else needs.with_page()

    def get_serializer_class(self):
        if self.action == "report":
            return ReportSerializer
        return NeedCardSerializer if self.action == "list" else NeedSerializer


class OwnNeedViewSet(ReadOnlyModelViewSet):
    """The needs of the caller's departments in every state, with the verbs that their pages have.

    409 where somebody was faster: nothing was changed, and the answer holds the need as it stands now.
    """

    serializer_class = OwnNeedSerializer
    filterset_class = OwnNeedFilter
    may_conflict = ("draft", "submit", "close", "renew", "put_away")

    def get_queryset(self):
        return Need.objects.editable_by(self.request.user).select_related("draft").order_by("-pk")

    @extend_schema(request=BeginSerializer)
    def create(self, request):
        """Begin a need of one's department. Sent twice, it is begun once."""
        asked = self._read(BeginSerializer)
        department = get_object_or_404(Department.objects.of(request.user), pk=asked["department"])
        return self._shown(services.begin(department, request.user, BEGUN | asked.get("document", {})))

    @extend_schema(request=KeepSerializer)
    @action(detail=True, methods=["put"])
    def draft(self, request, pk):
        """Keep what is to be published next; what is live stays as it is."""
        asked = self._read(KeepSerializer)
        return self._done(
            lambda need: services.keep_draft(need, asked["document"], request.user, asked["over_version"])
        )

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def submit(self, request, pk):
        """Hand the draft in for review."""
        return self._done(lambda need: services.submit(need, request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def copy(self, request, pk):
        """A new draft with the same content."""
        need = self.get_object()
        return self._shown(services.copy(need, document_of(need), request.user))

    @extend_schema(request=CloseSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request, pk):
        """Stop looking for suppliers."""
        asked = self._read(CloseSerializer)
        return self._done(lambda need: services.close(need, asked["reason"], request.user))

    @extend_schema(request=RenewSerializer)
    @action(detail=True, methods=["post"])
    def renew(self, request, pk):
        """Open until a later day, again where it was closed."""
        asked = self._read(RenewSerializer)
        return self._done(lambda need: services.renew(need, asked["expires_on"], request.user))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="put-away")
    def put_away(self, request, pk):
        """Archive what is not live: a draft given up, a need that was closed."""
        return self._done(lambda need: services.archive(need, request.user))

    @extend_schema(request=NothingFitsSerializer)
    @action(detail=True, methods=["post"], url_path="nothing-fits")
    def nothing_fits(self, request, pk):
        """Tell the curators that none of the candidates helps, and why."""
        asked = self._read(NothingFitsSerializer)
        return self._done(lambda need: services.say_nothing_fits(need, **asked, by=request.user))

    def _read(self, serializer):
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return asked.validated_data

    def _done(self, verb):
        need, status = self.get_object(), 200
        try:
            verb(need)
        except (EditedMeanwhile, MovedOn):
            status = 409
        return self._shown(need, status)

    def _shown(self, need, status=200):
        return Response(self.get_serializer(self.get_queryset().get(pk=need.pk)).data, status=status)


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
