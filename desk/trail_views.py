"""One listing as curators see it over time: its trail, what readers reported, and the block."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.asking import language_of_owners
from desk.doors import curators_only
from desk.readers import other_reader
from desk.refusing import reason_for, refusal_of
from desk.review_forms import ReasonForm, RefusalForm
from desk.today.day import next_url, place_in_list
from listings.reports import Report, close_reports
from listings.services import MovedOn


@curators_only
def trail(request, kind, pk):
    return _page(request, kind, get_object_or_404(kind.model, pk=pk), ReasonForm())


@curators_only
@require_POST
def block(request, kind, pk):
    listing, form = get_object_or_404(kind.model, pk=pk), RefusalForm(request.POST, what="block")
    if not form.is_valid():
        return _page(request, kind, listing, form)
    was_reported = listing.reports.waiting().exists()
    _carry_out(
        request, kind.services.block, listing, reason_for("block", form.cleaned_data, language_of_owners(listing))
    )
    return redirect(next_url(request.user)) if was_reported else redirect("desk:trail", kind, pk)


@curators_only
@require_POST
def unblock(request, kind, pk):
    listing, form = get_object_or_404(kind.model, pk=pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, kind, listing, form)
    _carry_out(request, kind.services.unblock, listing, form.cleaned_data["reason"])
    return redirect("desk:trail", kind, pk)


@curators_only
@require_POST
def dismiss_reports(request, kind, pk):
    listing = get_object_or_404(kind.model, pk=pk)
    if not close_reports(listing.reports, Report.Outcome.DISMISSED, request.user):
        messages.warning(request, _("Somebody was faster: no report waits here any more."))
    return redirect(next_url(request.user))


def _page(request, kind, listing, form):
    context = {
        "listing": listing,
        "kind": kind,
        "place": place_in_list(request.user, f"report.{listing._meta.model_name}.{listing.pk}"),
        "other_reader": other_reader(listing, request.user),
        "trail": listing.transitions.select_related("by"),
        "reports": listing.reports.select_related("reported_by", "closed_by"),
        "refusal": refusal_of("block", language_of_owners(listing)),
        "form": form,
        "said": request.POST,
    }
    return render(request, "desk/trail.html", context)


def _carry_out(request, verb, listing, reason):
    try:
        verb(listing, reason, request.user)
    except MovedOn as moved:
        messages.warning(request, moved.sentence)
