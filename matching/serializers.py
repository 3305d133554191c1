"""What the API shows of a match (the sum, what it is the sum of, by which versions) and of what is decided on it."""

from typing import Any

import numpy as np
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cities.serializers import NeedReferenceSerializer
from listings.validators import normalised, validate_plain_text
from matching import engine
from matching.explaining.sentences import PART_LABELS
from matching.models import REASON_LISTS, RULING_REASONS, Band, Decision, Match, RulingVerb, Side, Verb
from startups.serializers import StartupReferenceSerializer
from taxonomy import codes
from taxonomy.serializers import ChoiceLabel, Labelled

LARGEST_ID = 2**63 - 1
LARGEST_VERSION = 2**31 - 1


class PartSerializer(serializers.Serializer):
    """One part of a score. Points may be below zero; those of all parts add up to the points of the match."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the metaclass takes declared fields off the class
    points = serializers.IntegerField()


class PlacedSerializer(serializers.Serializer):
    """That a curator placed the pair first in both lists, and why."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # the metaclass takes declared fields off the class
    words = serializers.DictField(child=serializers.CharField(), help_text="By language: en, zh, he.")


class MatchSerializer(serializers.HyperlinkedModelSerializer):
    need = NeedReferenceSerializer()
    startup = StartupReferenceSerializer()
    need_rank = serializers.IntegerField(
        source="need_place", allow_null=True, help_text="Place in the need's list; null where the startup is not in it."
    )
    startup_rank = serializers.IntegerField(
        source="startup_place",
        allow_null=True,
        help_text="Place in the startup's list; null where the need is not in it.",
    )
    band = ChoiceLabel(Band, allow_null=False)
    points = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()
    is_demo = serializers.SerializerMethodField(help_text="The need or the startup is invented.")
    placed_by_curator = serializers.SerializerMethodField(help_text="Why a curator placed it; null where none did.")

    class Meta:
        model = Match
        fields = [
            "id", "url", "need", "startup", "need_rank", "startup_rank", "band", "score", "points", "parts",
            "weights_version", "snapshot_version", "scored_at", "is_demo", "placed_by_curator",
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

    def get_placed_by_curator(self, match: Match) -> PlacedSerializer(allow_null=True):  # type: ignore[valid-type]
        reason = match.pin_reason  # type: ignore[attr-defined]  # `with_ruling`
        if reason is None:
            return None
        label = codes.label(RULING_REASONS[RulingVerb.PIN], reason)
        return PlacedSerializer({"code": reason, "label": label, "words": match.pin_words}).data  # type: ignore

    def get_is_demo(self, match: Match) -> bool:
        return match.need.is_demo or match.startup.is_demo


class PrivateText(serializers.CharField):
    """Text for one's own side, as a person typed it; empty takes it away."""

    default_validators = [validate_plain_text]

    def __init__(self, most: int, **kwargs: Any):
        super().__init__(max_length=most, allow_blank=True, default="", **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return normalised(super().to_internal_value(data))


class ReasonLabel(Labelled):
    """The reason of a no, a code of the side's list: reason_no for cities, reason_pass for startups."""

    def to_representation(self, decision: Decision) -> Any:
        return {"code": decision.reason, "label": decision.reason_label} if decision.reason else None


class DecisionSerializer(serializers.HyperlinkedModelSerializer):
    """A decision as its own side sees it."""

    need = NeedReferenceSerializer()
    startup = StartupReferenceSerializer()
    verb = serializers.ChoiceField(Verb.choices, allow_blank=True, help_text="Empty: taken back.")
    reason = ReasonLabel(source="*")
    by = serializers.SerializerMethodField(help_text="Name of the person; null when the account is gone.")
    band = ChoiceLabel(Band, help_text="As the match stood then, like score, parts and weights_version.")

    class Meta:
        model = Decision
        fields = [
            "id", "url", "need", "startup", "side", "verb", "reason", "words", "place", "note", "note_version", "by",
            "at", "version", "score", "band", "parts", "weights_version",
        ]  # fmt: skip

    def get_by(self, decision: Decision) -> str | None:
        return str(decision.by) if decision.by else None


class DecideSerializer(serializers.Serializer):
    """What to decide on which pair. A no needs a reason of the side's list; words are for one's own side only."""

    need = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    startup = serializers.CharField(max_length=80, help_text="Its slug.")
    side = serializers.ChoiceField(Side.choices)
    verb = serializers.ChoiceField(Verb.choices)
    reason = serializers.CharField(max_length=40, allow_blank=True, default="")
    words = PrivateText(1_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        allowed = {code.code for code in codes.current(REASON_LISTS[Side(attrs["side"])])}
        if attrs["verb"] != Verb.NO:
            allowed = {""}
            if attrs["words"]:
                raise serializers.ValidationError({"words": [_("Only a no takes words.")]})
        if attrs["reason"] not in allowed:
            raise serializers.ValidationError(
                {"reason": [_("A no takes a reason of the side's list, another decision none.")]}
            )
        return attrs


class UndoSerializer(serializers.Serializer):
    version = serializers.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, help_text="The version that is undone; at any other nothing happens."
    )


class MoveSerializer(serializers.Serializer):
    place = serializers.IntegerField(min_value=1, validators=[MaxValueValidator(1_000)], help_text="Counted from 1.")


class NoteSerializer(serializers.Serializer):
    note = PrivateText(2_000, trim_whitespace=False)
    note_version = serializers.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, help_text="The version that was read. Another one now is a conflict."
    )
