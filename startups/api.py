from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from listings.api import Reportable
from listings.filters import StrictAnswers, YesNoFilter
from listings.serializers import ReportSerializer
from startups.filters import StartupFilter
from startups.models import Startup
from startups.serializers import ProfileSerializer, StartupCardSerializer


class StartupApiFilter(StrictAnswers, StartupFilter):
    is_demo = YesNoFilter()


class StartupViewSet(Reportable, ReadOnlyModelViewSet):
    """Published profiles. Whoever is signed in also finds those that are shown to members only."""

    permission_classes = [AllowAny]
    filterset_class = StartupApiFilter
    lookup_field = "slug"

    def get_queryset(self):
        startups = Startup.objects.visible_to(self.request.user).listed()
        return startups.with_card() if self.action == "list" else startups.with_profile()

    def get_serializer_class(self):
        if self.action == "report":
            return ReportSerializer
        return StartupCardSerializer if self.action == "list" else ProfileSerializer
