"""One listing as curators see it over time: its trail, what readers reported, and the block."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.doors import curators_only
from desk.review_forms import ReasonForm
from desk.today.day import next_url, place_in_list
from listings.reports import Report, close_reports
from listings.services import MovedOn


@curators_only
def trail(request, kind, pk):
    return _page(request, kind, get_object_or_404(kind.model, pk=pk))


@curators_only
@require_POST
def block(request, kind, pk):
    return _with_reason(request, kind, pk, kind.services.block)


@curators_only
@require_POST
def unblock(request, kind, pk):
    return _with_reason(request, kind, pk, kind.services.unblock)


@curators_only
@require_POST
def dismiss_reports(request, kind, pk):
    listing = get_object_or_404(kind.model, pk=pk)
    if not close_reports(listing.reports, Report.Outcome.DISMISSED, request.user):
        messages.warning(request, _("Somebody was faster: no report waits here any more."))
    return redirect(next_url(request.user))


def _page(request, kind, listing, form=None):
    context = {
        "listing": listing,
        "kind": kind,
        "place": place_in_list(request.user, f"report.{listing._meta.model_name}.{listing.pk}"),
        "trail": listing.transitions.select_related("by"),
        "reports": listing.reports.select_related("reported_by", "closed_by"),
        "form": form or ReasonForm(),
    }
    return render(request, "desk/trail.html", context)


def _with_reason(request, kind, pk, verb):
    listing = get_object_or_404(kind.model, pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, kind, listing, form)
    try:
        verb(listing, form.cleaned_data["reason"], request.user)
    except MovedOn as moved:
        messages.warning(request, moved.sentence)
    return redirect("desk:trail", kind, pk)
