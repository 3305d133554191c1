"""The lists as one would write them first: no library, no questions, no frame. What the real ones are measured against.

The same newest rows with the same columns of a card, one `values()` query for each table, put into a template of the
cards alone, or into a `JsonResponse`. Mounted behind the site's own middleware, so that the views alone differ.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path
from django.utils.module_loading import import_string

from cities.models import DepartmentVerification, Kpi, Need, NeedText, NeedTopic
from startups.models import Deployment, Startup, StartupTechnology, StartupText, StartupVerification

Row = dict[str, Any]

CARDS = engines["django"].from_string("""
<ul>{% for row in rows %}
  <li>
    <h3><a href="{{ row.address }}"><bdi>{{ row.title }}</bdi></a></h3>
    <p><bdi>{{ row.headline }}</bdi></p>
    <p>{% for figure in row.figures %}<bdi>{{ figure.place }}</bdi> {{ figure.since }} <bdi>{{ figure.indicator }}</bdi>
      {{ figure.before }} {{ figure.after }} {{ figure.unit }}{% endfor %}</p>
    <ul>{% for tag in row.tags %}<li>{{ tag }}</li>{% endfor %}</ul>
    <p>{% for note in row.notes %}<span>{{ note }}</span>{% endfor %} {{ row.checked|length }}</p>
  </li>{% endfor %}
</ul>
""")


def startup_rows(size: int) -> list[Row]:
    columns = ("pk", "slug", "name", "name_zh", "is_demo", "trl", "presence", "home_city", "founded_year", "production")
    shown = Startup.objects.filter(status="published", visibility="public").order_by("-published_at", "-id")
    rows = list(shown.values(*columns, "published_at", "last_confirmed_on")[:size])
    keys = [row["pk"] for row in rows]
    texts = by_owner("startup", StartupText.objects.filter(startup__in=keys), "language", "headline", "problem")
    technologies = by_owner(
        "startup",
        StartupTechnology.objects.filter(startup__in=keys).order_by("position"),
        "technology__name_en",
        "technology__sector__name_en",
    )
    figures = ("place_en", "since", "indicator_en", "before", "after", "unit")
    deployments = by_owner("startup", Deployment.objects.filter(startup__in=keys), *figures)
    checked = by_owner("startup", StartupVerification.objects.filter(startup__in=keys), "method", "decided_at")
    for row in rows:
        row["address"], row["title"] = f"/startups/{row['slug']}/", row["name"]
        row["texts"], row["headline"] = texts[row["pk"]], texts[row["pk"]][0]["headline"]
        row["tags"] = [technology["technology__sector__name_en"] for technology in technologies[row["pk"]]]
        row["figures"] = [
            {"place": one["place_en"], "indicator": one["indicator_en"], **one} for one in deployments[row["pk"]][:1]
        ]
        row["notes"], row["checked"] = [row["trl"], row["presence"]], checked[row["pk"]]
    return rows


def need_rows(size: int) -> list[Row]:
    columns = ("pk", "is_demo", "stage", "budget_band", "reply_by", "department__name_en", "department__city__name_en")
    shown = Need.objects.filter(status="published", visibility="public").order_by("-published_at", "-id")
    rows = list(shown.values(*columns, "department", "published_at", "last_confirmed_on")[:size])
    keys = [row["pk"] for row in rows]
    texts = by_owner(
        "need", NeedText.objects.filter(need__in=keys), "language", "title", "problem", "present", "target"
    )
    topics = by_owner("need", NeedTopic.objects.filter(need__in=keys).order_by("position"), "topic__name_en")
    kpis = by_owner("need", Kpi.objects.filter(need__in=keys), "indicator_en", "baseline", "target", "unit")
    departments = {row["department"] for row in rows}
    verifications = DepartmentVerification.objects.filter(department__in=departments)
    checked = by_owner("department", verifications, "method", "decided_at")
    for row in rows:
        row["address"], row["title"] = f"/needs/{row['pk']}/", texts[row["pk"]][0]["title"]
        row["texts"], row["headline"] = texts[row["pk"]], row["department__city__name_en"]
        row["tags"] = [topic["topic__name_en"] for topic in topics[row["pk"]]]
        row["figures"] = [
            {"indicator": one["indicator_en"], "before": one["baseline"], "after": one["target"], "unit": one["unit"]}
            for one in kpis[row["pk"]][:1]
        ]
        row["notes"] = [row["stage"], row["budget_band"], row["reply_by"]]
        row["checked"] = checked[row["department"]]
    return rows


def by_owner(owner: str, rows: QuerySet, *columns: str) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows.values(owner, *columns):
        found[row[owner]].append(row)
    return found


def page(rows: Iterable[Row]) -> HttpResponse:
    return HttpResponse(CARDS.render({"rows": rows}))


@login_not_required
def startups_page(request: HttpRequest) -> HttpResponse:
    return page(startup_rows(24))


@login_not_required
def needs_page(request: HttpRequest) -> HttpResponse:
    return page(need_rows(24))


@login_not_required
def startups_answer(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"results": startup_rows(20)})


@login_not_required
def needs_answer(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"results": need_rows(20)})


urlpatterns = [
    path("plain/startups/", startups_page),
    path("plain/needs/", needs_page),
    path("plain/api/startups/", startups_answer),
    path("plain/api/needs/", needs_answer),
    *import_string(f"{settings.ROOT_URLCONF}.urlpatterns"),
]
