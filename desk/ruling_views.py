"""Curators place a pair first in both lists, take it out of both, and undo that."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cities.models import Need
from desk.doors import curators_only
from desk.ruling_forms import PartnerForm, RulingForm
from matching import rulings
from matching.cards import cards_for_need
from matching.forms import VersionForm
from matching.models import Ruling, RulingVerb
from matching.pair_views import entry_of
from matching.pins import scored
from startups.models import Startup


@curators_only
def pair(request, pk, slug):
    return _page(request, *_pair(pk, slug))


@curators_only
@require_POST
def find_pair(request, pk):
    """From a need to the pair with a startup that need not be in its list."""
    need, form = get_object_or_404(Need.objects.open(), pk=pk), PartnerForm(request.POST)
    if form.is_valid() and form.cleaned_data["startup"].is_listed:
        return redirect("desk:pair", pk, form.cleaned_data["startup"].slug)
    messages.warning(request, _("There is no published startup under this address."))
    return redirect(f"{need.get_absolute_url()}#candidates")


@curators_only
@require_POST
def rule(request, pk, slug, verb):
    need, startup = _pair(pk, slug)
    form = RulingForm(request.POST, verb=verb)
    if not form.is_valid():
        return _page(request, need, startup, form)
    try:
        rulings.rule(need, startup, verb, form.cleaned_data["reason"], form.cleaned_data["words"], by=request.user)
    except ValidationError as refused:
        form.add_error(None, refused)
        return _page(request, need, startup, form)
    return redirect("desk:pair", pk, slug)


@curators_only
@require_POST
def undo(request, pk, slug):
    ruling = get_object_or_404(Ruling.objects.select_related("need", "startup"), need=pk, startup__slug=slug)
    if (form := VersionForm(request.POST)).is_valid():
        rulings.undo(ruling, form.cleaned_data["version"], by=request.user)
    return redirect("desk:pair", pk, slug)


def _pair(pk, slug):
    return get_object_or_404(Need.objects.open(), pk=pk), get_object_or_404(Startup.objects.listed(), slug=slug)


def _page(request, need, startup, form=None):
    need = Need.objects.visible_to(request.user).with_page().get(pk=need.pk)
    ruling = Ruling.objects.filter(need=need, startup=startup).first()
    entry = entry_of(need, startup, request.user)
    forms = {verb: form if form and form.prefix == verb else RulingForm(verb=verb) for verb in RulingVerb}
    context = {
        "need": need,
        "startup": startup,
        "ruling": ruling,
        "entry": entry,
        "card": None if entry else _card(need, startup),
        "pin": forms[RulingVerb.PIN],
        "veto": forms[RulingVerb.VETO],
        "changes": ruling.changes.select_related("by") if ruling else (),
    }
    return render(request, "desk/pair.html", context)


def _card(need, startup):
    """How the engine sees two that are in no list; None where one has excluded the other."""
    try:
        return cards_for_need(need, [scored(need, startup)])[0]
    except ValidationError:
        return None
