"""What the API shows of a match: the sum, what it is the sum of, and with which versions it was computed."""

import numpy as np
from rest_framework import serializers

from cities.serializers import NeedReferenceSerializer
from matching import engine
from matching.explaining.sentences import PART_LABELS
from matching.models import Band, Match
from startups.serializers import StartupReferenceSerializer
from taxonomy.serializers import ChoiceLabel


class PartSerializer(serializers.Serializer):
    """One part of a score. Points may be below zero; those of all parts add up to the points of the match."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the metaclass takes declared fields off the class
    points = serializers.IntegerField()


class MatchSerializer(serializers.HyperlinkedModelSerializer):
    need = NeedReferenceSerializer()
    startup = StartupReferenceSerializer()
    need_rank = serializers.IntegerField(
        allow_null=True, help_text="Place in the need's list; null where the startup is not in it."
    )
    startup_rank = serializers.IntegerField(
        allow_null=True, help_text="Place in the startup's list; null where the need is not in it."
    )
    band = ChoiceLabel(Band, allow_null=False)
    points = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()
    is_demo = serializers.SerializerMethodField(help_text="The need or the startup is invented.")

    class Meta:
        model = Match
        fields = [
            "id", "url", "need", "startup", "need_rank", "startup_rank", "band", "score", "points", "parts",
            "weights_version", "snapshot_version", "scored_at", "is_demo",
        ]  # fmt: skip

    def get_points(self, match: Match) -> int:
        return int(engine.points(np.array([match.score]))[0])

    def get_parts(self, match: Match) -> PartSerializer(many=True):  # type: ignore[valid-type]
        points = engine.shown_points(np.array([match.parts]))[0].tolist()
        parts = [
            {"code": code, "label": PART_LABELS[code], "points": shown}
            for code, shown in zip(engine.PARTS, points, strict=True)
        ]
        return PartSerializer(parts, many=True).data

    def get_is_demo(self, match: Match) -> bool:
        return match.need.is_demo or match.startup.is_demo
