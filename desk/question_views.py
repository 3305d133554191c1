"""A question about a need as curators see it: who asked, what readers reported, and the block."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities import clarification
from cities.models import Question
from desk.doors import curators_only
from desk.readers import other_reader
from desk.refusing import reason_for, refusal_of
from desk.review_forms import RefusalForm
from desk.today.day import next_url, place_in_list
from listings.reports import Report, close_reports


@curators_only
def question(request, pk):
    return _page(request, _found(pk), RefusalForm(what="question"))


@curators_only
@require_POST
def block(request, pk):
    found, form = _found(pk), RefusalForm(request.POST, what="question")
    if not form.is_valid():
        return _page(request, found, form)
    was_reported = found.reports.waiting().exists()
    clarification.block(found, reason_for("question", form.cleaned_data, _language(found)), request.user)
    return redirect(next_url(request.user)) if was_reported else redirect("desk:question", pk)


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


def _language(question):
    return getattr(question.asked_by, "language", "") or settings.LANGUAGE_CODE


def _page(request, found, form):
    context = {
        "question": found,
        "place": place_in_list(request.user, f"report.question.{found.pk}"),
        "other_reader": other_reader(found, request.user),
        "reports": found.reports.select_related("reported_by", "closed_by"),
        "refusal": refusal_of("question", _language(found)),
        "form": form,
        "said": request.POST,
    }
    return render(request, "desk/question.html", context)
