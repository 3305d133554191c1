"""Placing a pair and taking it out, for programs: the verbs of the pair's page, by the same service."""

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response
from rest_framework.serializers import ValidationError as Refusal
from rest_framework.viewsets import ReadOnlyModelViewSet

from cities.models import Need
from desk.api import CuratorsOnly, read
from desk.serializers import RuleSerializer, RulingSerializer
from matching import rulings
from matching.models import Ruling, RulingVerb
from matching.serializers import UndoSerializer
from startups.models import Startup


class RulingViewSet(CuratorsOnly, ReadOnlyModelViewSet):
    """What curators rule on pairs: placed first in both lists, or taken out of both. For curators only."""

    serializer_class = RulingSerializer
    filter_backends = []

    def get_queryset(self):
        # One that was taken back has still its page, for whoever takes it back twice.
        rows = Ruling.objects.visible_to(self.request.user) if self.action == "list" else Ruling.objects.all()
        return rows.select_related("need", "startup", "by").prefetch_related("need__texts")

    @extend_schema(request=RuleSerializer)
    def create(self, request):
        """Place a pair or take it out; both sides read the reason. Said twice, it is ruled once."""
        asked = read(RuleSerializer, request)
        need = get_object_or_404(Need.objects.open(), pk=asked["need"])
        startup = get_object_or_404(Startup.objects.listed(), slug=asked["startup"])
        verb = RulingVerb(asked["verb"])
        try:
            ruling = rulings.rule(need, startup, verb, asked["reason"], asked["words"], by=request.user)
        except ValidationError as excluded:
            raise Refusal({"startup": excluded.messages}) from excluded
        return self._shown(ruling)

    @extend_schema(request=UndoSerializer)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk):
        """Go back to what stood before the last change; undone once more, nothing is ruled."""
        version = read(UndoSerializer, request)["version"]
        return self._shown(rulings.undo(self.get_object(), version, by=request.user))

    def _shown(self, ruling):
        return Response(self.get_serializer(get_object_or_404(self.get_queryset(), pk=ruling.pk)).data)
