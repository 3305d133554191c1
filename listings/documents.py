"""Fields that the documents of startups and needs share (see `Draft`)."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from listings.models import Language
from listings.validators import normalised, validate_plain_text
from taxonomy.validators import CodeValidator


class OnlyKnownKeys:
    """A document's key that nothing reads is an error: what was meant by it would be lost without a word."""

    def to_internal_value(self, data):
        unknown = [str(key) for key in data if key not in self.fields] if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError(
                {
                    key: _("Unknown key. It may be one of: %(known)s.") % {"known": ", ".join(self.fields)}
                    for key in unknown
                }
            )
        return super().to_internal_value(data)


class PlainText(serializers.CharField):
    """What a person typed, normalised; several lines are fine, unlimited ones are not."""

    def __init__(self, max_length, **kwargs):
        super().__init__(max_length=max_length, **kwargs)
        self.validators.append(validate_plain_text)

    def to_internal_value(self, data):
        return normalised(super().to_internal_value(data))


class CodeValue(serializers.CharField):
    """One code of one list of the taxonomy."""

    def __init__(self, list_name, **kwargs):
        super().__init__(max_length=40, **kwargs)
        self.validators.append(CodeValidator(list_name))


class InLanguages(OnlyKnownKeys, serializers.Serializer):
    """`{en: ..., zh: ..., he: ...}` of one short text, over the columns that hold it."""

    def __init__(self, columns, max_length, needed=(), **kwargs):
        self.columns, self.max_length, self.needed = columns, max_length, needed
        super().__init__(source="*", **kwargs)

    def get_fields(self):
        return {
            language: PlainText(
                self.max_length,
                source=column,
                required=language in self.needed,
                allow_blank=language not in self.needed,
                default=serializers.empty if language in self.needed else "",
            )
            for language, column in self.columns.items()
        }


class RelativeDate(serializers.DateField):
    """A date, or a whole number of days from today (as demo files have it)."""

    def to_internal_value(self, value):
        if isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,4}", value)):
            return date.today() + timedelta(days=int(value))
        return super().to_internal_value(value)


class TextsByLanguage(serializers.DictField):
    """`{en: {...}, zh: {...}}`, each held by the given serializer, as rows with their language."""

    def __init__(self, child, **kwargs):
        super().__init__(child=child, **kwargs)

    def to_internal_value(self, data):
        unknown = set(data) - set(Language.values) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError(
                _("Unknown language %(unknown)s. It may be one of: %(known)s.")
                % {"unknown": ", ".join(map(str, unknown)), "known": ", ".join(Language.values)}
            )
        return super().to_internal_value(data)

    def to_representation(self, value):
        return {text.language: self.child.to_representation(text) for text in value.all()}
