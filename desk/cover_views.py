"""Who looks after the desk while a curator is away."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk import services
from desk.cover import absences_told
from desk.cover_forms import AbsenceForm
from desk.doors import curators_only
from desk.models import Absence


@curators_only
def cover(request):
    form = AbsenceForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        absence = services.go_away(request.user, **form.cleaned_data)
        told = _("Written down, and whoever covers you is told.")
        messages.success(request, told if absence.cover else _("Written down. Nobody looks after the desk yet."))
        return redirect("desk:cover")
    return render(request, "desk/cover.html", {"form": form, "absences": absences_told()})


@curators_only
@require_POST
def come_back(request, pk):
    services.come_back(get_object_or_404(Absence, pk=pk, curator=request.user))
    return redirect("desk:cover")
