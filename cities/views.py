from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from cities.atlas import atlas_for
from cities.filters import SHOWN_CITY, NeedFilter
from cities.forms import NothingFitsForm, closing_choices
from cities.models import City, Department, Need
from listings.history import history_page
from listings.reporting import report_page

ON_A_PAGE = 24


@login_not_required
def needs(request):
    open_needs = Need.objects.visible_to(request.user).open().with_card().prefetch_related("kpis")
    found = NeedFilter(request.GET, open_needs)
    page = Paginator(found.rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "cities/needs.html", {"directory": found, "page": page})


@login_not_required
def need(request, pk):
    rows = Need.objects.visible_to(request.user).with_page().select_related("nothing_fits__by")
    context = {"need": get_object_or_404(rows, pk=pk), "closing_choices": closing_choices()}
    return render(request, "cities/need.html", context | {"nothing_fits": NothingFitsForm()})


def history(request, pk):
    return history_page(request, get_object_or_404(Need.objects.editable_by(request.user), pk=pk))


def report(request, pk):
    return report_page(request, get_object_or_404(Need.objects.visible_to(request.user).open(), pk=pk))


@login_not_required
def cities(request):
    atlas = atlas_for(request.user, words=request.GET.get("q", ""), province=request.GET.get("province", ""))
    return render(request, "cities/list.html", {"atlas": atlas})


@login_not_required
def city(request, slug):
    found = get_object_or_404(City.objects.current().select_related("province").prefetch_related("pilots"), slug=slug)
    shown = Need.objects.visible_to(request.user).open().filter(SHOWN_CITY, department__city=found)
    context = {
        "city": found,
        "needs": shown.with_card().prefetch_related("kpis"),
        "departments": Department.objects.filter(pk__in=shown.values("department"))
        .select_related("kind")
        .prefetch_related("verifications"),
    }
    return render(request, "cities/city.html", context)
