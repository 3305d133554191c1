from functools import wraps

from django.shortcuts import redirect


def by_post(page):
    """A verb, done by POST only. Whoever comes by GET, as after a sign-in, is led to the page with its button."""

    def decorate(view):
        @wraps(view)
        def verb(request, slug, **kwargs):
            return view(request, slug, **kwargs) if request.method == "POST" else redirect(page, slug)

        return verb

    return decorate
