"""What the API takes from curators and shows to them."""

from rest_framework import serializers

from desk.today.items import Kind
from listings.documents import PlainText


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
