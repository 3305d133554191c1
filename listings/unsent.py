"""A session that ends while somebody writes must not cost them what they wrote.

What was typed waits in the visitor's session, which signing in keeps, until the page of the form is opened again.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

KEY = "unsent"
# A visitor's session is no place for more than the longest form that a person fills.
MOST_CHARACTERS = 100_000


def kept_through_sign_in(page_of: Callable[..., str]):
    """For a view that takes a form; `page_of(*args, **kwargs)` gives the address of the form's page.

    Takes the place of the site's own door, which would send a visitor to sign in and drop what they sent.
    """

    def decorate(view):
        @login_not_required
        @wraps(view)
        def door(request, *args, **kwargs):
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            page = page_of(*args, **kwargs)
            return sent_to_sign_in(request, page) if request.method == "POST" else redirect_to_login(page)

        return door

    return decorate


def sent_to_sign_in(request, page: str):
    """Keep what was sent for this page, and lead to the sign-in, from which one comes back to it."""
    is_kept = keep(request, page)
    if request.htmx:
        return render(request, "listings/_signed_out.html", {"page": page, "is_kept": is_kept})
    messages.warning(request, _sentence(is_kept))
    return redirect_to_login(page)


def _sentence(is_kept: bool) -> str:
    if is_kept:
        return _("You had been signed out. Sign in again: what you wrote is kept.")
    return _("You had been signed out, and your text is too long to be kept. Go back and copy it before you sign in.")


def keep(request, page: str) -> bool:
    """Whether it is kept: a text that no form takes is not."""
    typed = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    is_kept = sum(len(value) for values in typed.values() for value in values) <= MOST_CHARACTERS
    if is_kept:
        request.session[KEY] = {"page": page, "typed": typed}
    return is_kept


def taken(request, page: str) -> QueryDict | None:
    """What waits for this page, once; None where nothing does."""
    if request.session.get(KEY, {}).get("page") != page:
        return None
    typed = QueryDict(mutable=True)
    for name, values in request.session.pop(KEY)["typed"].items():
        typed.setlist(name, values)
    return typed
