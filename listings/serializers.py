from rest_framework import serializers

from listings.documents import PlainText
from listings.reports import Reason


class VerificationSerializer(serializers.Serializer):
    """What was verified, how and when."""

    method = serializers.CharField()
    label = serializers.CharField(source="get_method_display", help_text="The method in words.")
    detail = serializers.CharField(help_text="Such as the number in the register of companies.")
    verified_at = serializers.DateTimeField(source="decided_at")


class ReportSerializer(serializers.Serializer):
    """What a reader says is wrong."""

    reason = serializers.ChoiceField(Reason.choices)
    words = PlainText(1_000, allow_blank=True, default="")
