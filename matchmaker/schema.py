"""How the API describes every reading and every verb at /api/schema/."""

from django.conf import settings
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS, AllowAny


class ErrorSerializer(serializers.Serializer):
    detail = serializers.CharField()


SENTENCES_BY_PARAMETER = {
    "type": "object",
    "additionalProperties": {"type": "array", "items": {"type": "string"}},
    "example": {"page": ["Write a whole number from 1."]},
}


REFUSED = {
    "type": "object",
    "description": "A sentence or more for each field, or one as `detail`.",
    "additionalProperties": {},
    "example": {"reason": ["A no takes a reason of the side's list, another decision none."]},
}


class OurSchema(AutoSchema):
    """Describes the language and the errors of any answer."""

    def get_override_parameters(self):
        languages = ", ".join(code for code, _name in settings.LANGUAGES)
        description = f"The language of labels and error sentences: {languages}."
        return [OpenApiParameter("Accept-Language", str, OpenApiParameter.HEADER, description=description)]

    def get_response_serializers(self):
        answer = super().get_response_serializers()
        # 401 also where no token is needed, to one that does not hold.
        errors = dict.fromkeys((401, 404, 429), ErrorSerializer)
        if AllowAny not in self.view.permission_classes:
            errors[403] = ErrorSerializer
        if self.view.action in getattr(self.view, "conflicting", ()):
            errors[409] = ErrorSerializer
        if self.method not in SAFE_METHODS:
            # What somebody else changed meanwhile comes back as it stands now.
            conflict = {409: answer} if self.view.action in getattr(self.view, "may_conflict", ()) else {}
            made = 201 if self.view.action in getattr(self.view, "creates", ()) else 200
            return {made: answer, 400: REFUSED, 415: ErrorSerializer} | conflict | errors
        wrong_parameters = {400: SENTENCES_BY_PARAMETER} if self.view.action == "list" else {}
        # A list answers 404 to a page behind its last one.
        return {200: answer} | wrong_parameters | errors
