"""What the API takes from curators and shows to them."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from cities.serializers import NeedReferenceSerializer
from desk.ruling_forms import missing_languages
from desk.today.items import Kind
from listings.documents import PlainText
from listings.models import Language
from matching.models import RULING_REASONS, Ruling, RulingVerb
from matching.serializers import LARGEST_ID
from startups.serializers import StartupReferenceSerializer
from taxonomy import codes


class WaitingSerializer(serializers.Serializer):
    """One thing that waits for a curator."""

    kind = serializers.ChoiceField(Kind.choices)
    what = serializers.CharField()
    title = serializers.CharField(source="subject")
    since = serializers.DateTimeField()
    minutes = serializers.IntegerField(help_text="What it usually takes.")
    unblocks = serializers.IntegerField(help_text="Suggested pairs in the two top bands that wait for it.")
    why = serializers.CharField(help_text="The same in words, or empty.")
    to_look_at = serializers.ListField(
        child=serializers.CharField(), source="checks_to_look_at", help_text="Automatic checks that found something."
    )
    page = serializers.CharField(source="url", help_text="Where it is decided.")
    is_urgent = serializers.BooleanField()
    is_overdue = serializers.BooleanField()
    is_demo = serializers.BooleanField()


class TransitionSerializer(serializers.Serializer):
    """One line of an audit trail."""

    at = serializers.DateTimeField()
    by = serializers.CharField(source="by_name", help_text="Empty for the platform itself.")
    verb = serializers.CharField()
    was = serializers.CharField()
    became = serializers.CharField()
    why = serializers.CharField()
    comments = serializers.DictField(child=serializers.CharField())


class ReviewedSerializer(serializers.Serializer):
    """A listing as it stands for its curator."""

    id = serializers.IntegerField()
    status = serializers.CharField()
    draft_state = serializers.CharField(allow_null=True, help_text="Null where there is no draft.")
    version = serializers.IntegerField(source="draft_version", help_text="Send it back with your decision.")
    document = serializers.DictField(allow_null=True, help_text="The draft.")
    trail = TransitionSerializer(source="transitions", many=True, help_text="What was done with it, the newest first.")


class VersionSerializer(serializers.Serializer):
    version = serializers.IntegerField(min_value=0, help_text="Of the draft that was read.")


class CommentsSerializer(VersionSerializer):
    comments = serializers.DictField(
        child=PlainText(1_000), allow_empty=False, help_text="A sentence under each field's path; “” for the whole."
    )


class RejectionSerializer(VersionSerializer):
    reason = PlainText(1_000)


class BlockSerializer(serializers.Serializer):
    reason = PlainText(1_000)


class ReportedSerializer(serializers.Serializer):
    """What a reader reported."""

    reason = serializers.CharField()
    words = serializers.CharField()
    reported_at = serializers.DateTimeField()
    outcome = serializers.CharField(help_text="Empty while it waits.")


class ReviewedQuestionSerializer(serializers.Serializer):
    """A question as it stands for a curator."""

    id = serializers.IntegerField()
    need = serializers.IntegerField(source="need_id")
    words = serializers.CharField()
    asked_by = serializers.CharField(allow_null=True, help_text="Null where the account is gone.")
    answer = serializers.CharField()
    answered_by = serializers.CharField(allow_null=True)
    blocked_at = serializers.DateTimeField(allow_null=True)
    why_blocked = serializers.CharField()
    reports = ReportedSerializer(many=True)


class RuleSerializer(serializers.Serializer):
    """What a curator rules on a pair."""

    need = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    startup = serializers.CharField(max_length=80, help_text="The last part of its address.")
    verb = serializers.ChoiceField(RulingVerb.choices)
    reason = serializers.CharField(max_length=40, help_text="A code of the list reason_pin, or reason_veto.")
    words = serializers.DictField(
        child=PlainText(500), default=dict, help_text="By language: en and zh, or none; he where you like."
    )

    def validate(self, said):
        known = {row.code for row in codes.current(RULING_REASONS[said["verb"]])}
        if said["reason"] not in known:
            raise serializers.ValidationError({"reason": [_("Not one of the reasons.")]})
        if set(said["words"]) - set(Language.values):
            raise serializers.ValidationError({"words": [_("Not one of the languages.")]})
        if missing := missing_languages(said["words"]):
            raise serializers.ValidationError({"words": [missing]})
        return said


class RulingSerializer(serializers.HyperlinkedModelSerializer):
    """A ruling as curators see it."""

    need = NeedReferenceSerializer()
    startup = StartupReferenceSerializer()
    verb = serializers.ChoiceField(RulingVerb.choices, allow_blank=True, help_text="Empty: taken back.")
    by = serializers.CharField(allow_null=True, help_text="Null where the account is gone.")

    class Meta:
        model = Ruling
        fields = ["id", "url", "need", "startup", "verb", "reason", "words", "by", "at", "version"]
