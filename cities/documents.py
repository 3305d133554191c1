from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cities import handing_in
from cities.models import MOST_TOPICS, City, Department, Kpi, Need, NeedText, NeedTopic, Requirement
from listings.documents import (
    CodeValue,
    InLanguages,
    ListingDocument,
    ModelDocument,
    OnlyKnownKeys,
    PlainText,
    RelativeDate,
    TextsByLanguage,
    known_codes,
)
from taxonomy.models import Code, DepartmentKind, Technology, Topic


class TextDocument(ModelDocument):
    title = PlainText(100)
    problem = PlainText(6_000)
    present = PlainText(2_000, allow_blank=True, default="")
    target = PlainText(2_000, allow_blank=True, default="")
    pilot_site = PlainText(1_000, allow_blank=True, default="")
    data_access = PlainText(1_000, allow_blank=True, default="")
    tried_before = PlainText(1_000, allow_blank=True, default="")
    follow_on = PlainText(1_000, allow_blank=True, default="")

    class Meta:
        model = NeedText
        fields = [
            "title", "problem", "present", "target", "pilot_site", "data_access", "tried_before", "follow_on", "origin",
        ]  # fmt: skip
        extra_kwargs = {"origin": {"default": NeedText.Origin.PERSON}}


class DepartmentDocument(ModelDocument):
    name = InLanguages({"zh": "name_zh", "en": "name_en"}, 80, needed=("zh",))
    kind = serializers.PrimaryKeyRelatedField(queryset=DepartmentKind.objects.all())
    operator = serializers.BooleanField(source="is_operator", default=False)

    class Meta:
        model = Department
        fields = ["kind", "name", "operator"]


class KpiDocument(ModelDocument):
    indicator = InLanguages({"zh": "indicator_zh", "en": "indicator_en"}, 120, needed=("zh",))
    measured = InLanguages({"zh": "measured_zh", "en": "measured_en"}, 300, required=False)
    unit = CodeValue("kpi_unit", required=False, allow_blank=True)
    by = RelativeDate(required=False, allow_null=True)

    class Meta:
        model = Kpi
        fields = ["indicator", "unit", "baseline", "target", "by", "measured"]


class RequirementDocument(ModelDocument):
    """A must-have or wish. TRL and MLPS ask for a least level, a certificate for its kind, others for themselves."""

    LEAST_LEVELS = {"TRL": range(1, 10), "MLPS": range(1, 6)}

    kind = CodeValue("requirement_kind")
    hard = serializers.BooleanField(source="is_hard", default=True)

    class Meta:
        model = Requirement
        fields = ["kind", "value", "hard"]

    def validate(self, row):
        kind, value = row["kind"], row.get("value", "")
        if kind in self.LEAST_LEVELS:
            levels = self.LEAST_LEVELS[kind]
            if not value.isdecimal() or int(value) not in levels:
                raise serializers.ValidationError(
                    {"value": _("Name a level from %(low)s to %(high)s.") % {"low": levels[0], "high": levels[-1]}}
                )
            row["operator"] = Requirement.Operator.AT_LEAST
        elif kind == "CERTIFICATE":
            CodeValue("certificate_kind").run_validation(value)
        elif value:
            raise serializers.ValidationError({"value": _("This kind of must-have takes no value.")})
        return row


class ContactDocument(OnlyKnownKeys, serializers.Serializer):
    name = PlainText(80, source="contact_name", required=False, allow_blank=True)
    email = serializers.EmailField(source="contact_email", required=False, allow_blank=True)
    phone = PlainText(40, source="contact_phone", required=False, allow_blank=True)


