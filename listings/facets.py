"""Directories of listings: ticked answers narrow them, and every answer says how many rows it would leave.

Answers to one question widen (water or waste), questions narrow (water and proven). So the counts of a question are
taken over the rows that the *other* questions leave.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.core.paginator import Page
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from listings.counting import COUNTED_ANEW, KEPT_SECONDS, count_of, counts_of, question_key
from listings.paging import ON_A_PAGE, ListPaginator
from listings.validators import normalised
from taxonomy import codes

MOST_SEARCHED = 200
# Answers shown before the rest is folded away.
SHOWN_FIRST = 8

Names = Callable[[Iterable[str]], Mapping[str, str]]


@dataclass(frozen=True)
class Answer:
    value: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Question:
    """One question of a directory with its answers; those that leave nothing are left out unless chosen."""

    key: str
    label: str
    answers: Sequence[Answer]

    @property
    def is_answered(self) -> bool:
        return any(answer.is_chosen for answer in self.answers)

    @property
    def first(self) -> Sequence[Answer]:
        return self.answers if self.is_answered else self.answers[:SHOWN_FIRST]

    @property
    def rest(self) -> Sequence[Answer]:
        return () if self.is_answered else self.answers[SHOWN_FIRST:]


@dataclass(frozen=True)
class Chip:
    """One chosen answer; `query` is the page's address without it."""

    name: str
    query: str


class AnswersField(forms.MultipleChoiceField):
    """Codes from an address that anybody may have typed: well-formed ones are taken, unknown ones find nothing."""

    is_code = RegexValidator(r"^[\w-]{1,40}$")

    def valid_value(self, value: str) -> bool:
        try:
            self.is_code(value)
        except forms.ValidationError:
            return False
        return True


class FacetFilter(django_filters.Filter):
    """A question whose answers are the codes under `path`.

    `names` gives the answers' names in the order to show, unless the most frequent come first; `only` restricts the
    rows whose answer may be known at all.
    """

    field_class = AnswersField

    def __init__(self, path: str, names: Names, only: Q | None = None, frequent_first: bool = False, **kwargs: Any):
        super().__init__(field_name=path, **kwargs)
        self.names, self.only, self.frequent_first = names, only or Q(), frequent_first

    def filter(self, rows: QuerySet, values: Sequence[str]) -> QuerySet:
        if not values:
            return rows
        matching = rows.order_by().filter(self.only, **{f"{self.field_name}__in": self.stored(values)})
        # As a subquery: the path may run through many rows, and several questions through the same ones.
        return rows.filter(pk__in=matching.values("pk"))

    def stored(self, values: Sequence[str]) -> Sequence[Any]:
        """What the column holds for these answers."""
        return values

    def counts(self, rows: QuerySet) -> Mapping[str, int]:
        counts = counts_of(rows.filter(self.only), self.field_name)
        return {value: count for value, count in counts.items() if value}

    def question(self, key: str, rows: QuerySet, chosen: Sequence[str]) -> Question:
        counts = self.counts(rows)
        names = self.names({*counts, *chosen})
        answers = [Answer(value, name, counts.get(value, 0), value in chosen) for value, name in names.items()]
        if self.frequent_first:
            answers.sort(key=lambda answer: -answer.count)
        return Question(key, self.label, answers)


class StepFilter(FacetFilter):
    """A question whose answers are steps of a number: `steps()` gives answer -> the values it stands for."""

    def __init__(self, path: str, names: Names, steps: Callable[[], Mapping[str, range]], **kwargs: Any):
        super().__init__(path, names, **kwargs)
        self.steps = steps

    def stored(self, values: Sequence[str]) -> Sequence[int]:
        steps = self.steps()
        return [number for value in values for number in steps.get(value, ())]

    def counts(self, rows: QuerySet) -> Mapping[str, int]:
        numbers = super().counts(rows)
        counts = {step: sum(numbers.get(number, 0) for number in found) for step, found in self.steps().items()}
        return {step: count for step, count in counts.items() if count}


