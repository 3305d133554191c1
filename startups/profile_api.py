"""One's own profiles for programs: the same services as the pages, and the same eyes."""

from django.core.exceptions import ValidationError as Refusal
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from listings.documents import PlainText
from listings.models import Language
from listings.services import EditedMeanwhile, MovedOn
from startups import editing, membership, services
from startups.cleaning import RULES
from startups.models import Member, Startup, Upload
from startups.uploads import add_upload, remove_upload


class ConflictError(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class OwnProfileSerializer(serializers.ModelSerializer):
    class Meta:
        model = Startup
        fields = ["slug", "name", "status"]
        read_only_fields = ["slug", "status"]


class NewProfileSerializer(serializers.Serializer):
    name = PlainText(80)


@extend_schema_field({"type": "object", "additionalProperties": {}})
class DocumentField(serializers.JSONField):
    """A whole profile as one document."""


class DraftSerializer(serializers.Serializer):
    """What the profile shall be next. Send back the version that you read: another one is answered with 409."""

    slug = serializers.SlugField(read_only=True)
    version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    document = DocumentField()
    state = serializers.CharField(read_only=True, help_text="editing, in_review, changes_requested; empty: no draft.")
    comments = serializers.DictField(
        child=serializers.CharField(), read_only=True, help_text="A curator's, by the place they are about."
    )
    problems = serializers.DictField(
        child=serializers.CharField(), read_only=True, help_text="What keeps it from being handed in, by place."
    )


class ReasonSerializer(serializers.Serializer):
    reason = PlainText(500)


class InvitationSerializer(serializers.Serializer):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(Member.Role.choices, default=Member.Role.EDITOR)


class MemberSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="user", read_only=True)

    class Meta:
        model = Member
        fields = ["id", "name", "role", "since"]


class MembersSerializer(serializers.Serializer):
    members = MemberSerializer(many=True)


class NewFileSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(list(RULES))
    file = serializers.FileField()
    language = serializers.ChoiceField(["", *Language.values], default="")


class FileSerializer(serializers.ModelSerializer):
    address = serializers.CharField(source="get_absolute_url", read_only=True)

    class Meta:
        model = Upload
        fields = ["key", "kind", "content_type", "size", "is_live", "address"]


class ProfileViewSet(ListModelMixin, GenericViewSet):
    """The profiles that you may edit, published or not."""

    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    filter_backends = ()
    answers = {
        "list": OwnProfileSerializer,
        "members": MembersSerializer,
        "invitations": InvitationSerializer,
        "files": FileSerializer,
    }
    # Verbs that may come too late: for the schema.
    conflicting = ("update", "submit", "withdraw", "reconfirm")

    def get_queryset(self):
        return Startup.objects.editable_by(self.request.user).order_by("pk")

    def get_serializer_class(self):
        """Every other verb answers with where the profile stands now."""
        return self.answers.get(self.action, DraftSerializer)

    def checked(self, serializer) -> dict:
        given = serializer(data=self.request.data)
        given.is_valid(raise_exception=True)
        return given.validated_data

    @extend_schema(request=NewProfileSerializer)
    def create(self, request):
        """Begin a profile: unpublished, with you as its owner. Begun twice under one name, it is the same."""
        return _draft(services.begin(self.checked(NewProfileSerializer)["name"], request.user))

    def retrieve(self, request, slug):
        """The draft, or the published profile where there is none."""
        return _draft(self.get_object())

    @extend_schema(request=DraftSerializer)
    def update(self, request, slug):
        """Keep a draft. It may be incomplete; the published profile stays as it is."""
        startup, given = self.get_object(), self.checked(DraftSerializer)
        if not isinstance(given["document"], dict):
            raise ValidationError({"document": ["This must be an object with named fields."]})
        try:
            services.keep_draft(startup, given["document"], request.user, given["version"])
        except EditedMeanwhile as meanwhile:
            raise ConflictError("The draft was edited meanwhile. Read it again.") from meanwhile
        return _draft(startup)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def submit(self, request, slug):
        """Hand the draft in for review."""
        return _done(services.submit, self.get_object(), request.user)

    @extend_schema(request=ReasonSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, slug):
        """Take the profile off every list."""
        startup, given = self.get_object(), self.checked(ReasonSerializer)
        return _done(services.withdraw, startup, request.user, given["reason"])

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reconfirm(self, request, slug):
        """Say that all of it still holds."""
        return _done(services.reconfirm, self.get_object(), request.user)

    @action(detail=True)
    def members(self, request, slug):
        """Who may act for it."""
        return Response(MembersSerializer({"members": self.get_object().members.select_related("user")}).data)

    @extend_schema(request=InvitationSerializer)
    @action(detail=True, methods=["post"])
    def invitations(self, request, slug):
        """Invite somebody by e-mail; owners only."""
        startup = get_object_or_404(Startup.objects.owned_by(request.user), slug=slug)
        given = self.checked(InvitationSerializer)
        try:
            membership.invite(startup, given["email"], given["role"], request.user)
        except Refusal as refusal:
            raise ValidationError({"email": refusal.messages}) from refusal
        return Response(given)

    @extend_schema(request={"multipart/form-data": NewFileSerializer})
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser])
    def files(self, request, slug):
        """Add a file to the draft; it is cleaned first, or refused."""
        startup, given = self.get_object(), self.checked(NewFileSerializer)
        try:
            upload = add_upload(startup, given["kind"], given["file"], request.user, given["language"])
        except Refusal as refusal:
            raise ValidationError({"file": refusal.messages}) from refusal
        return Response(FileSerializer(upload).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="files/(?P<key>[0-9a-f-]{36})/remove")
    def remove_file(self, request, slug, key):
        """Take a file out of the draft."""
        startup = self.get_object()
        remove_upload(get_object_or_404(startup.uploads, key=key), request.user)
        return _draft(startup)


def _done(verb, startup, *arguments):
    try:
        verb(startup, *arguments)
    except MovedOn as moved:
        raise ConflictError(moved.sentence) from moved
    return _draft(startup)


def _draft(startup: Startup) -> Response:
    """The same answer to every verb: where the profile stands now."""
    draft = editing.draft_of(startup)
    document = draft.document if draft else editing.published_document(startup)
    shown = {
        "slug": startup.slug,
        "version": Startup.objects.values_list("draft_version", flat=True).get(pk=startup.pk),
        "document": document,
        "state": draft.state if draft else "",
        "comments": draft.comments if draft else {},
        "problems": editing.problems(startup, document),
    }
    return Response(shown)
