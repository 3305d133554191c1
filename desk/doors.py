from functools import wraps

from django.http import Http404


def curators_only(view):
    """For anybody else who is signed in, there is no such page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_curator:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
