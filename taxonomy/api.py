from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import FilterSet, ModelMultipleChoiceFilter
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from taxonomy.models import Affinity, Domain, Sector, Topic
from taxonomy.serializers import SectorSerializer, TopicSerializer


class TopicFilter(FilterSet):
    domain = ModelMultipleChoiceFilter(queryset=Domain.objects.current(), distinct=False, label=_("Domain"))

    class Meta:
        model = Topic
        fields = []


class SectorViewSet(ReadOnlyModelViewSet):
    """Fields of technology, each with its technologies."""

    permission_classes = [AllowAny]
    serializer_class = SectorSerializer
    lookup_field = "code"
    queryset = Sector.objects.current().with_technologies()


class TopicViewSet(ReadOnlyModelViewSet):
    """What a need may be about, each with the technologies that serve it, best first."""

    permission_classes = [AllowAny]
    serializer_class = TopicSerializer
    lookup_field = "code"
    filterset_class = TopicFilter
    queryset = (
        Topic.objects.current()
        .select_related("domain")
        .prefetch_related(
            Prefetch("affinities", Affinity.objects.filter(technology__is_retired=False).select_related("technology"))
        )
    )
