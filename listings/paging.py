"""Pages of lists of any length, of the site and of the API.

Whoever walks through a long list leaves the order of its ids behind for some minutes, so that the rows before a page
are passed over once and not for every page.
"""

from array import array
from typing import Any

from django.core.cache import caches
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination

from listings.counting import KEPT_SECONDS, count_of, question_key

ON_A_PAGE = 24
# The name of a cache in the settings.
ORDERS = "orders"
# From this row on, a page is found in the order of all ids.
LATE = 1_000
MOST_DIGITS = 9


class ListPaginator(Paginator):
    """Django's, made for rows by the hundred thousand: page 4,000 costs little more than the first."""

    @cached_property
    def count(self) -> int:
        return count_of(self.object_list)

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        return self._get_page(self._rows(first, first + self.per_page), number, self)

    def _rows(self, first: int, end: int) -> QuerySet:
        rows = self.object_list
        if first < LATE:
            return rows[first : min(end, self.count)]
        return rows.filter(pk__in=self._order[first:end].tolist())

    @property
    def _order(self) -> array:
        """The ids of all rows, which are numbers wherever there are so many of them.

        Out of an index, where the page's own query would read every row that it passes over.
        """
        rows = self.object_list.values_list("pk", flat=True)
        key = question_key(rows)
        kept = caches[ORDERS].get(key)
        if kept is None:
            kept = array("q", rows)
            caches[ORDERS].set(key, kept, KEPT_SECONDS)
        return kept


class Pages(PageNumberPagination):
    """Numbered pages, at most `max_page_size` rows each. What is no number is refused, not overlooked."""

    django_paginator_class = ListPaginator
    page_size = 20
    page_size_query_param = "page_size"
    page_size_query_description = _("Rows on a page, 20 where nothing is said. More than 100 count as 100.")
    max_page_size = 100
    last_page_strings = ()

    def get_page_size(self, request):
        return min(self._number(request, self.page_size_query_param, self.page_size), self.max_page_size)

    def get_page_number(self, request, paginator):
        return self._number(request, self.page_query_param, 1)

    def get_schema_operation_parameters(self, view):
        parameters = super().get_schema_operation_parameters(view)
        return [parameter | {"schema": parameter["schema"] | {"minimum": 1}} for parameter in parameters]

    @staticmethod
    def _number(request, name, default):
        text = request.query_params.get(name, str(default))
        if not text.isdecimal() or len(text) > MOST_DIGITS or int(text) == 0:
            raise ValidationError({name: [_("Write a whole number from 1.")]})
        return int(text)
