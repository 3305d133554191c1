"""What the matching adds to the pages where founders write: proposals, and what a missing fact would change."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.limits import limited
from matching.corpus import current_corpus
from matching.forms import PastedProfileForm
from matching.pasted_profile import needs_for_text, propose, propose_technologies
from matching.views import HtmxRequest
from matching.what_if import effects
from startups.completeness import label_of
from startups.editing import current_document
from startups.models import Startup
from startups.sections import SECTIONS, section_of
from startups.start_views import start_page
from startups.unsaved import as_published


@login_not_required
@limited("paste", fails_open=True)
def pasted_profile(request: HtmxRequest) -> HttpResponse:
    """The answer to a pasted site or deck: a fragment for htmx, the whole page without. Nothing is stored."""
    if request.method != "POST":
        return redirect("startups:start")
    paste = PastedProfileForm(request.POST)
    context: dict[str, Any] = {"paste": paste, "is_answered": True}
    if paste.is_valid():
        text = paste.cleaned_data["text"]
        context |= {"suiting": needs_for_text(text), "proposals": propose(text)}
    if request.htmx:
        return render(request, "matching/_pasted_profile.html", context)
    return render(request, "startups/start.html", start_page(request, request.POST) | context)


@never_cache
@require_safe
@limited("effects", methods=("GET",), fails_open=True)
def what_if(request: HtmxRequest, slug: str) -> HttpResponse:
    """For htmx the best line, those of one section, each to its field, or all of them; without, a page of all."""
    startup = get_object_or_404(Startup.objects.editable_by(request.user), slug=slug)
    draft = as_published(startup, current_document(startup))
    found = [_line(effect) for effect in effects(draft, request.user, date.today().year)]
    section = SECTIONS.get(request.GET.get("section", ""))
    if section:
        own = [line for line in found if section.holds(line["effect"].place)]
        return render(request, "matching/_what_if_fields.html", {"lines": own})
    name = "_best_effect" if "best" in request.GET else "_what_if" if request.htmx else "what_if"
    return render(request, f"matching/{name}.html", {"startup": startup, "lines": found})


def _line(effect: Any) -> dict[str, Any]:
    section = section_of(effect.place)
    return {"effect": effect, "section": section, "label": label_of(effect.place, section), "key": _field(effect.place)}


def _field(place: str) -> str:
    """The id of the field that tells it; of a list, the list's own."""
    section = section_of(place)
    return (section.base if section and section.is_rows else place).replace(".", "-")


@never_cache
@require_safe
def proposed_technologies(request: HttpRequest, slug: str) -> HttpResponse:
    """What the draft's texts speak of and its technologies do not name, one click each."""
    startup = get_object_or_404(Startup.objects.editable_by(request.user), slug=slug)
    document = current_document(startup)
    texts = " ".join(str(value) for text in document.get("texts", {}).values() for value in text.values())
    chosen = document.get("technologies") or []
    proposed = propose_technologies(texts, current_corpus()) if texts.strip() else []
    context = {"startup": startup, "proposed": [one for one in proposed if one.technology.code not in chosen]}
    return render(request, "matching/_proposed_technologies.html", context)
