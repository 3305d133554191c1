"""Curators look at two entries that may be one, put them together, take them apart, or say that they are two."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from rest_framework.exceptions import ValidationError as RefusedDocument

from desk.doors import curators_only
from desk.duplicate_forms import MergeForm, PairForm
from desk.duplicates.finding import name_pair
from desk.duplicates.sides import default_kept, sides_of
from desk.merging import services
from desk.models import Duplicate, Merger
from desk.readers import other_reader
from desk.today.day import next_url, place_in_list
from listings.admin import sentences
from listings.services import EditedMeanwhile


@curators_only
def duplicates(request):
    return _list(request, PairForm())


@curators_only
@require_POST
def compare(request):
    """Two that a curator names."""
    form = PairForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    return redirect("desk:duplicate", name_pair(form.cleaned_data["one"], form.cleaned_data["other"]).pk)


@curators_only
def duplicate(request, pk):
    found = get_object_or_404(Duplicate.objects.select_related("first", "second"), pk=pk)
    if found.answer or found.first.merged_into_id or found.second.merged_into_id:
        messages.info(request, _("This waits no longer."))
        return redirect("desk:duplicates")
    return _page(request, found, _kept(request.GET, found))


@curators_only
@require_POST
def merge(request, pk):
    found = get_object_or_404(Duplicate.objects.select_related("first", "second"), pk=pk)
    kept = _kept(request.POST, found)
    sides = sides_of(found, kept)
    form = MergeForm(request.POST, sides.kept, sides.gone, sides.parts)
    try:
        if not form.is_valid():
            raise EditedMeanwhile(None)
        merger = services.merge(sides.kept, sides.gone, request.user, form.taken, form.versions)
    except EditedMeanwhile:
        messages.warning(request, _("One of the two was changed while you read. Here they are as they stand now."))
    except services.Answered as answered:
        messages.warning(request, answered.sentence)
        return redirect("desk:duplicates")
    except (ValidationError, RefusedDocument) as refused:
        _say(request, refused)
    else:
        messages.success(request, _merged(merger))
        return redirect(next_url(request.user))
    return _page(request, found, kept)


@curators_only
@require_POST
def different(request, pk):
    found = get_object_or_404(Duplicate.objects.select_related("first", "second"), pk=pk)
    try:
        services.say_different(found, request.user)
    except services.Answered as answered:
        messages.warning(request, answered.sentence)
    else:
        messages.success(request, _("Remembered: these are two. Nobody is asked about them again."))
    return redirect(next_url(request.user))


@curators_only
def merger(request, pk):
    found = get_object_or_404(Merger.objects.select_related("kept", "gone", "by", "undone_by"), pk=pk)
    context = {"merger": found, "hindrance": services.hindrance(found), "since": services.changed_since(found)}
    return render(request, "desk/merger.html", context)


@curators_only
@require_POST
def unmerge(request, pk):
    found = get_object_or_404(Merger.objects.select_related("kept", "gone"), pk=pk)
    try:
        services.unmerge(found, request.user)
    except services.Answered as answered:
        messages.warning(request, answered.sentence)
    except ValidationError as refused:
        _say(request, refused)
    else:
        messages.success(request, _("They are two entries again."))
    return redirect("desk:merger", pk)


def _merged(merger):
    said = _("%(gone)s is part of %(kept)s now.") % {"gone": merger.gone, "kept": merger.kept}
    page = reverse("desk:merger", args=[merger.pk])
    return format_html('{} <a href="{}">{}</a>', said, page, _("See what was done, or undo it"))


def _list(request, form):
    waiting = Duplicate.objects.waiting()
    context = {"duplicates": waiting, "mergers": Merger.objects.recent(), "form": form}
    return render(request, "desk/duplicates.html", context)


def _page(request, found, kept):
    sides = sides_of(found, kept)
    reason = services.refusal(sides.kept, sides.gone)
    context = {
        "duplicate": found,
        "sides": sides,
        "refusal": reason,
        "versions": [services.version_of(one) for one in (sides.kept, sides.gone)],
        "other_reader": other_reader(found, request.user),
        "place": place_in_list(request.user, f"duplicate.{found.pk}"),
    }
    return render(request, "desk/duplicate.html", context)


def _kept(data, found):
    """The one of the two that the curator wants to keep; else the one that is usually kept."""
    asked = data.get("kept", data.get("keep"))
    return next((one for one in (found.first, found.second) if str(one.pk) == asked), default_kept(found))


def _say(request, refused):
    said = refused.messages if isinstance(refused, ValidationError) else sentences(refused.detail)
    for sentence in said:
        messages.error(request, sentence)
