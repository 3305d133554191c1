"""Curators decide whose a profile is."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from desk.doors import curators_only
from desk.readers import other_reader
from desk.today.day import next_url, place_in_list
from startups import membership
from startups.models import Claim


@curators_only
@require_safe
def claim(request, pk):
    found = get_object_or_404(Claim.objects.select_related("startup", "user", "decided_by"), pk=pk)
    members = found.startup.members.select_related("user").order_by("since", "pk")
    context = {
        "claim": found,
        "members": members,
        "place": place_in_list(request.user, f"claim.{pk}"),
        "other_reader": other_reader(found, request.user),
    }
    return render(request, "desk/claim.html", context)


@curators_only
@require_POST
def grant(request, pk):
    return _decide(request, pk, Claim.Outcome.GRANTED)


@curators_only
@require_POST
def refuse(request, pk):
    return _decide(request, pk, Claim.Outcome.REFUSED)


def _decide(request, pk, outcome):
    claim = get_object_or_404(Claim, pk=pk)
    if membership.decide_claim(claim, outcome, request.user).decided_by_id != request.user.pk:
        messages.warning(request, _("Somebody was faster: %(state)s.") % {"state": claim.get_outcome_display()})
    return redirect(next_url(request.user))
