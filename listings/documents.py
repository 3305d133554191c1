"""Fields that the documents of startups and needs share (see `Draft`)."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from listings.models import Language, ListingText, prose_fields
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


class WholeNumber(serializers.IntegerField):
    default_error_messages = {"invalid": _("Write a whole number in digits, such as 12.")}


class Number(serializers.DecimalField):
    default_error_messages = {"invalid": _("Write a number in digits, such as 17.6.")}


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
        self.list_name = list_name
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

    default_error_messages = {"invalid": _("Write the day as year-month-day, such as 2027-03-31.")}

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


class ModelDocument(OnlyKnownKeys, serializers.ModelSerializer):
    """An object of a document over the columns of a model. What is refused is refused in our words."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.IntegerField: WholeNumber,
        models.PositiveIntegerField: WholeNumber,
        models.PositiveSmallIntegerField: WholeNumber,
        models.SmallIntegerField: WholeNumber,
        models.BigIntegerField: WholeNumber,
        models.PositiveBigIntegerField: WholeNumber,
        models.DecimalField: Number,
    }


class ListingDocument(ModelDocument):
    """A whole listing as one document: what a draft holds, what an import brings, what `publish` writes to the rows.

    What a document leaves out is not stated: writing it clears the column. Subclasses name their models in
    `text_model` and say in `texts_missing` what the two languages that everybody needs must hold.
    """

    source_language = serializers.ChoiceField(Language.choices, write_only=True)

    text_model: Any
    texts_missing: Any

    @staticmethod
    def pinned(listing) -> dict[str, Any]:
        """What stays as it is, whatever a draft of this listing says."""
        return {}

    @property
    def is_handed_in(self) -> bool:
        """Whether its owners ask for it to be published. Imports are asked for less, and curators add to it."""
        return bool(self.context.get("is_handed_in"))

    def validate_texts(self, texts):
        missing = {Language.ENGLISH, Language.CHINESE} - set(texts)
        if missing:
            names = ", ".join(str(language.label) for language in sorted(missing))
            raise serializers.ValidationError(self.texts_missing % {"missing": names})
        return texts

    def validate(self, document):
        if document["source_language"] not in document["texts"]:
            raise serializers.ValidationError(
                {"source_language": _("There is no text in the language named as the source.")}
            )
        return document

    def to_representation(self, listing):
        document = super().to_representation(listing)
        sources = [text.language for text in listing.texts.all() if text.is_source]
        document["source_language"] = sources[0] if sources else Language.ENGLISH.value
        return document

    @transaction.atomic
    def create(self, document):
        return self.update(self.Meta.model(), document)

    def write_columns(self, listing, document):
        """Every column the document speaks of, at its default where the document is silent."""
        for column in columns_of(self):
            setattr(listing, column.name, document.get(column.name, column.get_default()))
        listing.save()

    def write_texts(self, listing, document):
        source, standing = document["source_language"], {text.language: text for text in listing.texts.all()}
        rows = [
            {"language": name, "is_source": name == source, **text, **_review_that_holds(standing.get(name), text)}
            for name, text in document["texts"].items()
        ]
        self.write_rows(listing, self.text_model, rows)

    @staticmethod
    def write_rows(listing, model, rows):
        """These and no others."""
        owner = {listing._meta.model_name: listing}
        model.objects.filter(**owner).delete()
        model.objects.bulk_create(model(**owner, **row) for row in rows)


def _review_that_holds(standing: ListingText | None, text: dict[str, Any]) -> dict[str, Any]:
    """A review outlives a publication as long as the text stays as it was reviewed."""
    if standing is None or standing.reviewed_at is None:
        return {}
    is_same = standing.origin == text.get("origin", ListingText.Origin.PERSON) and all(
        getattr(standing, name) == text.get(name, "") for name in prose_fields(type(standing))
    )
    return {"reviewed_by_id": standing.reviewed_by_id, "reviewed_at": standing.reviewed_at} if is_same else {}


def columns_of(serializer: serializers.Serializer) -> Iterator[models.Field]:
    """The model's own columns that a document writes, those of nested groups included."""
    model = serializer.root.Meta.model
    concrete = {column.name: column for column in model._meta.concrete_fields if not column.is_relation}
    for field in serializer.fields.values():
        if field.source == "*":
            yield from columns_of(field)
        elif field.source in concrete:
            yield concrete[field.source]


def known_codes(codes: Sequence[str], model: Any, most: int, count: Any, unknown: Any) -> list[str]:
    """The codes, each once, if they are 1 to `most` codes of `model`; else the sentence of what is wrong."""
    if not 1 <= len(codes) <= most:
        raise serializers.ValidationError(count % {"most": most})
    strange = set(codes) - set(model.objects.filter(code__in=codes).values_list("code", flat=True))
    if strange:
        raise serializers.ValidationError(unknown % {"codes": ", ".join(sorted(strange))})
    return list(dict.fromkeys(codes))
