"""How the API shows codes and reference rows: a code for programs, a label in the reader's language for people."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from taxonomy import codes
from taxonomy.models import Affinity, Sector, Technology, Topic


class Labelled(serializers.Serializer):
    """`{code, label}`; null where nothing is stated."""

    code = serializers.CharField()
    label = serializers.CharField()

    def __init__(self, **kwargs):
        super().__init__(**{"read_only": True, "allow_null": True} | kwargs)

    def label_of(self, code):
        raise NotImplementedError

    def to_representation(self, code):
        return {"code": code, "label": self.label_of(code)} if code else None


class CodeLabel(Labelled):
    """A code of one list of the taxonomy."""

    def __init__(self, list_name, **kwargs):
        self.list_name = list_name
        super().__init__(**kwargs)

    def label_of(self, code):
        return codes.label(self.list_name, code)


class StepLabel(CodeLabel):
    """The step of a list that a number falls into, such as the maturity of a TRL."""

    def to_representation(self, number):
        steps = codes.current(self.list_name)
        found = (step.code for step in steps if step.data["lowest"] <= number <= step.data["highest"])
        return super().to_representation(next(found, ""))


class ChoiceLabel(Labelled):
    """A value of a fixed choice; the code is the name of its member, so that numbers stay our own business."""

    def __init__(self, choices, **kwargs):
        self.choices = choices
        super().__init__(**kwargs)

    def to_representation(self, value):
        member = self.choices(value)
        return {"code": member.name, "label": str(member.label)}


class RowLabel(Labelled):
    """A reference row, such as a sector or a province."""

    def to_representation(self, row):
        return {"code": row.pk, "label": row.name}


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class InEachLanguage(serializers.Field):
    """`{en: ..., zh: ..., he: ...}` over the columns that hold one short text; languages without one are left out."""

    def __init__(self, **columns):
        self.columns = columns
        super().__init__(source="*", read_only=True)

    def to_representation(self, row):
        texts = {language: getattr(row, column) for language, column in self.columns.items()}
        return {language: text for language, text in texts.items() if text}


def name_in_each_language():
    return InEachLanguage(en="name_en", zh="name_zh", he="name_he")


class TechnologyLabel(RowLabel):
    sector = RowLabel(allow_null=False)

    def to_representation(self, technology):
        sector = self.fields["sector"].to_representation(technology.sector)
        return super().to_representation(technology) | {"sector": sector}


class TopicLabel(RowLabel):
    domain = RowLabel(allow_null=False)

    def to_representation(self, topic):
        return super().to_representation(topic) | {"domain": self.fields["domain"].to_representation(topic.domain)}


class NamedSerializer(serializers.ModelSerializer):
    code = serializers.CharField()
    label = serializers.CharField(source="name")
    name = name_in_each_language()


class TechnologySerializer(NamedSerializer):
    class Meta:
        model = Technology
        fields = ["code", "label", "name", "keywords_en", "keywords_zh"]


class SectorSerializer(NamedSerializer):
    technologies = TechnologySerializer(many=True)

    class Meta:
        model = Sector
        fields = ["code", "label", "name", "keywords_en", "keywords_zh", "technologies"]


class ServingTechnologySerializer(serializers.ModelSerializer):
    """A technology that serves a topic, and how well: 1 made for it, 0.2 helps at the edge."""

    code = serializers.CharField(source="technology_id")
    label = serializers.CharField(source="technology.name")

    class Meta:
        model = Affinity
        fields = ["code", "label", "weight"]


class TopicSerializer(NamedSerializer):
    domain = RowLabel(allow_null=False)
    kpi = InEachLanguage(en="kpi_en", zh="kpi_zh", he="kpi_he")
    technologies = ServingTechnologySerializer(source="affinities", many=True)

    class Meta:
        model = Topic
        fields = ["code", "label", "name", "domain", "keywords_en", "keywords_zh", "kpi", "technologies"]
