"""What somebody was typing when their session ended waits in the next session and is offered to them again.

The server keeps it, so it works without JavaScript. Only for views that ask for it: a password is never kept.
"""

from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.utils.http import urlencode

KEY = "typed"
MOST_BYTES = 100_000


def keeps_typed(view):
    """For a view that shows a form to GET and calls `take_typed` there."""
    view.keeps_typed = True
    return view


def by_post(page):
    """A verb, done by POST only. Whoever comes by GET, as after a sign-in, is led to the page with its button."""

    def decorate(view):
        @wraps(view)
        def verb(request, slug, **kwargs):
            return view(request, slug, **kwargs) if request.method == "POST" else redirect(page, slug)

        return verb

    return decorate


class KeepTypedMiddleware:
    """Before LoginRequiredMiddleware, which only knows where the person wanted to go."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or request.user.is_authenticated or not getattr(view, "keeps_typed", False):
            return None
        _keep(request)
        if not request.headers.get("HX-Request"):
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        # Else htmx would put the sign-in page into the middle of the form.
        address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
        return HttpResponse(headers={"HX-Redirect": address})


def _keep(request):
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    encoded = typed.urlencode()
    if len(encoded) <= MOST_BYTES:
        request.session[KEY] = {"path": request.path, "typed": encoded}


def take_typed(request) -> QueryDict | None:
    """What was typed into the form of this very page, once; None where nothing waits."""
    kept = request.session.get(KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEY]
    return QueryDict(kept["typed"])
