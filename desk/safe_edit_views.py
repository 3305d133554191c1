"""Curators look at edits that published themselves, and take back what should not have."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk import safe_edits
from desk.doors import curators_only
from desk.models import SafeEdit
from listings.services import MovedOn


@curators_only
@require_POST
def mark_seen(request, pk):
    safe_edits.mark_seen(get_object_or_404(SafeEdit, pk=pk), request.user)
    return redirect("desk:today")


@curators_only
@require_POST
def undo(request, pk):
    return _done(request, pk, safe_edits.undo, _("Taken back: readers see the earlier version again."))


@curators_only
@require_POST
def put_into_review(request, pk):
    return _done(request, pk, safe_edits.put_into_review, _("Taken back: the edit waits for review."))


def _done(request, pk, verb, sentence):
    try:
        verb(get_object_or_404(SafeEdit, pk=pk), request.user)
    except MovedOn as moved:
        messages.warning(request, moved.sentence)
    else:
        messages.success(request, sentence)
    return redirect("desk:today")
