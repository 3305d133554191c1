"""The text in the target language as a form: a field for each that the original or the target says."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from rest_framework.exceptions import ValidationError

from desk.kinds import Kind
from listings.forms import LineField, ProseField
from listings.models import prose_fields


class TranslationForm(forms.Form):
    """`seen`: the digest of the text that the page showed. What is wrong, the document says."""

    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, kind: Kind, language: str, original: Mapping[str, Any], standing: Mapping[str, Any], typed: Any = None
    ):
        super().__init__(typed, initial=dict(standing))
        model = kind.document.text_model
        for name in prose_fields(model):
            if original.get(name) or standing.get(name):
                self.fields[name] = _field(
                    model._meta.get_field(name), language, is_needed=name in model.needed and bool(original.get(name))
                )

    @property
    def text(self) -> dict[str, str]:
        return {name: words for name, words in self.cleaned_data.items() if name != "seen"}

    def refuse(self, refusal: ValidationError) -> None:
        """Put what the document says is wrong to the fields."""
        for name, sentences in refusal.detail.items():
            self.add_error(name if name in self.fields else None, [str(sentence) for sentence in sentences])


def _field(column: Any, language: str, *, is_needed: bool) -> forms.Field:
    label = capfirst(column.verbose_name)
    is_line = column.get_internal_type() == "CharField"
    field = LineField(label=label) if is_line else ProseField(label=label, rows=6)
    field.required = is_needed
    field.widget.attrs |= {"class": "form-control", "lang": language, "maxlength": column.max_length}
    return field
