"""The page on which a reader reports a listing: the same for startups and needs."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from listings.report_forms import ReportForm
from listings.reports import report
from listings.unsent import taken


def report_page(request, listing):
    """Show the form, or send what was filled in to the curators. Whoever is not signed in has been sent to the door."""
    form = ReportForm(request.POST or taken(request, request.path))
    if request.method == "POST" and form.is_valid() and _sent(request, listing, form):
        messages.success(request, _("Thank you. A curator will look at it."))
        return redirect(listing)
    return render(request, "listings/report.html", {"listing": listing, "form": form})


def _sent(request, listing, form):
    try:
        report(listing, form.cleaned_data["reason"], form.cleaned_data["words"], request.user)
    except ValidationError as refusal:
        for field, words in refusal.detail.items():
            form.add_error(field, [str(word) for word in words])
    return form.is_valid()
