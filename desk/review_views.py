"""Curators read what was handed in, decide, and get the next item."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from rest_framework.exceptions import ValidationError

from desk.asking import language_of_owners
from desk.doors import curators_only
from desk.kinds import NEEDS, STARTUPS
from desk.refusing import reason_for
from desk.review_forms import ChangesForm, RejectForm, VersionForm
from desk.reviewing import questions_for, review_of
from desk.today.day import next_url
from listings.admin import sentences
from listings.services import EditedMeanwhile, MovedOn


@curators_only
def review_startup(request, slug):
    return _page(request, STARTUPS, slug=slug)


@curators_only
def review_need(request, pk):
    return _page(request, NEEDS, pk=pk)


@curators_only
@require_POST
def approve(request, kind, pk):
    return _decided(request, kind, pk, VersionForm(request.POST), lambda listing, said: kind.services.approve(
        listing, request.user, said["version"]
    ))  # fmt: skip


@curators_only
@require_POST
def request_changes(request, kind, pk):
    return _decided(request, kind, pk, ChangesForm(request.POST), lambda listing, said: kind.services.request_changes(
        listing, said["comments"], request.user, said["version"]
    ))  # fmt: skip


@curators_only
@require_POST
def ask(request, kind, pk):
    """The questions that the checks ask by themselves, in the owners' language, with what the curator has typed."""
    form = ChangesForm(request.POST, questions_for(get_object_or_404(kind.model, pk=pk)))
    return _decided(request, kind, pk, form, lambda listing, said: kind.services.request_changes(
        listing, said["comments"], request.user, said["version"]
    ))  # fmt: skip


@curators_only
@require_POST
def reject(request, kind, pk):
    form = RejectForm(request.POST, what="draft")
    return _decided(request, kind, pk, form, lambda listing, said: kind.services.reject(
        listing, reason_for("draft", said, language_of_owners(listing)), request.user, said["version"]
    ))  # fmt: skip


def _page(request, kind, form=None, **which):
    listing = get_object_or_404(kind.model, **which)
    if not kind.model.objects.reviewable_by(request.user).filter(pk=listing.pk).exists():
        messages.info(request, _("This waits no longer."))
        return redirect("desk:trail", kind, listing.pk)
    context = review_of(kind, listing, request.user) | {"form": form, "said": request.POST}
    return render(request, "desk/review_item.html", context)


def _decided(request, kind, pk, form, verb):
    """Carry the verb out and open the next item. What is wrong is said on the same page, with all that was typed."""
    listing = get_object_or_404(kind.model, pk=pk)
    try:
        if not form.is_valid():
            return _page(request, kind, form, pk=pk)
        verb(listing, form.cleaned_data)
    except EditedMeanwhile:
        messages.warning(request, _("The draft was changed while you read it. Here it is as it stands now."))
        return _page(request, kind, pk=pk)
    except MovedOn as moved:
        messages.warning(request, moved.sentence)
    except ValidationError as refusal:
        for sentence in sentences(refusal.detail):
            messages.error(request, sentence)
        return _page(request, kind, pk=pk)
    else:
        messages.success(request, _("Done: %(listing)s. Here is the next one.") % {"listing": listing.known_as})
    return redirect(next_url(request.user))
