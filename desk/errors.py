import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults
from redis.exceptions import RedisError

RETRY_AFTER_SECONDS = 10


def not_found(request, exception):
    """The same bytes for what does not exist and for what one may not see; JSON under /api/."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("Not found.")}, status=404)
    return defaults.page_not_found(request, None)


def unavailable(request):
    """A database that is away is 503 with Retry-After: the reader, and a load balancer, should come back."""
    later = {"status": 503, "headers": {"Retry-After": str(RETRY_AFTER_SECONDS)}}
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"detail": _("Our database does not answer right now. Please try again in a minute.")}, **later
        )
    return HttpResponse(render_to_string("503.html"), **later)


def server_error(request):
    # Without the cache nobody counts attempts, so the doors stay shut; whoever is in reads on.
    if isinstance(sys.exception(), OperationalError | InterfaceError | RedisError):
        return unavailable(request)
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("Something went wrong on our side.")}, status=500)
    return defaults.server_error(request)
