from collections.abc import Iterable, Mapping
from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from accounts.models import User
from listings.facets import FacetFilter, StepFilter, code_names, row_names
from listings.filters import StrictAnswers, YesNoFilter
from matching import decisions
from matching.models import SHOWN, Band, Decision, Match, Side, Verb
from matching.querysets import pairs_for
from matching.serializers import (
    LARGEST_ID,
    DecideSerializer,
    DecisionSerializer,
    MatchSerializer,
    MoveSerializer,
    NoteSerializer,
    UndoSerializer,
)
from taxonomy.models import Domain, Sector, Technology, Topic


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
        return matches.filter(need=need).best_first("need")  # type: ignore[attr-defined]

    def of_startup(self, matches: QuerySet[Match], _name: str, slug: str) -> QuerySet[Match]:
        return matches.filter(startup__slug=slug).best_first("startup")  # type: ignore[attr-defined]

    def invented(self, matches: QuerySet[Match], _name: str, is_demo: bool) -> QuerySet[Match]:
        invented = Q(need__is_demo=True) | Q(startup__is_demo=True)
        return matches.filter(invented if is_demo else ~invented)


class MatchViewSet(ReadOnlyModelViewSet):
    """Suggested pairs among the reader's own needs and startups; in demo mode, those of everybody.

    By need, best first; with `startup`, that startup's needs, best first. Without those that one's own side said no to.
    What a curator placed stands first and says so; what one took out is not here.
    """

    permission_classes = [AllowAny]
    serializer_class = MatchSerializer
    filterset_class = MatchFilter

    def get_queryset(self) -> QuerySet[Match]:
        shown = Q(need_place__lte=SHOWN) | Q(startup_place__lte=SHOWN)
        matches = Match.objects.visible_to(self.request.user).with_places_for(self.request.user).filter(shown)
        return (
            matches.with_ruling().select_related("need", "startup").prefetch_related("need__texts").best_first("need")
        )


class DecisionFilter(StrictAnswers):
    need = IdFilter(field_name="need", label=_("Need"))
    startup = django_filters.CharFilter("startup__slug", max_length=80, label=_("Startup"))
    side = django_filters.ChoiceFilter(choices=Side.choices)
    verb = django_filters.ChoiceFilter(choices=Verb.choices)

    class Meta:
        model = Decision
        fields: list[str] = []


class DecisionViewSet(ReadOnlyModelViewSet):
    """What the reader's own departments and startups have decided on pairs. The other side never sees any of it."""

    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter
    may_conflict = ("note",)

    def get_queryset(self) -> QuerySet[Decision]:
        own = Decision.objects.of if self.detail else Decision.objects.visible_to
        return own(self.request.user).with_both_sides()

    @extend_schema(request=DecideSerializer)
    def create(self, request: Request) -> Response:
        """Decide on a pair: shortlist, not_now or no. Said twice, it is decided once."""
        asked = self._read(DecideSerializer)
        needs, startups = pairs_for(request.user, asked["side"])
        need, startup = get_object_or_404(needs, pk=asked["need"]), get_object_or_404(startups, slug=asked["startup"])
        side, verb = Side(asked["side"]), Verb(asked["verb"])
        said = {"reason": asked["reason"], "words": asked["words"]}
        return self._shown(decisions.decide(need, startup, side, verb, by=self._user, **said))

    @extend_schema(request=UndoSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        """Go back to what stood before the last change; undone once more, nothing is decided."""
        version = self._read(UndoSerializer)["version"]
        return self._shown(decisions.undo(self.get_object(), version, by=self._user))

    @extend_schema(request=MoveSerializer)
    @action(detail=True, methods=["post"])
    def place(self, request: Request, pk: str) -> Response:
        """Move an entry of a need's shortlist; the others close up."""
        asked = self._read(MoveSerializer)
        decisions.move(self.get_object(), asked["place"])
        return self._shown(self.get_object())

    @extend_schema(request=NoteSerializer)
    @action(detail=True, methods=["put"])
    def note(self, request: Request, pk: str) -> Response:
        """Keep the private note. 409, with the decision as it is, when somebody else wrote it meanwhile."""
        asked = self._read(NoteSerializer)
        try:
            return self._shown(decisions.keep_note(self.get_object(), asked["note"], asked["note_version"]))
        except decisions.NoteEditedMeanwhile as meanwhile:
            return self._shown(meanwhile.decision, status=409)

    @property
    def _user(self) -> User:
        return cast(User, self.request.user)

    def _read(self, serializer: type[Serializer]) -> dict[str, Any]:
        asked = serializer(data=self.request.data)
        asked.is_valid(raise_exception=True)
        return asked.validated_data

    def _shown(self, decision: Decision, status: int = 200) -> Response:
        return Response(self.get_serializer(decision).data, status=status)
