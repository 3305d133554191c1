"""A question about a need as curators see it: who asked, what readers reported, and the block."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities import clarification
from cities.models import Question
from desk.doors import curators_only
from desk.review_forms import ReasonForm
from desk.today.day import next_url, place_in_list
from listings.reports import Report, close_reports


@curators_only
def question(request, pk):
    return _page(request, _found(pk))


@curators_only
@require_POST
def block(request, pk):
    found, form = _found(pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    clarification.block(found, form.cleaned_data["reason"], request.user)
    return redirect("desk:question", pk)


@curators_only
@require_POST
def unblock(request, pk):
    clarification.unblock(_found(pk))
    return redirect("desk:question", pk)


@curators_only
@require_POST
def dismiss_reports(request, pk):
    if not close_reports(_found(pk).reports, Report.Outcome.DISMISSED, request.user):
        messages.warning(request, _("Somebody was faster: no report waits here any more."))
    return redirect(next_url(request.user))


def _found(pk):
    rows = Question.objects.select_related("need", "asked_by", "answered_by", "blocked_by")
    return get_object_or_404(rows, pk=pk)


def _page(request, found, form=None):
    reports = found.reports.select_related("reported_by", "closed_by")
    context = {
        "question": found,
        "place": place_in_list(request.user, f"report.question.{found.pk}"),
        "reports": reports,
        "form": form or ReasonForm(),
    }
    return render(request, "desk/question.html", context)
