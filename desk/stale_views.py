"""Listings that nobody has confirmed for long: ask once more, or take them off the lists."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from desk import services
from desk.asking import language_of_owners
from desk.doors import curators_only
from desk.kinds import NEEDS
from desk.readers import other_reader
from desk.refusing import said_in
from desk.today.day import next_url, place_in_list
from listings.services import MovedOn

# Read by the owners, in the trail.
UNCONFIRMED = gettext_lazy("Nobody has confirmed it for over a year.")


@curators_only
@require_safe
def stale(request, kind, pk):
    listing = get_object_or_404(kind.model, pk=pk)
    context = {
        "listing": listing,
        "kind": kind,
        "place": place_in_list(request.user, services.stale_key(listing)),
        "other_reader": other_reader(listing, request.user),
    }
    return render(request, "desk/stale.html", context)


@curators_only
@require_POST
def ask_again(request, kind, pk):
    services.ask_to_confirm(get_object_or_404(kind.model, pk=pk), request.user)
    messages.success(request, _("Asked. If nobody answers, it is here again in a month."))
    return redirect(next_url(request.user))


@curators_only
@require_POST
def take_off(request, kind, pk):
    listing = get_object_or_404(kind.model, pk=pk)
    try:
        if kind is NEEDS:
            kind.services.close(listing, "LAPSED", request.user)
        else:
            reason = said_in(language_of_owners(listing), UNCONFIRMED)
            kind.services.withdraw(listing, request.user, reason=reason)
    except MovedOn as moved:
        messages.warning(request, moved.sentence)
    return redirect(next_url(request.user))
