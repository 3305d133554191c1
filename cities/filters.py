from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from cities.models import City, Need
from listings.facets import DirectoryFilter, FacetFilter, code_names, row_names
from taxonomy.models import Domain, Topic

SHOWN_CITY = Q(is_city_hidden=False) | Q(is_own=True)


class TopicFilter(FacetFilter):
    """Asked about the topics of the chosen domains."""

    def counts(self, rows):
        answered = self.parent.answered
        domains, chosen = answered.get("domain", []), answered.get("topic", [])
        return super().counts(rows.filter(Q(topics__domain__in=domains) | Q(topics__in=chosen)))


class ReplyByFilter(FacetFilter):
    """How much time is left to reply; each answer includes the shorter ones."""

    DAYS = {"2w": 14, "1m": 31, "3m": 92}

    def condition(self, value: str) -> Q:
        today = date.today()
        return (
            Q(reply_by__range=(today, today + timedelta(days=self.DAYS[value]))) if value in self.DAYS else Q(pk=None)
        )

    def filter(self, rows, values):
        return rows.filter(self.condition(max(values, key=lambda value: self.DAYS.get(value, 0)))) if values else rows

    def counts(self, rows):
        counted = {f"n{value}": Count("pk", filter=self.condition(value)) for value in self.DAYS}
        counts = rows.order_by().aggregate(**counted)
        return {value: counts[f"n{value}"] for value in self.DAYS if counts[f"n{value}"]}


def reply_by_names(values: Iterable[str]) -> Mapping[str, str]:
    names = {"2w": _("Within two weeks"), "1m": _("Within a month"), "3m": _("Within three months")}
    return {value: name for value, name in names.items() if value in values}


class NeedFilter(DirectoryFilter):
    orders = {
        "new": (_("Newest first"), ("-published_at", "-id")),
        "reply": (_("Shortest time to reply first"), (F("reply_by").asc(nulls_last=True), "-id")),
    }

    domain = FacetFilter("topics__domain", row_names(Domain.objects.all), label=_("Domain"))
    topic = TopicFilter("topics", row_names(Topic.objects.all), label=_("Topic"))
    stage = FacetFilter("stage", code_names("need_stage"), label=_("Stage"))
    budget = FacetFilter("budget_band", code_names("budget_band"), label=_("Budget"))
    reply = ReplyByFilter("reply_by", reply_by_names, label=_("Time to reply"))
    city = FacetFilter(
        "department__city", row_names(City.objects.all), only=SHOWN_CITY, frequent_first=True, label=_("City")
    )

    class Meta:
        model = Need
        fields = []
