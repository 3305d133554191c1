"""The audit trail as the owners of a listing may read it: all of it, but curators without their names."""

from django.shortcuts import render


def history_page(request, listing):
    trail = listing.transitions.select_related("by")
    return render(request, "listings/history.html", {"listing": listing, "trail": trail})
