from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.limits import limited
from cities.atlas import atlas_for
from cities.exporting import NeedExport
from cities.filters import SHOWN_CITY, NeedFilter
from cities.forms import NothingFitsForm, closing_choices
from cities.models import City, Department, Need
from cities.questions import questions_of
from cities.serializers import NeedSerializer
from listings.exporting import list_response
from listings.history import history_page
from listings.paging import ON_A_PAGE, ListPaginator
from listings.reporting import report_page
from listings.unsent import kept_through_sign_in, taken


@login_not_required
def needs(request):
    open_needs = Need.objects.visible_to(request.user).open().with_card().prefetch_related("kpis")
    found = NeedFilter(request.GET, open_needs)
    return render(request, "cities/needs.html", {"directory": found, "page": found.page})


@limited("list", methods=("GET",))
def export(request, file_format):
    """What the list shows this reader under the same address, as a file."""
    found = NeedFilter(request.GET, Need.objects.visible_to(request.user).open().with_page())
    serializer = partial(NeedSerializer, context={"request": request})
    return list_response(file_format, NeedExport(), found.rows, serializer, "needs")


@login_not_required
def need(request, pk):
    typed = taken(request, request.path)
    is_of_all = typed is not None and "reasons" in typed
    return need_page(request, pk, typed=typed, nothing_fits=NothingFitsForm(typed) if is_of_all else None)


def need_page(request, pk, status=200, typed=None, nothing_fits=None):
    """A need with its questions. `typed`: a question or an answer that was sent and not taken; `nothing_fits`: the form
    of that answer, likewise."""
    rows = Need.objects.visible_to(request.user).with_page().select_related("nothing_fits__by")
    shown = get_object_or_404(rows, pk=pk)
    if not shown.texts.all():
        # Never published: all there is to read is its draft.
        return redirect("cities:edit", pk)
    context = {
        "need": shown,
        "closing_choices": closing_choices(),
        "clarification": questions_of(shown, request.user, typed),
        "nothing_fits": nothing_fits or NothingFitsForm(),
    }
    return render(request, "cities/need.html", context, status=status)


def history(request, pk):
    return history_page(request, get_object_or_404(Need.objects.editable_by(request.user), pk=pk))


@kept_through_sign_in(lambda pk: reverse("cities:report", args=[pk]))
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
        "page": ListPaginator(shown.with_card().prefetch_related("kpis"), ON_A_PAGE).get_page(request.GET.get("page")),
        "departments": Department.objects.filter(pk__in=shown.values("department"))
        .select_related("kind")
        .prefetch_related("verifications"),
    }
    return render(request, "cities/city.html", context)
