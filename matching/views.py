from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from accounts.limits import limited
from cities.models import Need
from matching.boards import Board, candidates_of, needs_that_suit
from matching.cards import cards_for_text
from matching.forms import ProblemForm
from matching.overview import home_overview, sector_overview
from matching.proposals import propose
from startups.models import Startup

SUGGESTIONS = 5


class HtmxRequest(HttpRequest):
    """As django-htmx's middleware leaves it."""

    htmx: HtmxDetails


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """At `/` itself a reader whose language is known goes to the home page in it; other addresses say theirs."""
    wanted = get_language_from_request(request)
    if get_language() == settings.LANGUAGE_CODE and wanted != settings.LANGUAGE_CODE:
        with override(wanted):
            response: HttpResponse = redirect("matching:home")
    else:
        response = _home_page(request, ProblemForm())
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@login_not_required
@limited("paste", fails_open=True)
def candidates(request: HtmxRequest) -> HttpResponse:
    """The answer to the box of the home page: a fragment for htmx, the whole page without. Nothing is stored."""
    if request.method != "POST":
        return redirect("matching:home")
    form = ProblemForm(request.POST)
    # Beside the form of a need, what would begin one is left out.
    context: dict[str, Any] = {"form": form, "is_answered": True, "is_beside": "beside" in request.GET}
    if form.is_valid():
        context["cards"] = cards_for_text(form.cleaned_data["problem"], limit=SUGGESTIONS)
    if request.htmx:
        return render(request, "matching/_answer.html", context)
    return _home_page(request, **context)


@require_POST
def proposal(request: HtmxRequest) -> HttpResponse:
    """For the form of a need: the title and topics that its paragraph suggests. Nothing is stored."""
    form = ProblemForm(request.POST)
    found = propose(form.cleaned_data["problem"]) if form.is_valid() else None
    return render(request, "matching/_proposal.html", {"proposal": found})


def _home_page(request: HttpRequest, form: ProblemForm, **context: Any) -> HttpResponse:
    return render(request, "matching/home.html", {"form": form, "overview": home_overview(request.user), **context})


@login_not_required
@never_cache
def need_candidates(request: HtmxRequest, pk: int) -> HttpResponse:
    needs = Need.objects.visible_to(request.user).filter(pk=pk)
    return _board(request, needs, needs.with_page(), candidates_of, "candidates")


@login_not_required
@never_cache
def startup_needs(request: HtmxRequest, slug: str) -> HttpResponse:
    startups = Startup.objects.visible_to(request.user).filter(slug=slug)
    return _board(request, startups, startups.with_profile(), needs_that_suit, "suiting_needs")


def _board(
    request: HtmxRequest, found: QuerySet, complete: QuerySet, board_of: Callable[..., Board], name: str
) -> HttpResponse:
    """A page of all cards; for htmx the cards folded away, or what an open page asks for again and again.

    That one is 204 while what it shows is still so, and then htmx swaps nothing.
    """
    board = board_of(get_object_or_404(found), request.user)
    if request.htmx and request.GET.get("seen") == board.version:
        return HttpResponse(status=204)
    board = board_of(get_object_or_404(complete), request.user)
    if not request.htmx:
        return render(request, f"matching/{name}.html", {"board": board})
    if "folded" in request.GET:
        return render(request, f"matching/_{name}_cards.html", {"board": board, "entries": board.folded_entries})
    return render(request, f"matching/_{name}.html", {"board": board})


@login_not_required
def sectors(request: HttpRequest) -> HttpResponse:
    return render(request, "matching/sectors.html", {"overview": sector_overview(request.user)})