class NeedDocument(ListingDocument):
    """A whole need as one document."""

    city = serializers.PrimaryKeyRelatedField(queryset=City.objects.current())
    department = DepartmentDocument()
    district = InLanguages({"en": "district_en", "zh": "district_zh"}, 80, required=False)
    texts = TextsByLanguage(TextDocument())
    topics = serializers.ListField(child=serializers.CharField(max_length=20), write_only=True)
    kpis = KpiDocument(many=True, required=False)
    requirements = RequirementDocument(many=True, required=False)
    stage = CodeValue("need_stage")
    budget_band = CodeValue("budget_band", required=False, allow_blank=True)
    route = CodeValue("procurement_route", required=False, allow_blank=True)
    ip_terms = CodeValue("ip_terms", required=False, allow_blank=True)
    reply_by = RelativeDate(required=False, allow_null=True)
    expires = RelativeDate(source="expires_on", required=False, allow_null=True)
    excluded_technologies = serializers.PrimaryKeyRelatedField(
        queryset=Technology.objects.all(), many=True, required=False
    )
    city_hidden = serializers.BooleanField(source="is_city_hidden", default=True)
    contact = ContactDocument(source="*", required=False)

    class Meta:
        model = Need
        fields = [
            "city", "department", "district", "source_language", "texts", "topics", "kpis", "stage", "budget_band",
            "budget_cny", "route", "reply_by", "expires", "requirements", "ip_terms", "excluded_technologies",
            "visibility", "city_hidden", "contact",
        ]  # fmt: skip
        extra_kwargs = {"visibility": {"default": Need.Visibility.MATCHED}}

    text_model = NeedText
    texts_missing = _("A need needs its title and problem in Chinese and in English; missing: %(missing)s.")

    @staticmethod
    def pinned(need):
        """A draft must not carry its need to another department: officials write for their own."""
        return {"city": need.department.city_id, "department": DepartmentDocument(need.department).data}

    def validate_topics(self, codes):
        return known_codes(
            codes,
            Topic,
            MOST_TOPICS,
            _("Name 1 to %(most)s topics, the main one first."),
            _("Unknown topic: %(codes)s. The list stands under Sectors."),
        )

    def validate_texts(self, texts):
        """Handed in by a department, the language it writes in is enough; a curator sees to the other one."""
        return texts if self.is_handed_in and texts else super().validate_texts(texts)

    def to_internal_value(self, data):
        """All that is missing is said at once: nobody should have to hand in twice to learn it."""
        missing = handing_in.missing(self.instance, data) if self.is_handed_in else {}
        try:
            document = super().to_internal_value(data)
        except serializers.ValidationError as refusal:
            # Of two sentences about one place, that of the department's questions is the one it understands.
            raise serializers.ValidationError(missing | refusal.detail | missing) from refusal
        if missing:
            raise serializers.ValidationError(missing)
        return document

    def validate(self, document):
        if document.get("budget_cny") is not None:
            document["budget_band"] = budget_band_of(document["budget_cny"])
        return super().validate(document)

    def to_representation(self, need):
        document = super().to_representation(need)
        document["topics"] = [row.topic_id for row in need.topic_rows.all()]
        return document

    @transaction.atomic
    def update(self, need, document):
        need.department = self.department_of(document)
        self.write_columns(need, document)
        self.write_texts(need, document)
        need.excluded_technologies.set(document.get("excluded_technologies", []))
        topics = enumerate(document["topics"])
        self.write_rows(need, NeedTopic, ({"topic_id": code, "position": place} for place, code in topics))
        self.write_rows(need, Kpi, document.get("kpis", []))
        self.write_rows(need, Requirement, document.get("requirements", []))
        return need

    @staticmethod
    def department_of(document):
        """The department a checked document names, made when the city has none of that name yet."""
        named = document["department"]
        return Department.objects.get_or_create(
            city=document["city"],
            name_zh=named["name_zh"],
            defaults={"kind": named["kind"], "name_en": named.get("name_en", ""), "is_operator": named["is_operator"]},
        )[0]


def budget_band_of(amount: int) -> str:
    """The code of the budget band an amount in CNY falls into; bands include their lower edge."""
    bands = Code.objects.filter(list="budget_band").values_list("code", "data")
    return next(
        code
        for code, data in bands
        if data["from"] is not None and data["from"] <= amount and (data["to"] is None or amount < data["to"])
    )