class DirectoryFilter(django_filters.FilterSet):
    """Word search, questions and an order; the page reads `page`, `chips`, and `questions` by way of a cache.

    A subclass names its orders: `orders = {"new": (label, ("-published_at", "-id")), ...}`, the first is the default.
    """

    orders: Mapping[str, tuple[Any, Sequence[str]]] = {}

    q = django_filters.CharFilter(method="search", max_length=MOST_SEARCHED, label=_("Words"))

    def search(self, rows: QuerySet, _name: str, text: str) -> QuerySet:
        return rows.search_words(normalised(text))

    @cached_property
    def answered(self) -> Mapping[str, Any]:
        """What was asked for and is well-formed."""
        self.form.is_valid()
        return {key: value for key, value in self.form.cleaned_data.items() if value}

    @cached_property
    def facets(self) -> Mapping[str, FacetFilter]:
        return {key: found for key, found in self.filters.items() if isinstance(found, FacetFilter)}

    def rows_without(self, left_out: str | None = None) -> QuerySet:
        rows = self.queryset
        for key, value in self.answered.items():
            if key != left_out:
                rows = self.filters[key].filter(rows, value)
        return rows

    @property
    def order(self) -> str:
        """The order asked for; else by fit to the words searched for, else the first one named."""
        asked = self.data.get("sort")
        return asked if asked in self.orders else "fit" if "q" in self.answered else next(iter(self.orders))

    @property
    def order_choices(self) -> list[tuple[str, Any]]:
        fit = [("fit", _("Best fit to the words"))] if "q" in self.answered else []
        return fit + [(key, label) for key, (label, _columns) in self.orders.items()]

    @cached_property
    def rows(self) -> QuerySet:
        rows = self.rows_without()
        return rows if self.order == "fit" else rows.order_by(*self.orders[self.order][1])

    @cached_property
    def page(self) -> Page:
        return ListPaginator(self.rows, ON_A_PAGE).get_page(self.data.get("page"))

    @cached_property
    def questions(self) -> list[Question]:
        asked = [
            facet.question(key, self.rows_without(key), self.answered.get(key, ()))
            for key, facet in self.facets.items()
        ]
        return [question for question in asked if question.answers]

    @property
    def questions_key(self) -> str:
        """Of a cache: the same where the questions look the same."""
        return f"{question_key(self.queryset.order_by())} {sorted(self.answered.items())} {get_language()}"

    @property
    def questions_seconds(self) -> int:
        """How long the questions may be shown as they were counted: not at all where few rows are to be counted."""
        in_all = count_of(self.queryset) if self.answered else self.page.paginator.count
        return KEPT_SECONDS if in_all > COUNTED_ANEW else 0

    @cached_property
    def chips(self) -> list[Chip]:
        chosen = [
            Chip(name, self._query_without(key, value))
            for key, facet in self.facets.items()
            if (values := self.answered.get(key))
            for value, name in facet.names(values).items()
        ]
        words = self.answered.get("q")
        return [Chip(f"“{words}”", self._query_without("q", words)), *chosen] if words else chosen

    def _query_without(self, key: str, value: str) -> str:
        data = self.data.copy()
        data.setlist(key, [other for other in data.getlist(key) if other != value and key != "q"])
        data.pop("page", None)
        return f"?{data.urlencode()}"


def code_names(list_name: str) -> Names:
    """Names of a short code list, in its order."""

    def names(wanted: Iterable[str]) -> Mapping[str, str]:
        return {code: name for code, name in codes.choices(list_name) if code in set(wanted)}

    return names


def row_names(rows: Callable[[], QuerySet]) -> Names:
    """Names of reference rows, in their order."""

    def names(keys: Iterable[str]) -> Mapping[str, str]:
        return {row.pk: row.name for row in rows().filter(pk__in=list(keys))}

    return names
