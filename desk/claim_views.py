"""Curators decide whose a profile is."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.doors import curators_only
from desk.readers import other_reader
from desk.refusing import reason_for, refusal_of
from desk.review_forms import RefusalForm
from desk.today.day import next_url, place_in_list
from startups import membership
from startups.models import Claim


@curators_only
@require_safe
def claim(request, pk):
    return _page(request, _found(pk), RefusalForm(what="claim"))


@curators_only
@require_POST
def grant(request, pk):
    return _decide(request, _found(pk), Claim.Outcome.GRANTED)


@curators_only
@require_POST
def refuse(request, pk):
    found, form = _found(pk), RefusalForm(request.POST, what="claim")
    if not form.is_valid():
        return _page(request, found, form)
    return _decide(request, found, Claim.Outcome.REFUSED, reason_for("claim", form.cleaned_data, _language(found)))


def _found(pk):
    return get_object_or_404(Claim.objects.select_related("startup", "user", "decided_by"), pk=pk)


def _language(claim):
    return claim.user.language or settings.LANGUAGE_CODE


def _page(request, found, form):
    context = {
        "claim": found,
        "members": found.startup.members.select_related("user").order_by("since", "pk"),
        "place": place_in_list(request.user, f"claim.{found.pk}"),
        "other_reader": other_reader(found, request.user),
        "refusal": refusal_of("claim", _language(found)),
        "form": form,
        "said": request.POST,
    }
    return render(request, "desk/claim.html", context)


def _decide(request, claim, outcome, why=""):
    if membership.decide_claim(claim, outcome, request.user, why).decided_by_id != request.user.pk:
        messages.warning(request, _("Somebody was faster: %(state)s.") % {"state": claim.get_outcome_display()})
    return redirect(next_url(request.user))
