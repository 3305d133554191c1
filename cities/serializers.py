"""What the API shows of cities and needs. A need that hides its city names no city, department or district."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cities.editing import coached, draft_of
from cities.forms import closing_choices
from cities.models import (
    City,
    Department,
    Kpi,
    Need,
    NeedDraft,
    NeedText,
    PilotProgramme,
    Question,
    Requirement,
)
from listings.documents import CodeValue, PlainText, TextsByLanguage
from listings.serializers import VerificationSerializer
from taxonomy.serializers import ChoiceLabel, CodeLabel, InEachLanguage, NamedSerializer, RowLabel, TopicLabel


class PilotProgrammeSerializer(NamedSerializer):
    class Meta:
        model = PilotProgramme
        fields = ["code", "label", "name", "year", "notice"]


class CitySerializer(NamedSerializer, serializers.HyperlinkedModelSerializer):
    province = RowLabel(allow_null=False)
    level = ChoiceLabel(City.Level, allow_null=False)
    population_band = CodeLabel("population_band")
    pilots = PilotProgrammeSerializer(many=True)
    open_needs = serializers.IntegerField(help_text="Those that this reader may see and that show their city.")

    class Meta:
        model = City
        fields = [
            "code", "url", "slug", "label", "name", "province", "level", "is_provincial_capital", "latitude",
            "longitude", "population_band", "pilots", "open_needs",
        ]  # fmt: skip
        extra_kwargs = {"url": {"lookup_field": "code"}}


class DepartmentSerializer(serializers.ModelSerializer):
    kind = RowLabel(allow_null=False)
    name = InEachLanguage(zh="name_zh", en="name_en")
    verifications = VerificationSerializer(
        source="current_verifications", many=True, help_text="What was verified of the department and still holds."
    )

    class Meta:
        model = Department
        fields = ["kind", "name", "is_operator", "verifications"]


class PlaceSerializer(serializers.ModelSerializer):
    """Where a need comes from."""

    city = RowLabel(allow_null=False)
    province = RowLabel(source="city.province", allow_null=False)
    district = InEachLanguage(zh="district_zh", en="district_en")
    department = DepartmentSerializer()

    class Meta:
        model = Need
        fields = ["city", "province", "district", "department"]

    def to_representation(self, need):
        return super().to_representation(need) if need.shows_city else None


class NeedReferenceSerializer(serializers.HyperlinkedModelSerializer):
    """A need where something else speaks of it."""

    title = serializers.SerializerMethodField()

    class Meta:
        model = Need
        fields = ["id", "url", "title"]

    def get_title(self, need) -> dict[str, str]:
        return {text.language: text.title for text in need.texts.all()}


class NeedTextSerializer(serializers.ModelSerializer):
    is_reviewed = serializers.BooleanField(source="is_trusted", help_text="Written or reviewed by a person.")

    class Meta:
        model = NeedText
        fields = ["title", "problem", "present", "target", "is_source", "is_reviewed"]


class NeedPageTextSerializer(NeedTextSerializer):
    class Meta(NeedTextSerializer.Meta):
        fields = [
            "title", "problem", "present", "target", "pilot_site", "data_access", "tried_before", "follow_on",
            "is_source", "is_reviewed",
        ]  # fmt: skip


class KpiSerializer(serializers.ModelSerializer):
    indicator = InEachLanguage(zh="indicator_zh", en="indicator_en")
    unit = CodeLabel("kpi_unit")
    baseline = serializers.FloatField(allow_null=True)
    target = serializers.FloatField(allow_null=True)
    measured = InEachLanguage(zh="measured_zh", en="measured_en")

    class Meta:
        model = Kpi
        fields = ["indicator", "unit", "baseline", "target", "by", "measured"]


class RequirementSerializer(serializers.ModelSerializer):
    kind = CodeLabel("requirement_kind")
    operator = ChoiceLabel(Requirement.Operator, allow_null=False)

    class Meta:
        model = Requirement
        fields = ["kind", "operator", "value", "is_hard"]


class NeedCardSerializer(NeedReferenceSerializer):
    """A need in a list."""

    texts = TextsByLanguage(NeedTextSerializer())
    topics = TopicLabel(source="subjects", many=True, help_text="The main one first.")
    place = PlaceSerializer(source="*", allow_null=True, help_text="Null where the need hides its city.")
    stage = CodeLabel("need_stage")
    budget_band = CodeLabel("budget_band")
    route = CodeLabel("procurement_route")

    class Meta(NeedReferenceSerializer.Meta):
        fields = [
            "id", "url", "texts", "topics", "place", "stage", "budget_band", "route", "reply_by", "expires_on",
            "is_demo", "published_at", "last_confirmed_on",
        ]  # fmt: skip


class NeedSerializer(NeedCardSerializer):
    """Everything of a need that this reader may see."""

    texts = TextsByLanguage(NeedPageTextSerializer())
    kpis = KpiSerializer(many=True)
    requirements = RequirementSerializer(many=True)
    ip_terms = CodeLabel("ip_terms")
    excluded_technologies = RowLabel(many=True)

    class Meta(NeedCardSerializer.Meta):
        fields = [
            *NeedCardSerializer.Meta.fields, "budget_cny", "ip_terms", "kpis", "requirements", "excluded_technologies",
        ]  # fmt: skip


# --- a department's own needs, in every state -------------------------------------------------------------------------


class NeedDraftSerializer(serializers.ModelSerializer):
    """What the department wants published next. `version` is to be sent back with the next draft."""

    version = serializers.IntegerField()
    comments = serializers.DictField(
        child=serializers.CharField(), help_text="A curator's, each under the path of its field."
    )

    class Meta:
        model = NeedDraft
        fields = ["document", "state", "version", "comments", "submitted_at", "updated_at"]


class OwnNeedSerializer(serializers.HyperlinkedModelSerializer):
    """A need as its department sees it."""

    draft = serializers.SerializerMethodField()
    advice = serializers.SerializerMethodField(help_text="What would help the draft most, two points at most.")

    class Meta:
        model = Need
        fields = [
            "id", "url", "department", "status", "closing_reason", "expires_on", "draft_version", "draft", "advice",
        ]  # fmt: skip
        extra_kwargs = {"url": {"view_name": "own-need-detail"}, "closing_reason": {"read_only": True}}

    department = serializers.PrimaryKeyRelatedField(read_only=True)

    @extend_schema_field(NeedDraftSerializer(allow_null=True))
    def get_draft(self, need):
        draft = draft_of(need)
        return NeedDraftSerializer(draft).data if draft else None

    def get_advice(self, need) -> list[str]:
        draft = draft_of(need)
        return [said.point.value for said in coached(draft.document)] if draft else []


class BeginSerializer(serializers.Serializer):
    department = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="One of one's own.")
    document = serializers.DictField(required=False)


class KeepSerializer(serializers.Serializer):
    document = serializers.DictField(help_text="The whole need as it shall be next; it may be incomplete.")
    over_version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class CloseSerializer(serializers.Serializer):
    reason = CodeValue("closing_reason")

    def validate_reason(self, code):
        # The page offers the same: that a need has lapsed is no department's to say.
        if code not in dict(closing_choices()):
            raise serializers.ValidationError(_("A department closes a need for another reason."))
        return code


class RenewSerializer(serializers.Serializer):
    expires_on = serializers.DateField()


class NothingFitsSerializer(serializers.Serializer):
    reasons = serializers.ListField(child=CodeValue("reason_no"), min_length=1, max_length=20)
    words = PlainText(1_000, required=False, allow_blank=True, default="")


# --- questions about a need -------------------------------------------------------------------------------------------


class QuestionSerializer(serializers.HyperlinkedModelSerializer):
    """Nobody reads who asked; whether it was the caller, they do."""

    need = serializers.PrimaryKeyRelatedField(read_only=True)
    is_own = serializers.SerializerMethodField(help_text="Whether the caller has asked it.")

    class Meta:
        model = Question
        fields = [
            "id", "url", "need", "words", "asked_at", "answer", "answer_version", "answered_at", "is_own",
            "why_blocked",
        ]  # fmt: skip

    def get_is_own(self, question) -> bool:
        user = self.context["request"].user
        return user.is_authenticated and question.asked_by_id == user.pk


class AskSerializer(serializers.Serializer):
    need = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    words = PlainText(1_000)


class AnswerSerializer(serializers.Serializer):
    answer = PlainText(2_000)
    over_version = serializers.IntegerField(min_value=0, max_value=2**15 - 1)
