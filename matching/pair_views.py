"""One pair by itself, for the two sides and for curators: how it fits, and what a curator ruled on it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cities.models import Need
from matching.boards import Entry, entries
from matching.cards import cards_for_need
from matching.models import Match, Ruling
from matching.querysets import needs_of, startups_of
from startups.models import Startup


@require_safe
@never_cache
def pair(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """For officials of the need's department and members of the startup, as far as each may see the other side."""
    need = get_object_or_404(Need.objects.visible_to(request.user).with_page(), pk=pk)
    startup = get_object_or_404(Startup.objects.visible_to(request.user), slug=slug)
    own = needs_of(request.user).filter(pk=pk).exists() or startups_of(request.user).filter(pk=startup.pk).exists()
    if not own and not getattr(request.user, "is_curator", False):
        raise Http404
    ruling = Ruling.objects.standing().filter(need=need, startup=startup).first()
    context = {"need": need, "startup": startup, "ruling": ruling, "entry": entry_of(need, startup, request.user)}
    return render(request, "matching/pair.html", context)


def entry_of(need: Need, startup: Startup, user: object) -> Entry | None:
    """The card of the pair, if this reader has it in a list; `need` fetched `with_page()`."""
    rows = list(Match.objects.visible_to(user).with_pins().filter(need=need, startup=startup))
    return next(iter(entries(None, cards_for_need(need, rows), rows)), None)
