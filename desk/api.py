"""The desk for programs: the verbs of curators' pages, by the same services, for curators only."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.generics import get_object_or_404
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from cities import clarification
from cities.models import Question
from desk.kinds import NEEDS, STARTUPS
from desk.serializers import (
    BlockSerializer,
    CommentsSerializer,
    RejectionSerializer,
    ReviewedQuestionSerializer,
    ReviewedSerializer,
    VersionSerializer,
    WaitingSerializer,
)
from desk.today.day import today_for
from listings.paging import Pages
from listings.services import EditedMeanwhile, MovedOn


class CuratorsOnly:
    """For anybody else there is no such address."""

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if not request.user.is_curator:
            raise NotFound


def read(serializer, request):
    """What was sent, as the serializer understands it."""
    asked = serializer(data=request.data)
    asked.is_valid(raise_exception=True)
    return asked.validated_data


class WaitingPages(Pages):
    """Of a list that is put together from several tables: there are no rows for the database to count."""

    django_paginator_class = Paginator


class WaitingViewSet(CuratorsOnly, ListModelMixin, GenericViewSet):
    """What waits for a curator, in the order in which it is best decided."""

    serializer_class = WaitingSerializer
    pagination_class = WaitingPages
    filter_backends = []

    def get_queryset(self):
        return today_for(self.request.user).items


class ReviewViewSet(CuratorsOnly, GenericViewSet):
    """A listing as its curator sees it, with the verbs of the desk.

    409 where somebody was faster, or where the draft was changed since `version`: nothing was changed, and the answer
    holds the listing as it stands now.
    """

    serializer_class = ReviewedSerializer
    filter_backends = []
    may_conflict = ("approve", "request_changes", "reject", "block", "unblock")

    def get_queryset(self):
        lines = self.kind.model.transitions.rel.related_model.objects.select_related("by")
        return self.kind.model.objects.select_related("draft").prefetch_related(Prefetch("transitions", lines))

    def retrieve(self, request, pk):
        return self._shown(self.get_object())

    @extend_schema(request=VersionSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request, pk):
        """Publish the draft."""
        said = read(VersionSerializer, request)
        return self._done(self.kind.services.approve, request.user, said["version"])

    @extend_schema(request=CommentsSerializer)
    @action(detail=True, methods=["post"], url_path="request-changes")
    def request_changes(self, request, pk):
        """Give the draft back with comments."""
        said = read(CommentsSerializer, request)
        return self._done(self.kind.services.request_changes, said["comments"], request.user, said["version"])

    @extend_schema(request=RejectionSerializer)
    @action(detail=True, methods=["post"])
    def reject(self, request, pk):
        """Do not accept the draft."""
        said = read(RejectionSerializer, request)
        return self._done(self.kind.services.reject, said["reason"], request.user, said["version"])

    @extend_schema(request=BlockSerializer)
    @action(detail=True, methods=["post"])
    def block(self, request, pk):
        """Take it off every list at once."""
        return self._done(self.kind.services.block, read(BlockSerializer, request)["reason"], request.user)

    @extend_schema(request=BlockSerializer)
    @action(detail=True, methods=["post"])
    def unblock(self, request, pk):
        """Lift the block."""
        return self._done(self.kind.services.unblock, read(BlockSerializer, request)["reason"], request.user)

    def _done(self, verb, *arguments):
        listing, status = self.get_object(), 200
        try:
            verb(listing, *arguments)
        except (EditedMeanwhile, MovedOn):
            status = 409
        return self._shown(get_object_or_404(self.get_queryset(), pk=listing.pk), status)

    def _shown(self, listing, status=200):
        draft = getattr(listing, "draft", None)
        listing.draft_state, listing.document = (draft.state, draft.document) if draft else (None, None)
        return Response(ReviewedSerializer(listing).data, status)


class ReviewStartupViewSet(ReviewViewSet):
    kind = STARTUPS


class ReviewNeedViewSet(ReviewViewSet):
    kind = NEEDS


class ReviewQuestionViewSet(CuratorsOnly, RetrieveModelMixin, GenericViewSet):
    """A question about a need as curators see it, with who asked and what readers reported."""

    queryset = Question.objects.select_related("asked_by", "answered_by").prefetch_related("reports")
    serializer_class = ReviewedQuestionSerializer
    filter_backends = []

    @extend_schema(request=BlockSerializer)
    @action(detail=True, methods=["post"])
    def block(self, request, pk):
        """Hide it from everybody but its asker."""
        clarification.block(self.get_object(), read(BlockSerializer, request)["reason"], request.user)
        return self.retrieve(request, pk)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def unblock(self, request, pk):
        """Show it again as it was."""
        clarification.unblock(self.get_object())
        return self.retrieve(request, pk)
