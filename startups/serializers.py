"""What the API shows of a startup. Private fields are absent because nothing here names them."""

from rest_framework import serializers

from listings.documents import TextsByLanguage
from listings.serializers import VerificationSerializer
from startups.models import Certificate, Deployment, Startup, StartupText
from taxonomy.serializers import CodeLabel, InEachLanguage, RowLabel, StepLabel, TechnologyLabel


class StartupReferenceSerializer(serializers.HyperlinkedModelSerializer):
    """A startup where something else speaks of it."""

    name = InEachLanguage(en="name", zh="name_zh", he="name_he")

    class Meta:
        model = Startup
        fields = ["slug", "url", "name"]
        extra_kwargs = {"url": {"lookup_field": "slug"}}


class StartupTextSerializer(serializers.ModelSerializer):
    is_reviewed = serializers.BooleanField(source="is_trusted", help_text="Written or reviewed by a person.")

    class Meta:
        model = StartupText
        fields = ["headline", "problem", "advantage", "is_source", "is_reviewed"]


class ProfileTextSerializer(StartupTextSerializer):
    class Meta(StartupTextSerializer.Meta):
        fields = ["headline", "problem", "advantage", "description", "product", "is_source", "is_reviewed"]


class DeploymentSerializer(serializers.ModelSerializer):
    place = InEachLanguage(en="place_en", zh="place_zh")
    population_band = CodeLabel("population_band")
    scale = InEachLanguage(en="scale_en", zh="scale_zh")
    indicator = InEachLanguage(en="indicator_en", zh="indicator_zh")
    before = serializers.FloatField(allow_null=True)
    after = serializers.FloatField(allow_null=True)
    unit = CodeLabel("kpi_unit")
    evidence = CodeLabel("evidence")
    confirmation = VerificationSerializer(allow_null=True, help_text="The customer's word on it, where it was given.")

    class Meta:
        model = Deployment
        fields = [
            "place", "country", "population_band", "since", "scale", "indicator", "before", "after", "unit", "evidence",
            "link", "confirmation",
        ]  # fmt: skip


class CertificateSerializer(serializers.ModelSerializer):
    kind = CodeLabel("certificate_kind")
    answer = CodeLabel("certificate_answer")

    class Meta:
        model = Certificate
        fields = ["kind", "answer", "number", "valid_to"]


class PilotSerializer(serializers.ModelSerializer):
    cost_low = serializers.IntegerField(source="pilot_cost_low", allow_null=True, help_text="CNY")
    cost_high = serializers.IntegerField(source="pilot_cost_high", allow_null=True, help_text="CNY")
    weeks = serializers.IntegerField(source="pilot_weeks", allow_null=True)
    city_brings = CodeLabel("city_brings", many=True)

    class Meta:
        model = Startup
        fields = ["cost_low", "cost_high", "weeks", "city_brings"]


class StartupCardSerializer(StartupReferenceSerializer):
    """A startup in a list."""

    texts = TextsByLanguage(StartupTextSerializer())
    technologies = TechnologyLabel(source="offered", many=True, help_text="The primary one first.")
    sectors = RowLabel(many=True)
    home_city = serializers.CharField()
    maturity = StepLabel("maturity", source="trl")
    presence = CodeLabel("china_presence")
    production = CodeLabel("production_place")
    verifications = VerificationSerializer(
        source="current_verifications", many=True, help_text="What was verified of the company and still holds."
    )

    class Meta(StartupReferenceSerializer.Meta):
        fields = [
            *StartupReferenceSerializer.Meta.fields, "texts", "technologies", "sectors", "home_city", "founded_year",
            "trl", "maturity", "presence", "production", "verifications", "is_demo", "published_at",
            "last_confirmed_on",
        ]  # fmt: skip


class ProfileSerializer(StartupCardSerializer):
    """Everything of a startup that its readers may see."""

    texts = TextsByLanguage(ProfileTextSerializer())
    team_size = CodeLabel("team_size")
    funding_stage = CodeLabel("funding_stage")
    deployments = DeploymentSerializer(many=True)
    certificates = CertificateSerializer(many=True)
    pilot = PilotSerializer(source="*")
    materials_in_chinese = CodeLabel("materials_in_chinese")
    data_in_china = CodeLabel("data_in_china")
    team_languages = CodeLabel("company_language", many=True)
    cooperation = CodeLabel("cooperation", many=True)
    ip_terms = CodeLabel("ip_terms", many=True)
    excluded_topics = RowLabel(many=True)

    class Meta(StartupCardSerializer.Meta):
        fields = [
            *StartupCardSerializer.Meta.fields, "legal_name", "website", "team_size", "founders", "investors",
            "funding_stage", "total_raised_usd", "units_in_operation", "years_in_operation", "awards", "deployments",
            "certificates", "pilot", "materials_in_chinese", "data_in_china", "mlps_level", "interfaces",
            "team_languages", "cooperation", "ip_terms", "excluded_topics",
        ]  # fmt: skip
