from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from listings.reports import report
from listings.serializers import ReportSerializer


class Reportable:
    """For a listing's own view: whoever is signed in may tell the curators what is wrong with it."""

    @action(detail=True, methods=["post"], permission_classes=[IsAuthenticated])
    def report(self, request, **which):
        """Tell the curators what is wrong. Said twice, the later words count."""
        said = ReportSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        return Response(ReportSerializer(report(self.get_object(), **said.validated_data, by=request.user)).data)
