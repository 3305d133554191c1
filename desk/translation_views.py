"""Curators translate, or stand for what a machine has translated, and get the next thing.

Whoever came from the queue (`?from=queue`) goes on in the queue; from everywhere else it is the next item of today.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from rest_framework.exceptions import ValidationError

from desk.doors import curators_only
from desk.readers import other_reader
from desk.today.day import next_url, place_in_list
from desk.today.translations import key_of
from desk.translations.page import Side
from desk.translations.queue import NEEDED, waiting_texts
from listings.models import Language, Status
from listings.translating import TranslatedMeanwhile, reviewed_draft

SHOWN = 50
FROM_QUEUE = "from=queue"


@curators_only
@require_safe
def translations(request):
    waiting = waiting_texts(request.user)
    context = {"waiting": waiting[:SHOWN], "count": len(waiting), "section": "translations", "trace": f"?{FROM_QUEUE}"}
    return render(request, "desk/translations.html", context)


@curators_only
@never_cache
def translation(request, kind, pk, language):
    side = _side(kind, pk, language)
    if request.method != "POST":
        return _page(request, side, side.form())
    form = side.form(request.POST)
    if not form.is_valid():
        return _page(request, side, form, status=422)
    try:
        kind.services.translate(side.listing, language, form.text, request.user, form.cleaned_data["seen"])
    except TranslatedMeanwhile as meanwhile:
        return _page(request, side, form, status=409, theirs=meanwhile.text)
    except ValidationError as refusal:
        form.refuse(refusal)
        return _page(request, side, form, status=422)
    return _next(request, side, _("Kept: %(listing)s. Here is the next one."))


@curators_only
@require_POST
def mark_reviewed(request, kind, pk, language):
    side = _side(kind, pk, language)
    try:
        kind.services.mark_reviewed(side.listing, language, request.user, request.POST.get("seen", ""))
    except TranslatedMeanwhile:
        messages.warning(request, _("The text was changed meanwhile. Here it is as it stands now."))
        return redirect(reverse("desk:translation", args=[kind, pk, language]) + _trace(request))
    return _next(request, side, _("Reviewed: %(listing)s. Here is the next one."))


def _side(kind, pk, language):
    """Of a listing that is live or in review: nobody translates what its owners are still writing."""
    listing = get_object_or_404(kind.model.objects.select_related("draft"), pk=pk)
    is_shown = listing.status == Status.PUBLISHED or reviewed_draft(listing)
    if language not in NEEDED or not is_shown:
        raise Http404
    return Side(kind, listing, Language(language))


def _page(request, side, form, status=200, theirs=None):
    trace, key = _trace(request), key_of(side.kind.name, side.listing.pk, side.language)
    context = {
        "side": side,
        "form": form,
        "rows": side.rows(form, theirs),
        "is_conflict": theirs is not None,
        # Whoever comes back with the same words has now seen the other's.
        "seen": side.seen,
        "other_reader": other_reader(side.listing, request.user),
        "section": "translations",
        "trace": trace,
        "place": None if trace else place_in_list(request.user, key),
    }
    return render(request, "desk/translation.html", context, status=status)


def _next(request, side, sentence):
    messages.success(request, sentence % {"listing": side.listing.known_as})
    trace = _trace(request)
    if not trace:
        return redirect(next_url(request.user))
    following = next(iter(waiting_texts(request.user)), None)
    if following is None:
        return redirect("desk:translations")
    return redirect(reverse("desk:translation", args=following.key) + trace)


def _trace(request):
    """Whether the queue is gone through, as the addresses say it."""
    return f"?{FROM_QUEUE}" if request.GET.get("from") == "queue" else ""
