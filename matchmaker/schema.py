"""How the API describes every reading at /api/schema/."""

from django.conf import settings
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers


class ErrorSerializer(serializers.Serializer):
    detail = serializers.CharField()


SENTENCES_BY_PARAMETER = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
    "example": {"page": ["Write a whole number from 1."]},
}


class ReadSchema(AutoSchema):
    """Describes the language and the errors of any reading."""

    def get_override_parameters(self):
        languages = ", ".join(code for code, _name in settings.LANGUAGES)
        description = f"The language of labels and error sentences: {languages}."
        return [OpenApiParameter("Accept-Language", str, OpenApiParameter.HEADER, description=description)]

    def get_response_serializers(self):
        answer = super().get_response_serializers()
        wrong_parameters = {400: SENTENCES_BY_PARAMETER} if self.view.action == "list" else {}
        # A list answers 404 to a page behind its last one.
        return {200: answer} | wrong_parameters | {404: ErrorSerializer, 429: ErrorSerializer}
