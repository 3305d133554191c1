"""Pages on which a side decides: one address for each verb, the shortlist with its order and notes.

Each answers htmx with the part of the page that changed and, without JavaScript, leads back to where the click was.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cities.models import Department, Need
from listings.unsent import kept_through_sign_in, taken
from matching import decisions
from matching.boards import board_of
from matching.forms import NoteForm, PlaceForm, RefusalForm, VersionForm
from matching.models import Decision, Side, Verb, decision_key
from matching.querysets import needs_of, pairs_for, startups_of
from matching.shortlists import decided_on
from matching.views import HtmxRequest
from startups.models import Startup


@require_POST
def decide(request: HtmxRequest, pk: int, slug: str, side: Side, verb: Verb) -> HttpResponse:
    need, startup = _pair(request, pk, slug, side)
    return _decided(request, decisions.decide(need, startup, side, verb, by=request.user))  # type: ignore[arg-type]


@never_cache
@kept_through_sign_in(lambda pk, slug, side: reverse(f"matching:{side}-no", kwargs={"pk": pk, "slug": slug}))
def refuse(request: HtmxRequest, pk: int, slug: str, side: Side) -> HttpResponse:
    need, startup = _pair(request, pk, slug, side)
    typed = request.POST or taken(request, request.path)
    form = RefusalForm(typed, side=side)
    if request.method == "POST" and form.is_valid():
        said = decisions.decide(need, startup, side, Verb.NO, by=request.user, **form.cleaned_data)  # type: ignore
        return _decided(request, said)
    decision = Decision.objects.filter(need=need, startup=startup, side=side).first()
    context = {
        "side": side,
        "need": need,
        "startup": startup,
        "decision": decision,
        "form": form,
        "back": _back(typed),
    }
    return render(request, "matching/_refusal.html" if request.htmx else "matching/refusal.html", context)


@require_POST
def undo(request: HtmxRequest, pk: int, slug: str, side: Side) -> HttpResponse:
    decision = _decision(request, pk, slug, side)
    form = VersionForm(request.POST)
    if form.is_valid():
        decision = decisions.undo(decision, form.cleaned_data["version"], by=request.user)  # type: ignore[arg-type]
    return _decided(request, decision)


@require_POST
def place(request: HtmxRequest, pk: int, slug: str) -> HttpResponse:
    """Move an entry of the shortlist; the form names the place, so that a second click moves nothing further."""
    decision = _decision(request, pk, slug, Side.CITY)
    form = PlaceForm(request.POST)
    if form.is_valid():
        decisions.move(decision, form.cleaned_data["place"])
    if not request.htmx:
        return redirect(_back(request.POST))
    need = get_object_or_404(_own_needs(request), pk=pk)
    context = {"decided": decided_on([need], request.user)[0], "moved": decision, "back": _back(request.POST)}
    return render(request, "matching/_shortlist.html", context)


@never_cache
@kept_through_sign_in(lambda pk, slug: reverse("matching:note", args=[pk, slug]))
def note(request: HtmxRequest, pk: int, slug: str) -> HttpResponse:
    """Keep the private note of an entry. When a colleague wrote it meanwhile, both texts are shown, nothing is lost."""
    decision = _decision(request, pk, slug, Side.CITY)
    typed = request.POST or taken(request, request.path)
    form = NoteForm(typed)
    context = {"decision": decision, "form": form, "back": _back(typed)}
    if request.method == "POST" and form.is_valid():
        try:
            kept = decisions.keep_note(decision, form.cleaned_data["note"], form.cleaned_data["version"])
            context |= {"decision": kept, "is_kept": True}
        except decisions.NoteEditedMeanwhile as meanwhile:
            context |= {"decision": meanwhile.decision, "theirs": meanwhile.decision.note}
    if request.htmx:
        return render(request, "matching/_note_state.html", context)
    return redirect(_back(request.POST)) if "is_kept" in context else render(request, "matching/note.html", context)


@require_safe
@never_cache
def shortlist(request: HttpRequest, pk: int) -> HttpResponse:
    need = get_object_or_404(_own_needs(request), pk=pk)
    return render(request, "matching/shortlist.html", {"decided": decided_on([need], request.user)[0]})


@require_safe
@never_cache
def department_shortlist(request: HttpRequest, pk: int) -> HttpResponse:
    """The shortlists of all needs of a department, to be printed together."""
    department = get_object_or_404(Department.objects.of(request.user).select_related("city"), pk=pk)
    needs = _own_needs(request).filter(
        department=department, decisions__in=Decision.objects.shortlisted().of(request.user)
    )
    context = {"department": department, "lists": decided_on(list(needs.distinct()), request.user)}
    return render(request, "matching/department_shortlist.html", context)


@require_safe
@never_cache
def startup_decisions(request: HttpRequest, slug: str) -> HttpResponse:
    startup = get_object_or_404(startups_of(request.user).with_profile(), slug=slug)
    return render(request, "matching/startup_decisions.html", {"decided": decided_on([startup], request.user)[0]})


def _own_needs(request: HttpRequest) -> Any:
    own = needs_of(request.user).values("pk")
    return Need.objects.visible_to(request.user).filter(pk__in=own).with_page()


def _pair(request: HttpRequest, pk: int, slug: str, side: Side) -> tuple[Need, Startup]:
    needs, startups = pairs_for(request.user, side)
    return get_object_or_404(needs, pk=pk), get_object_or_404(startups, slug=slug)


def _decision(request: HttpRequest, pk: int, slug: str, side: Side) -> Decision:
    own = Decision.objects.of(request.user).select_related("need", "startup")
    return get_object_or_404(own, need=pk, startup__slug=slug, side=side)


def _decided(request: HtmxRequest, decision: Decision) -> HttpResponse:
    if not request.htmx:
        return redirect(f"{_back(request.POST)}#{decision_key(decision.side, decision.need_id, decision.startup_id)}")
    board = board_of(decision.need if decision.side == Side.CITY else decision.startup, request.user)
    return render(
        request,
        "matching/_decided.html",
        {"decision": decision, "board": board, "back": _back(request.POST), "is_answer": True},
    )


def _back(sent: Mapping[str, Any] | None) -> str:
    """The page that the click was on; it names itself."""
    asked = sent.get("back", "") if sent else ""
    return asked if url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else "/"
