"""Filters of the API: the questions of the pages' directories, but strict about answers that do not exist.

A page's address is typed by people and shared for years, so an unknown answer there finds nothing; a program that asks
for an unknown code has a mistake that it should hear of.
"""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.plumbing import build_array_type, build_parameter_type
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema_field

from listings.facets import AnswersField, FacetFilter


class StrictAnswers(django_filters.FilterSet):
    """Refuses answers that a question does not know."""

    def is_valid(self) -> bool:
        if super().is_valid():
            for key, values in list(self.form.cleaned_data.items()):
                self._refuse_unknown(key, values)
        return super().is_valid()

    def _refuse_unknown(self, key: str, values: Any) -> None:
        facet = self.filters[key]
        if not values or not isinstance(facet, FacetFilter):
            return
        known = facet.names(values)
        unknown = [value for value in values if value not in known]
        if unknown:
            message = _("Unknown: %(unknown)s. Write codes as the rows of the API show them.")
            self.form.add_error(key, forms.ValidationError(message, params={"unknown": ", ".join(unknown)}))


@extend_schema_field(OpenApiTypes.BOOL)
class YesNoFilter(django_filters.TypedChoiceFilter):
    """true or false; anything else is refused, where a BooleanFilter would show everything."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("label", _("Demo"))
        choices = [("true", "true"), ("false", "false")]
        super().__init__(choices=choices, coerce=lambda value: value == "true", **kwargs)


class FacetParameters(DjangoFilterExtension):
    """Describes a question in the API's schema: codes, the parameter repeated for several."""

    priority = 1

    def resolve_filter_field(
        self, auto_schema: Any, model: Any, filterset_class: Any, field_name: str, filter_field: Any
    ) -> list[Any]:
        if not isinstance(filter_field, FacetFilter):
            return super().resolve_filter_field(auto_schema, model, filterset_class, field_name, filter_field)
        description = _("%(question)s: codes; repeat the parameter for several.") % {"question": filter_field.label}
        return [
            build_parameter_type(
                name=field_name,
                location=OpenApiParameter.QUERY,
                description=description,
                schema=build_array_type({"type": "string", "pattern": AnswersField.is_code.regex.pattern}),
                explode=True,
                style="form",
            )
        ]
