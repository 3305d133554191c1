from django.db import InterfaceError, OperationalError
from django.http import HttpResponseNotAllowed

from desk import views
from desk.errors import unavailable

# No page uses any of these, so no script that gets into one may either.
UNUSED = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"


class BrowserLimitsMiddleware:
    """Pages use no device of their reader, and no other site may embed what is sent from here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", UNUSED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class BrowserMethodsMiddleware:
    """Pages and forms answer what browsers send. Whatever else HTTP knows is for the programs that use the API."""

    methods = ("GET", "HEAD", "POST")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in self.methods or request.path_info.startswith("/api/"):
            return self.get_response(request)
        return HttpResponseNotAllowed(self.methods)


class HealthMiddleware:
    """Load balancers ask by address and without https. Whatever comes later would ask them for the site's name."""

    views = {"/healthz": views.alive, "/readyz": views.ready}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.views.get(request.path_info, self.get_response)(request)


class DatabaseAwayMiddleware:
    """For errors of views; those of other middlewares, which read the session, reach `desk.errors.server_error`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return unavailable(request) if isinstance(exception, OperationalError | InterfaceError) else None
