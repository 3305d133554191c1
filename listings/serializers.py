from rest_framework import serializers


class VerificationSerializer(serializers.Serializer):
    """What was verified, how and when."""

    method = serializers.CharField()
    label = serializers.CharField(source="get_method_display", help_text="The method in words.")
    detail = serializers.CharField(help_text="Such as the number in the register of companies.")
    verified_at = serializers.DateTimeField(source="decided_at")
